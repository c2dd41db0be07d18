"""What does a mail look like where only text is shown? Lines of at most 72 letters, links on lines alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from analysis.publishing.sending.page_one import PageOne, Summary

WIDTH: Final = 72


def plain_text(page: PageOne, *, attached: bool, leave: str) -> str:
    """Return page one as text; ``attached`` says that the PDFs are, ``leave`` how to get no more mail."""
    sections = [f"{page.title}\n{page.subtitle}", *map(_wrapped, page.notices)]
    for report in page.reports:
        sections += _report(report, attached=attached)
    return "\n\n".join([*sections, f"-- \n{_wrapped(leave)}"]) + "\n"


def _report(report: Summary, *, attached: bool) -> Iterator[str]:
    heading = _wrapped(report.headline or report.title)
    rule = "=" * max(map(len, heading.splitlines()))
    yield f"{heading}\n{rule}" + (f"\n{_wrapped(report.title)}" if report.headline else "")
    yield from map(_wrapped, report.notices)
    yield "\n".join(map(_item, report.findings))
    if report.changes:
        yield "\n".join(["What changed", *map(_item, report.changes)])
    if links := [*_links(report, attached=attached)]:
        yield "\n".join(links)


def _links(report: Summary, *, attached: bool) -> Iterator[str]:
    if report.web:
        yield f"Read: {report.web}"
    if report.pdf and attached:
        yield f"Attached: {report.pdf}" + (f" ({report.pages})" if report.pages else "")
    elif report.web_pdf:
        yield f"PDF: {report.web_pdf}"


def _item(sentence: str) -> str:
    return textwrap.fill(sentence, WIDTH, initial_indent="* ", subsequent_indent="  ", break_on_hyphens=False)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_on_hyphens=False)
