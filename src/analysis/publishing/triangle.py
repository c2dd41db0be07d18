"""How far do headline figures move after they are published? As first told, corrected, and restated later.

An edition restates the one before it: it makes the earlier report again with its own method and with the rows
corrected since, before it adds what is new. What no edition has restated is left blank, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from analysis.parts import wording
from analysis.publishing import changes, phrasing
from analysis.publishing.changes import Move
from analysis.publishing.pages import Link, Page, drawn

NAME: Final = "revisions.html"
ENOUGH: Final = 3  # editions
FOOTER: Final = (
    "Restated: the value that the next edition found for the same day with its own method and with the rows "
    "corrected until then, before anything new; an edition restates only the one before it. A dash: not "
    "restated, or not corrected. Taken from the manifests; the parts of a restatement sum to its move."
)

Manifest = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One edition's value: as first published, as corrected, and the move that the next edition tells."""

    as_of: str
    published: Decimal | None
    corrected: Decimal | None
    move: Move | None

    @property
    def values(self) -> list[Decimal]:
        """Every value of the row."""
        moved = [self.move.before, self.move.after] if self.move else []
        return [value for value in (self.published, self.corrected, *moved) if value is not None]


@dataclass(frozen=True)
class Figure:
    """A headline finding over all editions that state it, the newest first."""

    name: str
    unit: str
    rows: Sequence[Row]

    @property
    def caption(self) -> str:
        """What the figure is, and its unit."""
        unit = "%" if self.unit == "share" else self.unit
        return f"{phrasing.label(self.name)}{f', {unit}' if unit else ''}"

    def cells(self) -> Iterator[list[str]]:
        """Yield the rows as texts, all with the same decimals; printed parts sum to the printed move."""
        places = phrasing.common_places([value for row in self.rows for value in row.values], self.unit)
        scale = 100 if self.unit == "share" else 1
        for row in self.rows:
            stated = [None if each is None else each * scale for each in (row.published, row.corrected)]
            levels = [wording.number(each, places) for each in stated]
            yield [row.as_of, *levels, *_restated(row.move, places)]


@dataclass(frozen=True, kw_only=True)
class Triangle(Page):
    """The page of all headline figures, by title of report."""

    reports: Sequence[tuple[str, Sequence[Figure]]]


def is_shown(editions: Sequence[object]) -> bool:
    """Return whether there are editions enough to tell."""
    return len(editions) >= ENOUGH


def triangle_page(revisions: Sequence[Manifest]) -> bytes:
    """Return the page of how headline figures were restated; ``revisions`` are all that are kept."""
    reports = sorted(revisions[-1]["reports"].items(), key=lambda pair: (pair[1]["order"], pair[0]))
    page = Triangle(
        title="How later editions restated headline figures",
        subtitle="Each value as first published, as corrected, and as the next edition restates it.",
        footer=FOOTER,
        links=[Link("index.html", "All editions")],
        reports=[(report["title"], figures(revisions, name)) for name, report in reports],
    )
    return drawn(page, "triangle.html.j2")


def figures(revisions: Sequence[Manifest], report: str) -> list[Figure]:
    """Return the numeric headline findings that the newest edition's report states, over all editions."""
    stated = revisions[-1]["reports"][report]["findings"]
    return [
        Figure(finding["name"], finding["unit"], _rows(revisions, report, finding["name"]))
        for finding in stated
        if finding.get("key") and finding["name"] in changes.numbers(stated)
    ]


def _rows(revisions: Sequence[Manifest], report: str, finding: str) -> list[Row]:
    """Return the values of a finding by edition, those of editions that do not state it left out."""
    rows = []
    for as_of in sorted({edition["as_of"] for edition in revisions}, reverse=True):
        own = {
            each["revision"]: _value(each, report, finding) for each in revisions if each["as_of"] == as_of
        }
        corrected = own[max(own)] if max(own) > 1 else None
        row = Row(as_of, own.get(1), corrected, _restatement(revisions, report, finding, as_of))
        rows += [row] if row.values else []
    return rows


def _restated(move: Move | None, places: int) -> list[str]:
    """Return the restated value and its two parts as texts, dashes where nothing is restated."""
    if move is None:
        return [wording.MISSING] * 3
    before, _, split = phrasing.shown(move, places)
    parts = [dict(split)[reason] for reason in ("method", "revisions")]
    restated = wording.number(sum(parts, before), places)
    return [restated, *(wording.signed(part, places) for part in parts)]


def _value(edition: Manifest, report: str, finding: str) -> Decimal | None:
    return changes.numbers(edition["reports"].get(report, {}).get("findings", ())).get(finding)


def _restatement(revisions: Sequence[Manifest], report: str, finding: str, as_of: str) -> Move | None:
    """Return the move since ``as_of`` that the next edition after it tells, None when none does."""
    for edition in revisions:
        told = edition["reports"].get(report, {}).get("changes")
        if told and edition["as_of"] > as_of == told["since"]["as_of"]:
            moves = [changes.read_move(move) for move in told["moves"] if move["name"] == finding]
            return moves[0] if moves else None
    return None
