"""How far do headline figures move after they are published? The revision triangle: first and later values.

An edition finds the headline figures of a few dates before its own again: each at its own date, with the
edition's method and knowledge. What no edition has found again is left blank, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress
from typing import Any, Final

from analysis.parts import wording
from analysis.publishing.archive.pages import Link, Page, drawn
from analysis.publishing.comparing import changes, phrasing
from analysis.publishing.comparing.changes import RESTATED, Move

NAME: Final = "revisions.html"
ENOUGH: Final = 3  # editions
CORRECTED: Final = "Corrected"
DIGIT: Final = re.compile("[1-9]")
PARTS: Final = {"method": "Changed method", "revisions": "Revised rows", "observations": "Late rows"}
FOOTER: Final = (
    "A row is a date. To the right its figure as later editions find it for that very date, each with its "
    f"own method and all it knows; an edition looks back on {RESTATED} dates before its own. The parts split "
    "the newest such move: they sum from the value that stood when that edition was made to the last value "
    "of the row; a part that is nowhere told has no column. Late rows: facts of those days that were entered "
    "only afterwards. A dash: not told by an edition, or not corrected. Taken from the manifests."
)

Manifest = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One date's value: as first published, as corrected, and the move that each later edition tells."""

    as_of: str
    published: Decimal | None
    corrected: Decimal | None
    told: Sequence[Move | None]

    @property
    def moves(self) -> list[Move]:
        """The moves that are told, the oldest edition's first."""
        return [move for move in self.told if move]

    @property
    def values(self) -> list[Decimal]:
        """Every value of the row."""
        moved = [value for move in self.moves for value in move.ends]
        return [value for value in (self.published, self.corrected, *moved) if value is not None]


@dataclass(frozen=True)
class Figure:
    """A headline finding over all editions that state it, the newest first; ``lags`` editions are told of."""

    name: str
    unit: str
    lags: int
    rows: Sequence[Row]

    @property
    def caption(self) -> str:
        """What the figure is, and its unit."""
        label, unit = phrasing.label(self.name), "%" if self.unit == "share" else self.unit
        return label if unit.lower() in label.lower() else f"{label}, {unit}"

    @property
    def heads(self) -> list[str]:
        """The heads of the columns."""
        later = [f"{wording.ordinal(lag)} edition after" for lag in range(1, self.lags + 1)]
        return ["As of", "First published", CORRECTED, *later, *PARTS.values()]

    def table(self) -> list[list[str]]:
        """Return heads and rows without the columns of corrections and parts that tell nothing."""
        rows = list(self.cells())
        wanted = [
            any(DIGIT.search(row[at]) for row in rows) if head in {CORRECTED, *PARTS.values()} else True
            for at, head in enumerate(self.heads)
        ]
        return [list(compress(row, wanted)) for row in (self.heads, *rows)]

    def cells(self) -> Iterator[list[str]]:
        """Yield the rows as texts, all with the same decimals; printed parts sum to the printed move."""
        places = phrasing.common_places([value for row in self.rows for value in row.values], self.unit)
        scale = 100 if self.unit == "share" else 1
        for row in self.rows:
            stated = [None if each is None else each * scale for each in (row.published, row.corrected)]
            told = [phrasing.shown(move, places)[1] if move else None for move in row.told]
            levels = [wording.number(each, places) for each in (*stated, *told)]
            yield [row.as_of, *levels, *_parts(row, places)]


@dataclass(frozen=True, kw_only=True)
class RevisionTriangle(Page):
    """The page of all headline figures, by title of report."""

    reports: Sequence[tuple[str, Sequence[Figure]]]


def is_shown(editions: Sequence[object]) -> bool:
    """Return whether there are editions enough to tell."""
    return len(editions) >= ENOUGH


def revision_triangle_page(revisions: Sequence[Manifest]) -> bytes:
    """Return the page of how headline figures were restated; ``revisions`` are all that are kept."""
    reports = sorted(revisions[-1]["reports"].items(), key=lambda pair: (pair[1]["order"], pair[0]))
    page = RevisionTriangle(
        title="How later editions restated headline figures",
        subtitle="Each value as first published, as corrected, and as each later edition finds it again.",
        footer=FOOTER,
        links=[Link("index.html", "All editions")],
        reports=[(report["title"], figures(revisions, name)) for name, report in reports],
    )
    return drawn(page, "revision_triangle.html.j2")


def figures(revisions: Sequence[Manifest], report: str) -> list[Figure]:
    """Return the numeric headline findings that the newest edition's report states, over all editions."""
    stated = revisions[-1]["reports"][report]["findings"]
    lags = min(RESTATED, len({edition["as_of"] for edition in revisions}) - 1)
    return [
        Figure(finding["name"], finding["unit"], lags, _rows(revisions, report, finding["name"], lags))
        for finding in stated
        if finding.get("key") and finding["name"] in changes.numbers(stated)
    ]


def _rows(revisions: Sequence[Manifest], report: str, finding: str, lags: int) -> list[Row]:
    """Return the values of a finding by date, those of dates that nothing states left out."""
    editions = list({edition["as_of"]: edition for edition in revisions}.values())  # the newest revisions
    rows = []
    for at, as_of in enumerate(edition["as_of"] for edition in editions):
        own = {
            each["revision"]: _value(each, report, finding) for each in revisions if each["as_of"] == as_of
        }
        corrected = own[max(own)] if max(own) > 1 else None
        told = [_told(edition, report, finding, as_of) for edition in editions[at + 1 : at + 1 + lags]]
        row = Row(as_of, own.get(1), corrected, [*told, *[None] * (lags - len(told))])
        rows += [row] if row.values else []
    return rows[::-1]


def _parts(row: Row, places: int) -> list[str]:
    """Return the parts of the newest move of a row as texts, dashes where none is told."""
    if not row.moves:
        return [wording.MISSING] * len(PARTS)
    split = dict(phrasing.shown(row.moves[-1], places)[2])
    return [wording.signed(split[reason], places) for reason in PARTS]


def _value(edition: Manifest, report: str, finding: str) -> Decimal | None:
    return changes.numbers(edition["reports"].get(report, {}).get("findings", ())).get(finding)


def _told(edition: Manifest, report: str, finding: str, as_of: str) -> Move | None:
    """Return the move of a figure of an earlier date that an edition tells, None when it tells none."""
    told = edition["reports"].get(report, {}).get("changes") or {}
    moves = [
        changes.read_move(move)
        for restated in told.get("restated", ())
        if restated["as_of"] == as_of
        for move in restated["moves"]
        if move["name"] == finding
    ]
    return moves[0] if moves else None
