"""How does a document become one HTML file? With every word escaped, every image within, no script.

The page asks nobody for anything: its policy forbids scripts and requests and allows one style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from analysis.publishing.document.blocks import Cell, Figure
from analysis.publishing.document.document import Document
from analysis.publishing.document.sanitize import long_date
from analysis.publishing.document.traversal import texts, walk, words
from analysis.publishing.exporters import html_writer
from analysis.publishing.exporters.completeness import lost, pictures_of_html, words_of_html
from analysis.publishing.exporters.html_fonts import font_faces
from analysis.publishing.exporters.judging import Judging

_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{digest}';"
    " base-uri 'none'; form-action 'none'"
)


def html_of(document: Document, judging: Judging) -> str:
    """Return the document as HTML, once it is found whole and without flaws, or these are borne."""
    judging.judge(document, document.flaws)
    page = html_page(document)
    shown, pictures = words_of_html(page), pictures_of_html(page)
    judging.judge(document, lost(document, document.blocks, shown, pictures=pictures, medium="HTML"))
    return page


def html_page(document: Document) -> str:
    """Return a document as a complete HTML page."""
    style = _style(document)
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return template().render(document=document, style=Markup(style), policy=_POLICY.format(digest=digest))


@lru_cache(maxsize=1)
def template() -> Template:
    """Return the template of all pages, compiled."""
    environment = Environment(
        loader=PackageLoader("analysis.publishing", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        long_date=long_date,
        blocks=html_writer.blocks,
        outlines=html_writer.outlines,
        lines=html_writer.lines,
        heading_words=html_writer.heading_words,
        direction=html_writer.direction,
    )
    return environment.get_template("report.html.j2")


def _spoken(document: Document) -> Iterator[str]:
    """Yield the words of the body, not the shapes of its drawings."""
    for block in document.blocks:
        if isinstance(block, Figure):
            yield from (block.title, block.caption, *map(words, block.details))
        else:
            yield from texts(block)


def _style(document: Document) -> str:
    """Return the style sheet, with a class for each colour that a table's cells have."""
    front = [document.title, document.headline, document.description, *document.authors, *document.notices]
    front += [*document.key_findings, *document.changes]
    faces = font_faces(set("".join([*front, *_spoken(document)])))
    sheet = files("analysis.publishing").joinpath("templates/report.css").read_text(encoding="utf-8")
    cells = [node for node in walk(document.blocks) if isinstance(node, Cell)]
    inks = [f".ink-{ink[1:]}{{color:{ink}}}" for ink in sorted({cell.colour for cell in cells} - {""})]
    grounds = [
        f".on-{on[1:]}{{background:{on}}}" for on in sorted({cell.background for cell in cells} - {""})
    ]
    return faces + sheet + "".join(f"{rule}\n" for rule in [*grounds, *inks])
