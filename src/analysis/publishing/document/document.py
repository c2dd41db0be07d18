"""What does an executed notebook say? One document, from which the HTML and the PDF are both drawn.

Titles, numbers of figures and tables, anchors and everything that is wrong are settled here, once, so that
the two formats cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from analysis.parts.finding import on_page_one
from analysis.publishing.document.arrangement import arranged
from analysis.publishing.document.blocks import (
    Block,
    Figure,
    Footnote,
    Heading,
    Paragraph,
    Picture,
    Place,
    Table,
    Text,
)
from analysis.publishing.document.flaws import Flaw, flaws_of
from analysis.publishing.document.front import front, source_of
from analysis.publishing.document.inlines import PictureLoader
from analysis.publishing.document.listings import code_listing, plain_listing
from analysis.publishing.document.markdown import MarkdownReader
from analysis.publishing.document.outputs import OutputReader
from analysis.publishing.document.part_reader import findings, headline
from analysis.publishing.document.sanitize import clean
from analysis.publishing.document.traversal import walk, words

_WITHOUT_CELL: Final = {"remove-cell", "remove_cell"}
_WITHOUT_INPUT: Final = {"remove-input", "remove_input"}
_WITHOUT_OUTPUT: Final = {"remove-output", "remove_output"}
#: What another notebook hides until its reader asks for it, a report leaves out.
_HIDDEN_OUTPUT: Final = {"hide-output", "hide_output"}
ALL: Final = frozenset({"input", "output", "markdown", "raw"})


@dataclass(frozen=True)
class Document:
    """A report as both exporters draw it; ``blocks`` is the body, ``flaws`` what is wrong with it.

    ``published`` tells a report of ours, which has a cover, from any other notebook. Dates are ISO texts,
    blank when the notebook does not tell them. ``project`` is the title of the project that the report
    belongs to; publishers and licences are the project's, none outside of one.
    """

    name: str
    title: str
    description: str
    language: str
    authors: tuple[str, ...]
    project: str
    publishers: tuple[str, ...]
    licences: tuple[str, ...]
    audience: str
    as_of: str
    known_on: str
    edition: str
    notices: tuple[str, ...]
    changes: tuple[str, ...]
    headline: str
    key_findings: tuple[str, ...]
    published: bool
    blocks: tuple[Block, ...]
    flaws: tuple[Flaw, ...]

    @property
    def kicker(self) -> str:
        """What stands above the headline: the title; above the title the report's name, if it is another."""
        words = self.name.replace("-", " ")
        if self.headline:
            return self.title
        return words if self.published and words.casefold() != self.title.casefold() else ""

    @property
    def opening(self) -> tuple[Block, ...]:
        """The blocks of page one: of a report of ours with sections, what stands before the first of them."""
        if not self.published:
            return ()
        first = next((at for at, block in enumerate(self.blocks) if isinstance(block, Heading)), 0)
        return self.blocks[:first]

    @property
    def lead(self) -> tuple[Block, ...]:
        """What page one says to whoever knows nothing, above the key findings."""
        return tuple(block for block in self.opening if not isinstance(block, Figure | Table))

    @property
    def pictures(self) -> tuple[Block, ...]:
        """The figures and tables of page one, below the key findings."""
        return tuple(block for block in self.opening if isinstance(block, Figure | Table))

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks after page one."""
        return self.blocks[len(self.opening) :]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the body in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """The footnotes in order, each once."""
        return tuple(node for node in walk(self.blocks) if isinstance(node, Footnote) and node.first)


def read_document(
    notebook: Mapping[str, Any],
    *,
    name: str,
    folder: Path | None = None,
    shown: Set[str] = ALL,
) -> Document:
    """Return what a notebook says; ``folder`` is where its images may lie, none elsewhere are read.

    ``shown`` says which of input, output, markdown and raw to show. Inputs of a report of ours (its metadata
    have an entry "analysis") are never shown.
    """
    content = clean(notebook)
    metadata = content.get("metadata", {})
    about = metadata.get("analysis") if isinstance(metadata.get("analysis"), Mapping) else None
    cells = content["cells"]
    published = about is not None
    reading = _Reading(metadata, cells, folder, shown - {"input", "raw"} if published else shown)
    if published:
        reading.without_output = _WITHOUT_OUTPUT | _HIDDEN_OUTPUT
    blocks = [
        block for number, cell in enumerate(content["cells"], 1) for block in reading.cell(number, cell)
    ]
    reading.unused_notes()
    if published and "output" in shown:
        blocks = [*reading.unrun(content["cells"]), *blocks]
    title, body = _title(blocks, fallback=str((about or {}).get("title") or name))
    body, link_flaws = arranged(body)
    return Document(
        name=name,
        title=title,
        blocks=body,
        published=published,
        headline=reading.headline,
        key_findings=tuple(on_page_one(each) for each in reading.findings if each.get("key")),
        flaws=tuple(
            sorted([*reading.flaws, *link_flaws, *flaws_of(body)], key=lambda flaw: flaw.place.number)
        ),
        **front(metadata, about or {}, content["cells"]),
    )


class _Reading:
    """The cells that have been read so far: their findings and flaws."""

    def __init__(
        self,
        metadata: Mapping[str, Any],
        cells: Sequence[Mapping[str, Any]],
        folder: Path | None,
        shown: Set[str],
    ) -> None:
        info = metadata.get("language_info", {}) or metadata.get("kernelspec", {})
        self.language = str(info.get("name") or info.get("language") or "python")
        self.markdown = MarkdownReader(
            (_place(number, cell), source_of(cell))
            for number, cell in enumerate(cells, 1)
            if cell["cell_type"] == "markdown"
        )
        self.folder = folder
        self.shown = shown
        self.without_output = _WITHOUT_OUTPUT
        self.findings: list[dict[str, Any]] = []
        self.headline = ""
        self.flaws: list[Flaw] = []

    def cell(self, number: int, cell: Mapping[str, Any]) -> list[Block]:
        """Return the blocks of one cell."""
        place = _place(number, cell)
        tags = set(cell.get("metadata", {}).get("tags", []))
        if tags & _WITHOUT_CELL:
            return []
        load = partial(self.image, cell, place)
        source = source_of(cell)
        kind = cell["cell_type"]
        if kind in {"markdown", "raw"} and (kind not in self.shown or not source.strip()):
            return []
        if kind == "markdown":
            return self.markdown.read(source, place=place, load=load, report=partial(self.report, place))
        if kind == "raw":
            return [plain_listing(source, role="code", place=place)]
        blocks: list[Block] = []
        if "input" in self.shown and source.strip() and not tags & _WITHOUT_INPUT:
            blocks.append(code_listing(source, self.language, role="input", place=place))
        if "output" in self.shown and not tags & self.without_output:
            blocks.extend(self.outputs(cell.get("outputs", []), place, load))
        return blocks

    def outputs(self, outputs: Sequence[Mapping[str, Any]], place: Place, load: PictureLoader) -> list[Block]:
        self.keep(place, (found for output in outputs for found in findings(output.get("data", {}))))
        for said in filter(None, (headline(output.get("data", {})) for output in outputs)):
            if self.headline:
                self.report(place, "gives the report a second headline", "keep one")
            self.headline = said
        reader = OutputReader(
            place=place,
            load=load,
            markdown=lambda source: self.markdown.read(source, place=place, load=load),
            report=partial(self.report, place),
        )
        return reader.read(outputs)

    def image(self, cell: Mapping[str, Any], place: Place, address: str, alt: str) -> Picture:
        """Return an image that a cell names."""
        from analysis.publishing.document.foreign.images import ImageFinder

        finder = ImageFinder(cell.get("attachments", {}), self.folder, partial(self.report, place))
        return finder(address, alt)

    def unused_notes(self) -> None:
        """Report the footnotes to which nothing refers; a page shows them as text."""
        for place, label in self.markdown.notes.definitions.unused() if "markdown" in self.shown else ():
            what = f"defines the footnote [^{label}], to which nothing refers"
            self.report(place, what, f"put [^{label}] where it belongs, or take it out")

    def unrun(self, cells: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
        """Yield a warning when cells have not been run: their sections would stand empty as if so meant."""
        code = [cell for cell in cells if cell["cell_type"] == "code" and source_of(cell).strip()]
        left = sum(not cell.get("outputs") and cell.get("execution_count") is None for cell in code)
        if left:
            what, fix = f"{left} of {len(code)} code cells have not been run", "run all cells, then export"
            self.report(Place(), what, fix, lost=True)
            yield Paragraph(
                (Text(f"Not whole: {what}, and what they show is missing here; {fix}."),), "warning"
            )

    def keep(self, place: Place, found: Iterable[dict[str, Any]]) -> None:
        """Keep findings; a name that has been used before is a flaw."""
        for finding in found:
            if any(finding.get("name") == other.get("name") for other in self.findings):
                self.report(
                    place, f"states a second finding named {finding.get('name')!r}", "give it its own name"
                )
            self.findings.append(finding)

    def report(self, place: Place, what: str, fix: str, *, lost: bool = False) -> None:
        self.flaws.append(Flaw(place, what, fix, lost))


def _place(number: int, cell: Mapping[str, Any]) -> Place:
    return Place(number, str(cell.get("id", "")))


def _title(blocks: Sequence[Block], *, fallback: str) -> tuple[str, tuple[Block, ...]]:
    """Return the title, which is the first heading when it is of level 1, and the rest of the document."""
    for position, block in enumerate(blocks):
        if isinstance(block, Heading):
            title = words(block.children).strip()
            if block.level == 1 and title:
                return title, (*blocks[:position], *blocks[position + 1 :])
            break
    return fallback, tuple(blocks)
