"""Where does a reader start? One page lists the reports of an edition, one the editions of the archive.

Both are drawn from manifests alone, so that they say nothing that is not sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

NAME: Final = "index.html"
WORDS: Final = {"html": "Read", "pdf": "PDF", "ipynb": "Notebook"}


@dataclass(frozen=True)
class Link:
    """An address relative to the page, and the words it is shown by."""

    address: str
    words: str


@dataclass(frozen=True)
class Item:
    """One entry of a page: what it is, its headline sentences, its files."""

    title: str
    description: str
    links: Sequence[Link]
    id: str = ""
    sentences: Sequence[str] = ()
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """A list of entries under a title."""

    title: str
    subtitle: str
    items: Sequence[Item]
    footer: str
    warnings: Sequence[str] = field(default=())


def edition_page(manifest: Mapping[str, Any]) -> bytes:
    """Return the page of an edition: each report with its key findings and files, and what is left out."""
    items = [_report(name, report) for name, report in _in_order(manifest["reports"])]
    absent = [f"{name} is not in this edition: {why}." for name, why in sorted(manifest["omitted"].items())]
    return _drawn(
        Page(
            title=f"Reports as of {_day(manifest['as_of'])}",
            subtitle=f"As known on {_day(manifest['known_on'])}.",
            items=items,
            footer=" ".join([*absent, "manifest.json lists every input and output with its SHA-256."]),
            warnings=_partial(manifest),
        )
    )


def archive_page(manifests: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the page of an archive: its editions, the newest first, each with its key findings."""
    items = [_edition(manifest) for manifest in reversed(list(manifests))]
    count = f"{len(items)} edition{'' if len(items) == 1 else 's'}, the newest first."
    footer = "Each edition is sealed: its manifest lists every input and output with its SHA-256."
    return _drawn(Page(title="All editions", subtitle=count, items=items, footer=footer))


def _report(name: str, report: Mapping[str, Any]) -> Item:
    files = [output["path"] for output in report["outputs"]]
    links = [
        Link(quote(file), _words(kind, report["pages"]))
        for kind in WORDS
        for file in files
        if file.endswith(f".{kind}")
    ]
    return Item(report["title"], report["description"], links, id=name, sentences=_key_sentences(report))


def _edition(manifest: Mapping[str, Any]) -> Item:
    reports = [report for _, report in _in_order(manifest["reports"])]
    as_of = manifest["as_of"]
    sentences = [sentence for report in reports for sentence in _key_sentences(report)]
    titles = ", ".join(report["title"] for report in reports)
    links = [Link(f"{as_of}/{NAME}", "Reports"), Link(f"{as_of}/manifest.json", "Manifest")]
    return Item(
        _day(as_of), titles, links, id=f"edition-{as_of}", sentences=sentences, warnings=_partial(manifest)
    )


def _in_order(reports: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(reports.items(), key=lambda pair: (pair[1]["order"], pair[0]))


def _key_sentences(report: Mapping[str, Any]) -> list[str]:
    return [finding["sentence"] for finding in report["findings"] if finding.get("key")]


def _partial(manifest: Mapping[str, Any]) -> list[str]:
    failed = manifest["failed"]
    return (
        [f"This edition is not whole. Missing, because their build failed: {', '.join(failed)}."]
        if failed
        else []
    )


def _words(kind: str, pages: int | None) -> str:
    return f"{WORDS[kind]}, {pages} pages" if kind == "pdf" and pages else WORDS[kind]


def _day(iso: str) -> str:
    """Return a date as readers write it.

    >>> _day("2026-01-05")
    '5 January 2026'
    """
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


@cache
def _template() -> Template:
    loader = PackageLoader("analysis.publishing")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(
        "index.html.j2"
    )


def _drawn(page: Page) -> bytes:
    return (_template().render(page=page).rstrip() + "\n").encode("utf-8")
