"""How is a document handed to the typesetter? As data: one JSON file and the images, beside a fixed template.

No word of a notebook becomes part of the template's code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from math import ceil
from typing import Any, Final

from analysis.publishing.document.arrangement import anchor
from analysis.publishing.document.blocks import (
    Block,
    Break,
    Cell,
    Code,
    Figure,
    Formula,
    Grid,
    Heading,
    Items,
    Link,
    Listing,
    Node,
    Paragraph,
    Picture,
    Quote,
    Styled,
    Table,
    Text,
)
from analysis.publishing.document.document import Document
from analysis.publishing.document.pictures import SVG_TYPE
from analysis.publishing.document.placement import placed
from analysis.publishing.document.sanitize import long_date
from analysis.publishing.document.traversal import first_line, from_right, walk, words
from analysis.publishing.exporters.column_pieces import pieces
from analysis.publishing.exporters.line_wrapping import COLUMNS, breakable, wrapped
from analysis.publishing.exporters.printed import printed, shortened
from analysis.publishing.exporters.typst_compiler import TypstInput
from analysis.publishing.exporters.widths import PICTURE_IN_CELL, Fit, fit, line_size

LINES_KEPT: Final = 24  # of a table that stands on one page
LINES_OF_ROW: Final = 12  # above which a row may be parted
ROWS_OF_LABEL: Final = 20  # after which a label that spans more rows is said again, so that each page has it
LINES_OF_HEAD: Final = 12  # above which a head is not repeated
LETTERS_OF_LEAD: Final = 300  # of a paragraph that is kept with the figure or table after it
LETTERS_BENEATH: Final = 250  # of notes that each page of a long table repeats
RUNNING_TITLE: Final = 90  # letters of the title that stand on every page
INDENT: Final = 24.0  # points, at most, of what stands in a list, a quotation or a note
TALLEST: Final = 595.0  # points of a drawing
LOWEST: Final = 120.0  # points of a drawing with very many words beneath
LETTERS_OF_LINE: Final = 95  # of a caption
LINE_OF_CAPTION: Final = 14.0  # points
LETTER: Final = 4.52  # points: the width of a letter of program text
HAN: Final = re.compile("[\u4e00-\u9fff]")
KANA: Final = re.compile("[\u3041-\u30ff]")
HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_ENDINGS: Final = {SVG_TYPE: "svg", "image/png": "png", "image/jpeg": "jpg"}


def typst_input(document: Document) -> TypstInput:
    """Return a document as the template reads it: its words as JSON, its images as files."""
    result = TypstInput({})
    result.content = {
        "kicker": document.kicker,
        "title": document.title,
        "headline": document.headline,
        "description": document.description,
        "language": document.language,
        "rtl": from_right(document.title),
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
        "running": shortened(document.title, RUNNING_TITLE),
        "sections": [
            {"turned": turned, "blocks": _run(blocks, result)}
            for turned, blocks in _sections(printed(document.body))
        ],
        "lead": _json(document.lead, result),
        "pictures": _json(tuple(printed(document.pictures)), result),
    }
    result.content["han"] = _han(result.content)
    return result


def _han(content: dict[str, Any]) -> str:
    """Return whose shapes the signs of Chinese, Japanese and Korean have, told by the letters beside them."""
    text = json.dumps(content, ensure_ascii=False)
    if not HAN.search(text):
        return ""
    spoken = {"ja": "JP", "zh": "SC", "ko": "KR"}.get(str(content["language"]))
    return spoken or ("JP" if KANA.search(text) else "KR" if HANGUL.search(text) else "SC")


def _sections(blocks: Sequence[Block]) -> list[tuple[bool, list[Block]]]:
    """Return the blocks in runs of upright and turned pages; a heading goes with the table that it heads."""
    runs: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        turned = isinstance(block, Table) and _is_turned(block)
        if not runs or runs[-1][0] != turned:
            runs.append((turned, _taken_headings(runs) if turned else []))
        runs[-1][1].append(block)
    return [(turned, run) for turned, run in _joined(runs) if run]


def _is_turned(table: Table) -> bool:
    return any(fit(piece.grid).turned for piece in pieces(table))


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


def _run(blocks: Sequence[Block], into: TypstInput) -> list[Any]:
    """Return blocks as JSON; what stands between a heading and a figure or table goes with that."""
    written: list[Any] = []
    for number, block in enumerate(blocks):
        parts = _written(block, into, 0.0)
        match blocks[max(number - 1, 0) : number + 2]:
            case [Heading(), Paragraph(role="", children=said), Figure() | Table()]:
                parts[0]["leads"] = len(words(said)) <= LETTERS_OF_LEAD
        written += parts
    return written


def _json(thing: Any, into: TypstInput, indent: float = 0.0) -> Any:
    """Return a node as JSON, its images put among the files; it begins ``indent`` points from the margin."""
    if isinstance(thing, tuple):
        return [written for each in thing for written in _written(each, into, indent)]
    if isinstance(thing, str):
        return breakable(thing)
    match thing:
        case Picture():
            return _picture(thing, into)
        case Formula():
            tex = thing.tex if thing.typst else breakable(thing.tex)
            return {"kind": "formula", "tex": tex, "typst": thing.typst}
        case Link():
            return {"kind": "link", "url": thing.url, "children": _json(thing.children, into)}
        case Listing():
            thing = wrapped(thing, columns=COLUMNS - ceil(indent / LETTER))
            return {"kind": "listing", "role": thing.role, "spans": list(map(list, thing.spans))}
        case Node():
            return _node(thing, into, indent)
    return thing


def _node(node: Node, into: TypstInput, indent: float) -> dict[str, Any]:
    inner = indent + INDENT if isinstance(node, Items | Quote) else indent
    names = [each.name for each in fields(node) if each.name not in {"place", "anchor"}]
    content = {name: _json(getattr(node, name), into, inner) for name in names}
    if isinstance(node, Heading):
        content["anchor"] = node.anchor
    if isinstance(node, Heading | Paragraph | Items) and from_right(words(first_line(node))):
        content["rtl"] = True
    if isinstance(node, Figure):
        content["anchor"] = anchor(node)
        said = len(node.caption) + len(node.title) + sum(len(words(each)) for each in node.details)
        tallest = TALLEST - said // LETTERS_OF_LINE * LINE_OF_CAPTION
        content |= {"tallest": max(tallest, LOWEST), "breakable": tallest < LOWEST}
    return {"kind": node.kind, **content}


def _written(thing: Any, into: TypstInput, indent: float) -> list[Any]:
    """Return a node as JSON, a table as one or more, since it may be too wide for a page."""
    if not isinstance(thing, Table):
        return [_json(thing, into, indent)]
    parts = [_table(piece, into, indent) for piece in pieces(thing, indent=indent)]
    for number, part in enumerate(parts[1:], 2):
        part["anchor"] += f"-part-{number}"
    return parts


def _table(table: Table, into: TypstInput, indent: float) -> dict[str, Any]:
    """Return a table that fits a page; here is decided if it may be parted and where its notes stand."""
    grid = _grid(table.grid, into, indent)
    beneath = (*table.notes, *map(words, table.details))
    short = sum(map(len, beneath)) <= LETTERS_BENEATH
    return {
        "kind": table.kind,
        "caption": breakable(table.caption),
        "number": table.number,
        "anchor": anchor(table),
        "notes": _json(table.notes, into),
        "details": [_json(each, into) for each in table.details],
        "tied": short or not grid["breakable"],
        "grid": grid,
    }


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


def _grid(grid: Grid, into: TypstInput, indent: float) -> dict[str, Any]:
    fitted = fit(grid, indent=indent)
    heads = sum(fitted.height(row) for row in placed(grid.head))
    if heads > LINES_OF_HEAD or not grid.body:  # higher than what a page can repeat, or heading nothing
        top = tuple(tuple(replace(cell, strong=True) for cell in row) for row in grid.head)
        grid = replace(grid, head=(), body=(*top, *grid.body))
    lines = sum(fitted.height(row) for row in placed(grid.body))
    return {
        "size": fitted.size,
        "columns": [round(width, 2) for width in fitted.columns],
        "breakable": heads + lines > LINES_KEPT,
        "head": _rows(grid.head, fitted, into),
        "body": _rows(grid.body, fitted, into),
    }


def _rows(rows: Sequence[Sequence[Cell]], fitted: Fit, into: TypstInput) -> list[list[dict[str, Any]]]:
    lines: list[list[dict[str, Any]]] = [[] for _ in rows]
    for number, row in enumerate(placed(rows)):
        parted = fitted.height(row) > LINES_OF_ROW
        for at, cell in row:
            for line, part in _span_parts(number, cell, below=len(rows) - number):
                written = _cell(at, line, part, into, below=len(rows) - line, parted=parted)
                lines[line].append(written)
    return [sorted(line, key=lambda cell: int(cell["x"])) for line in lines]


def _span_parts(row: int, cell: Cell, *, below: int) -> list[tuple[int, Cell]]:
    """Return the rows in which a cell begins: of a label that spans more than a page, on each page anew."""
    rows = min(cell.rows, below)
    words_only = all(isinstance(node, Text | Code | Styled | Break) for node in walk(cell.children))
    if rows <= ROWS_OF_LABEL or not words_only:
        return [(row, cell)]
    starts = range(0, rows, ROWS_OF_LABEL)
    return [(row + start, replace(cell, rows=min(ROWS_OF_LABEL, rows - start))) for start in starts]


def _cell(column: int, row: int, cell: Cell, into: TypstInput, *, below: int, parted: bool) -> dict[str, Any]:
    """Return a cell at its place; a span reaches no further than the rows there are, and breaks with them."""
    rows = min(cell.rows, below)
    looks = {"align": cell.align, "strong": cell.strong, "colour": cell.colour, "background": cell.background}
    kept = {name: value for name, value in looks.items() if value and value != "left"}
    spans = {"columns": cell.columns} if cell.columns > 1 else {}
    spans |= {"rows": rows} if rows > 1 else {}
    kept |= {"breakable": True} if parted or rows > 1 else {}
    kept |= {"rtl": True} if from_right(words(cell.children)) else {}
    children = _json(cell.children, into)
    _shrink_pictures(children)
    return {"x": column, "y": row, "children": children, **kept, **spans}


def _shrink_pictures(nodes: list[dict[str, Any]]) -> None:
    """Make the pictures in a cell no wider than the room that ``widths`` keeps for them."""
    for node in nodes:
        if node["kind"] == "picture":
            node["width"], node["height"] = line_size(node["width"], node["height"], PICTURE_IN_CELL)
        _shrink_pictures(node.get("children", []))
