"""What does the mail say? Page one of each report of an edition, in the words in which it is sealed.

Nothing is worded here but headings and links: titles, findings, changes and notices come from the manifest
and the executed notebooks of the edition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis.parts import wording
from analysis.publishing.document.blocks import Figure
from analysis.publishing.document.document import Document, read_document
from analysis.publishing.document.traversal import walk
from analysis.publishing.editions.notices import notices
from analysis.publishing.exporters.rendering import read_notebook
from analysis.publishing.sending.picture import png


@dataclass(frozen=True)
class Image:
    """The picture of a mail: its PNG, the finding that stands above it, and words for who cannot see it."""

    content: bytes
    title: str
    alt: str


@dataclass(frozen=True)
class Summary:
    """Page one of a report; ``pdf`` is the PDF's file name, ``pages`` their number, both blank without PDF.

    ``notices`` are those of the report alone: what it lacks, and how far its tables go.
    ``web`` and ``web_pdf`` are addresses, blank where the archive is not on the web. The first report that
    has a figure has an ``image``.
    """

    title: str
    headline: str
    notices: Sequence[str]
    findings: Sequence[str]
    changes: Sequence[str]
    pdf: str
    pages: str
    web: str
    web_pdf: str
    image: Image | None


@dataclass(frozen=True)
class PageOne:
    """What a mail on an edition says, in any format."""

    project: str
    title: str
    subtitle: str
    notices: Sequence[str]
    reports: Sequence[Summary]


def page_one(folder: Path, manifest: Mapping[str, Any], *, reports: Collection[str], web: str) -> PageOne:
    """Return what a mail says of some reports of a sealed edition, in the edition's order.

    ``web`` is the archive's address, blank without one.
    """
    chosen = sorted(reports, key=lambda name: (manifest["reports"][name]["order"], name))
    documents = [read_document(read_notebook(folder / f"{name}.ipynb"), name=name) for name in chosen]
    base = f"{web}/{manifest['as_of']}" if web else ""
    missing = [f"This edition is not whole: {name} is missing." for name in manifest["failed"]]
    return PageOne(
        project=manifest.get("project", {}).get("title", ""),
        title=f"Reports as of {wording.day(manifest['as_of'])}{_revision(manifest)}",
        subtitle=f"As known on {wording.day(manifest['known_on'])}.",
        notices=[*notices(manifest["corrections"]), *missing],
        reports=_summaries(manifest, documents, base),
    )


def _revision(manifest: Mapping[str, Any]) -> str:
    return f", corrected (revision {manifest['revision']})" if manifest["corrections"] else ""


def _summaries(manifest: Mapping[str, Any], documents: Iterable[Document], base: str) -> list[Summary]:
    found: list[Summary] = []
    for document in documents:
        image = None if any(each.image for each in found) else _image(document)
        said = notices(manifest["corrections"], document.name)  # at the head of the mail
        found.append(_summary(manifest["reports"][document.name], document, said, base, image))
    return found


def _summary(
    report: Mapping[str, Any], document: Document, said: Collection[str], base: str, image: Image | None
) -> Summary:
    files = {Path(output["path"]).suffix: output["path"] for output in report["outputs"]}
    pdf = str(files.get(".pdf", ""))
    return Summary(
        title=report["title"],
        headline=report.get("headline") or "",
        notices=[each for each in document.notices if each not in said],
        findings=document.key_findings or (report["description"],),
        changes=document.changes,
        pdf=pdf,
        pages=wording.count(report["pages"], "page") if pdf and report["pages"] else "",
        web=_address(base, files.get(".html", "")),
        web_pdf=_address(base, pdf),
        image=image,
    )


def _address(base: str, file: str) -> str:
    return f"{base}/{quote(file)}" if base and file else ""


def _image(document: Document) -> Image | None:
    """Return the first figure of a report that a mail can show, as drawn for a phone where it is."""
    for node in walk(document.blocks):
        if isinstance(node, Figure) and node.title and (content := png(node.narrow or node.picture)):
            return Image(content, node.title, node.picture.alt)
    return None
