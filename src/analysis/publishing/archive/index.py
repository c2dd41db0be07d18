"""Where does a reader start? One page lists the reports of an edition, one the editions of the archive.

Both say nothing that is not sealed: they are drawn from manifests, and a picture from a sealed notebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

from analysis.parts import wording
from analysis.publishing.archive import feed, revision_triangle
from analysis.publishing.archive.pages import Link, Page, drawn
from analysis.publishing.archive.pictures import Shown
from analysis.publishing.archive.sparklines import Sparkline, sparklines
from analysis.publishing.comparing.phrasing import UNMOVED
from analysis.publishing.editions.manifests import key_sentences
from analysis.publishing.editions.notices import DRAFT, address, notices

NAME: Final = "index.html"
TEMPLATE: Final = "index.html.j2"
MANIFEST: Final = "manifest.json"
HEADLINES: Final = 2  # of each report, on the page of all editions
FORMATS: Final = {"html": "Read", "pdf": "PDF", "ipynb": "Notebook"}


@dataclass(frozen=True)
class Item:
    """One entry of a page: what it is, what it says, its files; ``address`` is where it is read.

    ``headline`` says it in one line; ``reports`` are those of an edition, each by its headline.
    """

    title: str
    description: str
    links: Sequence[Link]
    address: str = ""
    headline: str = ""
    picture: Shown | None = None
    reports: Sequence[Link] = ()
    id: str = ""
    date: str = ""
    findings: Sequence[str] = ()
    changes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    notices: Sequence[str] = ()


@dataclass(frozen=True)
class Year:
    """The editions of one year."""

    name: str
    items: Sequence[Item]


@dataclass(frozen=True, kw_only=True)
class Listing(Page):
    """A page of entries, which may stand under their years; lines tell how figures moved over editions."""

    items: Sequence[Item] = ()
    years: Sequence[Year] = ()
    lines: Sequence[tuple[str, Sequence[Sparkline]]] = ()


def edition_page(manifest: Mapping[str, Any], *, pictures: Mapping[str, Shown] | None = None) -> bytes:
    """Return the page of an edition: corrections, each report with headline and picture, what is left out.

    ``pictures`` are the reports' first figures, by report.
    """
    shown = pictures or {}
    items = [_report(name, report, shown.get(name)) for name, report in _in_order(manifest["reports"])]
    absent = [f"{name} is not in this edition: {why}." for name, why in sorted(manifest["omitted"].items())]
    corrected = f" Revision {manifest['revision']}." if manifest["corrections"] else ""
    page = Listing(
        title=f"Reports as of {wording.day(manifest['as_of'])}",
        subtitle=f"As known on {wording.day(manifest['known_on'])}.{corrected}",
        items=items,
        footer=" ".join([*absent, "manifest.json lists every input and output with its SHA-256."]),
        warnings=_warnings(manifest),
        notices=notices(manifest["corrections"]),
        links=[Link(f"../{NAME}", "All editions"), Link(MANIFEST, "Manifest"), *_former(manifest, "../")],
    )
    return drawn(page, TEMPLATE)


def archive_page(manifests: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the page of an archive: its editions by year, the newest first, each with what it says.

    ``manifests`` are those of the newest revisions, the oldest edition first.
    """
    editions = list(manifests)
    items = [_edition(manifest) for manifest in editions[::-1]]
    years = [Year(year, list(group)) for year, group in groupby(items, key=lambda item: item.date[:4])]
    page = Listing(
        title="All editions",
        subtitle=f"{wording.count(len(items), 'edition')}, the newest first.",
        years=years,
        lines=sparklines(editions),
        footer="Each edition is sealed: its manifest lists every input and output with its SHA-256.",
        links=[
            *(
                [Link(revision_triangle.NAME, "How later editions restated headline figures")]
                if revision_triangle.is_shown(items)
                else []
            ),
            Link(feed.NAME, "Feed of new editions (Atom)"),
        ],
        feed=feed.NAME,
    )
    return drawn(page, "index.html.j2", script="search.js")


def _report(name: str, report: Mapping[str, Any], picture: Shown | None) -> Item:
    files = [output["path"] for output in report["outputs"]]
    links = [
        Link(quote(file), _words(kind, report["pages"]))
        for kind in FORMATS
        for file in files
        if file.endswith(f".{kind}")
    ]
    return Item(
        report["title"],
        report["description"],
        links,
        address=quote(_first_output(report)),
        headline=report.get("headline", ""),
        picture=picture,
        id=name,
        findings=key_sentences(report),
        changes=_changes([report]),
    )


def _edition(manifest: Mapping[str, Any]) -> Item:
    reports = [report for _, report in _in_order(manifest["reports"])]
    as_of = manifest["as_of"]
    links = [
        Link(f"{as_of}/{NAME}", "The whole edition"),
        Link(f"{as_of}/{MANIFEST}", "Manifest"),
        *_former(manifest),
    ]
    told = [report.get("headline") or report["title"] for report in reports]
    return Item(
        wording.day(as_of),
        f"As known on {wording.day(manifest['known_on'])}.",
        links,
        address=f"{as_of}/{NAME}",
        headline=next((report["headline"] for report in reports if report.get("headline")), ""),
        reports=[
            Link(f"{as_of}/{quote(_first_output(report))}", words)
            for report, words in zip(reports, told, strict=True)
        ],
        id=f"edition-{as_of}",
        date=as_of,
        findings=list(dict.fromkeys(each for one in reports for each in key_sentences(one)[:HEADLINES])),
        changes=_changes(reports),
        warnings=_warnings(manifest),
        notices=notices(manifest["corrections"]),
    )


def _first_output(report: Mapping[str, Any]) -> str:
    """Return the file in which a report is best read."""
    files = [str(output["path"]) for output in report["outputs"]]
    return next(file for kind in FORMATS for file in files if file.endswith(f".{kind}"))


def _former(manifest: Mapping[str, Any], base: str = "") -> list[Link]:
    """Return links to the former revisions of an edition, the newest of them first."""
    newest = manifest["revision"]
    return [
        Link(f"{base}{address(manifest['as_of'], each, newest)}/{NAME}", f"Revision {each}, superseded")
        for each in reversed(range(1, newest))
    ]


def _in_order(reports: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(reports.items(), key=lambda pair: (pair[1]["order"], pair[0]))


def _changes(reports: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what the covers of reports say has changed, each sentence once; that none has, if none has."""
    told = [sentence for report in reports for sentence in (report["changes"] or {}).get("sentences", ())]
    moved = [sentence for sentence in told if not sentence.startswith(UNMOVED)]
    return list(dict.fromkeys(moved or told))


def _warnings(manifest: Mapping[str, Any]) -> list[str]:
    failed = ", ".join(manifest["failed"])
    missing = [f"This edition is not whole. Missing, because their build failed: {failed}."] if failed else []
    return [*([DRAFT] if manifest.get("draft") else []), *missing]


def _words(kind: str, pages: int | None) -> str:
    return f"{FORMATS[kind]}, {wording.count(pages, 'page')}" if kind == "pdf" and pages else FORMATS[kind]
