"""How do JupyterLab and a terminal show a part? By plain HTML and text, made from its neutral content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote


def trust_line(content: Mapping[str, Any]) -> str:
    """Return the line that stands under every figure and table: date, n, interval and source."""
    return " · ".join([*content["details"], f"Source: {content['source']}"])


def caption_html(caption: str) -> str:
    """Return the preview of a caption."""
    return f'<div style="max-width:46em;margin:.4em 0 .2em"><strong>{escape(caption)}</strong></div>'


def title_html(title: str) -> str:
    """Return the preview of a figure's title, its finding."""
    return f'<div style="max-width:42em;margin:.6em 0 .2em;font-size:1.1em"><b>{escape(title)}</b></div>'


def details_html(lines: Iterable[str]) -> str:
    """Return the preview of what stands in small type under a figure or a table."""
    words = "<br>".join(map(escape, lines))
    return f'<div style="max-width:52em;margin:0 0 1em;font-size:.88em;opacity:.75">{words}</div>'


def drawing_html(svg: str, alt: str) -> str:
    """Return the drawing as an image that holds its own data, so that ids of two drawings cannot meet."""
    data = quote(svg, safe=" =:/;,.()-+*'!?@$[]{}|~")
    style = "max-width:100%;height:auto;background:#fff"
    return f'<img src="data:image/svg+xml,{data}" alt="{escape(alt)}" style="{style}">'


def heading(column: Mapping[str, Any]) -> str:
    """Return what stands above a column: its label, and its unit after a comma.

    >>> heading({"label": "Reaped", "unit": "tons"}), heading({"label": "Month", "unit": ""})
    ('Reaped, tons', 'Month')
    """
    return ", ".join(text for text in (column["label"], column["unit"]) if text)


def table_html(content: Mapping[str, Any]) -> str:
    """Return the preview of a table: caption, grid, notes, source."""
    columns = content["columns"]
    head = "".join(_cell(column, heading(column), "th", ' scope="col"') for column in columns)
    body = "".join(f"<tr>{''.join(map(_body_cell, columns, row))}</tr>" for row in content["rows"])
    return (
        f"{caption_html(content['caption'])}"
        f'<table style="margin:.2em 0"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        f"{details_html([*content['notes'], trust_line(content)])}"
    )


def _body_cell(column: Mapping[str, Any], text: str) -> str:
    return _cell(column, text, "th", ' scope="row"') if column["stub"] else _cell(column, text, "td", "")


def _cell(column: Mapping[str, Any], text: str, tag: str, scope: str) -> str:
    style = (
        f"text-align:{column['align']};font-variant-numeric:tabular-nums;vertical-align:top;padding:.2em .6em"
    )
    return f'<{tag}{scope} style="{style}">{escape(text)}</{tag}>'


def table_text(content: Mapping[str, Any]) -> str:
    """Return a table in plain text, its columns aligned."""
    columns = content["columns"]
    lines = [[heading(column) for column in columns], *content["rows"]]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    pads = [str.rjust if column["align"] == "right" else str.ljust for column in columns]
    drawn = (
        "  ".join(pad(cell, width) for pad, cell, width in zip(pads, line, widths, strict=True))
        for line in lines
    )
    return "\n".join([f"Table: {content['caption']}", *(line.rstrip() for line in drawn)])
