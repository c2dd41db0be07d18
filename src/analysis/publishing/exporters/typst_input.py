"""How is a document handed to the typesetter? As data: one JSON file and the images, beside a fixed template.

No word of a notebook becomes part of the template's code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Final

from analysis.publishing.document.arrangement import anchor
from analysis.publishing.document.blocks import (
    Block,
    Cell,
    Figure,
    Formula,
    Grid,
    Heading,
    Listing,
    Node,
    Paragraph,
    Picture,
    Table,
)
from analysis.publishing.document.document import Document
from analysis.publishing.document.pictures import SVG_TYPE
from analysis.publishing.document.placement import placed
from analysis.publishing.document.sanitize import long_date, named
from analysis.publishing.exporters.typst_compiler import TypstInput
from analysis.publishing.exporters.widths import fit

MOST_ROWS: Final = 400
MOST_LINES: Final = 400
_ENDINGS: Final = {SVG_TYPE: "svg", "image/png": "png", "image/jpeg": "jpg"}


def typst_input(document: Document) -> TypstInput:
    """Return a document as the template reads it: its words as JSON, its images as files."""
    result = TypstInput({})
    result.content = {
        "kicker": document.kicker,
        "title": document.title,
        "description": document.description,
        "language": document.language,
        "authors": list(document.authors),
        "keywords": [each for each in (document.project, *document.publishers, *document.licences) if each],
        "audience": document.audience,
        "as_of": long_date(document.as_of),
        "date": [int(part) for part in document.as_of.split("-")] if document.as_of else None,
        "known_on": long_date(document.known_on),
        "edition": document.edition,
        "notices": list(document.notices),
        "changes": list(document.changes),
        "key_findings": list(document.key_findings),
        "published": document.published,
        "contents": len(document.headings) > 2,
        "sections": [
            {"turned": turned, "blocks": [_json(block, result) for block in blocks]}
            for turned, blocks in _sections([_capped(block) for block in document.blocks])
        ],
    }
    return result


def with_codes_for(source: TypstInput, missing: Sequence[str]) -> TypstInput:
    """Return the input with each text that no font can show replaced by the numbers of its characters."""
    if not missing:
        return source
    pattern = re.compile("|".join(re.escape(text) for text in sorted(missing, key=len, reverse=True)))
    drawings = {
        name: pattern.sub(named, data.decode("utf-8")).encode("utf-8") if name.endswith(".svg") else data
        for name, data in source.files.items()
    }
    return TypstInput(_replaced(source.content, pattern), drawings)


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(named, value)
    if isinstance(value, list):
        return [_replaced(each, pattern) for each in value]
    if isinstance(value, dict):
        return {name: _replaced(each, pattern) for name, each in value.items()}
    return value


def without_images(source: TypstInput, unreadable: Sequence[str]) -> TypstInput:
    """Return the input with each image that cannot be read replaced by words that say so."""
    if not unreadable:
        return source
    kept = {name: data for name, data in source.files.items() if name not in unreadable}
    return TypstInput(_said(source.content, set(unreadable)), kept)


def _said(value: Any, unreadable: set[str]) -> Any:
    if isinstance(value, list):
        return [_said(each, unreadable) for each in value]
    if not isinstance(value, dict):
        return value
    picture = value.get("picture", {}) if value.get("kind") == "figure" else {}
    if picture.get("file") in unreadable:
        words = {"kind": "text", "text": f"An image that cannot be read stands here: {picture['alt']}."}
        return {"kind": "paragraph", "role": "warning", "children": [words]}
    if value.get("kind") == "picture" and value["file"] in unreadable:
        return {"kind": "text", "text": f"[An image that cannot be read: {value['alt']}]"}
    return {name: _said(each, unreadable) for name, each in value.items()}


def _capped(block: Block) -> Block:
    """Return a block shortened to what can be printed; it says what is left out."""
    if isinstance(block, Table) and len(block.grid.body) > MOST_ROWS:
        said = f"The first {MOST_ROWS} of {len(block.grid.body):,} rows are printed here; the HTML has all."
        grid = replace(block.grid, body=block.grid.body[:MOST_ROWS])
        return replace(block, grid=grid, notes=(said, *block.notes))
    if isinstance(block, Listing):
        return _capped_listing(block)
    return block


def _capped_listing(block: Listing) -> Listing:
    lines = "".join(text for _, text in block.spans).split("\n")
    if len(lines) <= MOST_LINES:
        return block
    said = f"\n[The first {MOST_LINES} of {len(lines):,} lines are printed here; the HTML has all.]"
    return replace(block, spans=(("", "\n".join(lines[:MOST_LINES])), ("comment", said)))


def _sections(blocks: Sequence[Block]) -> list[tuple[bool, list[Block]]]:
    """Return the blocks in runs of upright and turned pages; a heading goes with the table that it heads."""
    runs: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        turned = isinstance(block, Table) and bool(block.grid.body) and fit(block.grid).turned
        if not runs or runs[-1][0] != turned:
            runs.append((turned, _taken_headings(runs) if turned else []))
        runs[-1][1].append(block)
    return [(turned, run) for turned, run in _joined(runs) if run]


def _taken_headings(runs: list[tuple[bool, list[Block]]]) -> list[Block]:
    """Take from the end of the last run what leads to a table on a turned page: headings and a paragraph."""
    taken: list[Block] = []
    last = runs[-1][1] if runs else []
    if len(last) > 1 and isinstance(last[-1], Paragraph) and isinstance(last[-2], Heading):
        taken.insert(0, last.pop())
    while last and isinstance(last[-1], Heading):
        taken.insert(0, last.pop())
    return taken


def _joined(runs: list[tuple[bool, list[Block]]]) -> list[tuple[bool, list[Block]]]:
    """Return the runs, turned ones joined where nothing stood between them any more."""
    result: list[tuple[bool, list[Block]]] = []
    for turned, run in runs:
        if result and run and result[-1][0] == turned:
            result[-1][1].extend(run)
        elif run:
            result.append((turned, list(run)))
    return result


def _json(thing: Any, into: TypstInput) -> Any:
    """Return a node as JSON, its images put among the files."""
    if isinstance(thing, tuple):
        return [_json(each, into) for each in thing]
    if not isinstance(thing, Node):
        return thing
    match thing:
        case Picture():
            return _picture(thing, into)
        case Formula():
            return {"kind": "formula", "tex": thing.tex, "typst": thing.typst}
        case Grid():
            return _grid(thing, into)
    names = (each.name for each in fields(thing) if each.name != "place")
    content = {name: _json(getattr(thing, name), into) for name in names}
    if isinstance(thing, Figure | Table):
        content["anchor"] = anchor(thing)
    return {"kind": thing.kind, **content}


def _picture(picture: Picture, into: TypstInput) -> dict[str, Any]:
    name = f"image-{len(into.files) + 1}.{_ENDINGS[picture.media]}"
    into.files[name] = picture.data
    return {
        "kind": "picture",
        "file": name,
        "alt": picture.alt or "An image without description",
        "width": round(picture.width, 2),
        "height": round(picture.height, 2),
    }


def _grid(grid: Grid, into: TypstInput) -> dict[str, Any]:
    fitted = fit(grid)
    return {
        "size": fitted.size,
        "columns": [round(width, 2) for width in fitted.columns],
        "head": _rows(grid.head, into),
        "body": _rows(grid.body, into),
    }


def _rows(rows: Sequence[Sequence[Cell]], into: TypstInput) -> list[list[dict[str, Any]]]:
    return [
        [_cell(at, number, cell, into, below=len(rows) - number) for at, cell in row]
        for number, row in enumerate(placed(rows))
    ]


def _cell(column: int, row: int, cell: Cell, into: TypstInput, *, below: int) -> dict[str, Any]:
    """Return a cell at its place; a span reaches no further than the rows that there are."""
    rows = min(cell.rows, below)
    looks = {"align": cell.align, "strong": cell.strong, "colour": cell.colour, "background": cell.background}
    kept = {name: value for name, value in looks.items() if value and value != "left"}
    spans = {"columns": cell.columns} if cell.columns > 1 else {}
    spans |= {"rows": rows} if rows > 1 else {}
    return {"x": column, "y": row, "children": _json(cell.children, into), **kept, **spans}
