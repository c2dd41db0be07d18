"""How does a part of the neutral mime type become a block? Word by word: nothing is formatted again here.

The description is read with care, since a notebook is a file that anybody can have written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from analysis.publishing.document.blocks import (
    Block,
    Cell,
    Figure,
    Grid,
    Inline,
    Items,
    Paragraph,
    Place,
    Source,
    Sources,
    Table,
    Text,
)
from analysis.publishing.document.inlines import cited, linked
from analysis.publishing.document.pictures import SVG_TYPE, read_drawing

PART_TYPE: Final = "application/vnd.analysis.part+json"


class UnknownPart(ValueError):
    """A description that this version cannot draw; the output's other forms are used instead."""


def read_part(bundle: Mapping[str, Any], *, place: Place) -> list[Block]:
    """Return the blocks of an output that carries a part."""
    content = bundle[PART_TYPE]
    try:
        match content["kind"]:
            case "figure":
                return [_figure(content, str(bundle[SVG_TYPE]), place)]
            case "table":
                return [_table(content, place)]
            case "finding":
                return [_paragraph(said, place, role="finding") for said in _in_body([content])]
            case "findings":
                lines = [_paragraph(said, place) for said in _in_body(content["findings"])]
                return [Items(tuple((line,) for line in lines), place=place)] if lines else []
            case "headline":
                return []
            case "note":
                return [_paragraph(content["text"], place, role="note")]
            case "prose":
                return [_paragraph(text, place) for text in content["paragraphs"]]
            case "sources":
                return [_sources(content, place)]
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise UnknownPart(f"the part's description is incomplete ({error!r})") from None
    raise UnknownPart(f"a part of kind {content['kind']!r} is not known here")


def findings(bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the findings that an output records, each as its JSON."""
    content = bundle.get(PART_TYPE)
    if not isinstance(content, Mapping):
        return []
    found = {"finding": [content], "findings": content.get("findings", [])}.get(str(content.get("kind")), [])
    return [dict(each) for each in found]


def headline(bundle: Mapping[str, Any]) -> str:
    """Return the headline that an output gives the report, blank where it gives none."""
    content = bundle.get(PART_TYPE)
    if not isinstance(content, Mapping) or content.get("kind") != "headline":
        return ""
    return str(content.get("text") or "")


def _in_body(findings: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the sentences that the body says: what stands on page one is not said again."""
    return [str(each["sentence"]) for each in findings if each.get("brief") or not each.get("key")]


def problems(bundle: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what its notebook found wrong with a part when it was made, each with how to mend it."""
    found = bundle[PART_TYPE].get("problems")
    told = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    return [(str(each.get("what", "is not in order")), str(each.get("fix", ""))) for each in told]


def _paragraph(text: str, place: Place, *, role: str = "") -> Paragraph:
    return Paragraph(cited(str(text)), role=role, place=place)


def _sources(content: Mapping[str, Any], place: Place) -> Sources:
    items = tuple(
        Source(int(each["number"]), (Text(str(each["text"])), *_address(str(each["url"]))))
        for each in content["items"]
    )
    return Sources(items, str(content["remark"]), place=place)


def _address(url: str) -> tuple[Inline, ...]:
    return (Text(" "), *linked(url)) if url else ()


def _figure(content: Mapping[str, Any], svg: str, place: Place) -> Figure:
    alt, narrow = str(content["alt"]), str(content.get("narrow") or "")
    return Figure(
        read_drawing(svg, alt=alt),
        title=str(content.get("title") or ""),
        caption=str(content["caption"]),
        details=_details(content),
        narrow=read_drawing(narrow, alt=alt) if narrow else None,
        data=str(content.get("data") or ""),
        place=place,
    )


def _table(content: Mapping[str, Any], place: Place) -> Table:
    columns = content["columns"]
    head = tuple(Cell((Text(_heading(column)),), align=column["align"], heading=True) for column in columns)
    body = tuple(tuple(map(_cell, columns, row)) for row in content["rows"])
    grid = Grid(len(columns), (head,), body)
    notes = tuple(map(str, content["notes"]))
    return Table(grid, str(content["caption"]), notes=notes, details=_details(content), place=place)


def _cell(column: Mapping[str, Any], text: str) -> Cell:
    return Cell(cited(str(text)), align=column["align"], heading=bool(column["stub"]))


def _heading(column: Mapping[str, Any]) -> str:
    return ", ".join(str(text) for text in (column["label"], column["unit"]) if text)


def _details(content: Mapping[str, Any]) -> tuple[tuple[Inline, ...], ...]:
    return tuple(map(cited, (*map(str, content["details"]), f"Source: {content['source']}")))
