"""Who is named in a report? The numbered list of its sources, in the order in which they were first named."""

from __future__ import annotations

from html import escape

from analysis.errors import AnalysisError
from analysis.parts.language import filled
from analysis.parts.origin import opened
from analysis.parts.part import Part


def sources(
    more: str = "{left:# more source stands|# more sources stand} behind single rows; {file}, which the PDF"
    " carries, names them all, with their licences.",
) -> Part:
    """Show the list of all sources that figures, tables and texts have named so far, by their numbers.

    It belongs into a report's last cell. ``more`` is said beneath of the sources that were counted in a
    source line and nowhere named; its fields are ``left``, how many these are, and ``file``, the file of all.

    Raises
    ------
    AnalysisError
        When no dataset is open, or nothing has named a source.

    """
    dataset = opened()
    listed = dataset.bibliography() if dataset else None
    if dataset is None or listed is None or not listed.entries:
        raise AnalysisError(
            "part.sources: nothing has named a source so far; put it into the last cell, after figures,"
            " tables and texts with {source_id:cite}"
        )
    uncounted = {"left": listed.left, "file": listed.file}
    remark = filled(more, uncounted, what="part.sources") if listed.left else ""
    items = [{"number": each.number, "text": each.text, "url": each.url} for each in listed.entries]
    html = "".join(f"<li>{escape(each.text)} {escape(each.url)}</li>" for each in listed.entries)
    text = "\n".join(f"[{each.number}] {each.text} {each.url}".rstrip() for each in listed.entries)
    content = {"kind": "sources", "items": items, "remark": remark}
    below = f"<p>{escape(remark)}</p>" if remark else ""
    return Part(content, f"<ol>{html}</ol>{below}", "\n".join(filter(None, [text, remark])))
