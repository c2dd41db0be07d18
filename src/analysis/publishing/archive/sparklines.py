"""How has a headline figure moved from edition to edition? A small line, with its first and its last value.

The values are those that each edition sealed, never found again; where an edition states none, the line has
a gap. Fewer than three editions make no line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from analysis.parts import wording
from analysis.publishing.comparing import changes, phrasing

ENOUGH: Final = 3  # editions that state a value
WIDTH, HEIGHT, EDGE = 120, 28, 3  # of the drawing, in pixels

Manifest = Mapping[str, Any]


@dataclass(frozen=True)
class Sparkline:
    """A finding over the editions: what it is, its line as SVG paths, and its two ends in words."""

    label: str
    paths: Sequence[str]
    end: tuple[float, float]
    first: str
    last: str

    @property
    def alt(self) -> str:
        """The line in words."""
        return f"{self.label}: {self.first} to {self.last}"


def sparklines(editions: Sequence[Manifest]) -> list[tuple[str, list[Sparkline]]]:
    """Return the lines of each report of the newest edition by its title; ``editions`` come oldest first."""
    reports = sorted(editions[-1]["reports"].items(), key=lambda pair: (pair[1]["order"], pair[0]))
    lines = [(report["title"], list(_of_report(editions, name, report))) for name, report in reports]
    return [(title, drawn) for title, drawn in lines if drawn]


def _of_report(editions: Sequence[Manifest], name: str, report: Mapping[str, Any]) -> Iterator[Sparkline]:
    days = [date.fromisoformat(edition["as_of"]) for edition in editions]
    stated = [changes.numbers(edition["reports"].get(name, {}).get("findings", ())) for edition in editions]
    for finding in report["findings"]:
        values = [numbers.get(finding["name"]) for numbers in stated]
        known = [(day, value) for day, value in zip(days, values, strict=True) if value is not None]
        if finding.get("key") and values[-1] is not None and len(known) >= ENOUGH:
            yield _line(finding, days, values, known)


def _line(
    finding: Mapping[str, Any],
    days: Sequence[date],
    values: Sequence[Decimal | None],
    known: Sequence[tuple[date, Decimal]],
) -> Sparkline:
    low, high = min(value for _, value in known), max(value for _, value in known)
    begin, span = known[0][0], (known[-1][0] - known[0][0]).days

    def point(day: date, value: Decimal) -> tuple[float, float]:
        share = float((value - low) / (high - low)) if high > low else 0.5
        across = EDGE + (WIDTH - 2 * EDGE) * (day - begin).days / span
        return round(across, 1), round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share, 1)

    runs: list[list[str]] = [[]]
    for day, value in zip(days, values, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append("{:g} {:g}".format(*point(day, value)))
    places = phrasing.common_places([value for _, value in known], finding["unit"])
    ends = [_said(value, day, finding["unit"], places) for day, value in (known[0], known[-1])]
    paths = [f"M{' L'.join(run)}{'h0' if len(run) == 1 else ''}" for run in runs if run]
    return Sparkline(phrasing.label(finding["name"]), paths, point(*known[-1]), *ends)


def _said(value: Decimal, day: date, unit: str, places: int) -> str:
    """Return a value with its unit and its day.

    >>> _said(Decimal("0.25"), date(2026, 1, 5), "share", 1), _said(Decimal(11), date(2026, 1, 5), "lamps", 0)
    ('25.0% on 5 January 2026', '11 lamps on 5 January 2026')
    """
    if unit == "share":
        return f"{wording.number(value * 100, places)}% on {wording.day(day)}"
    named = "" if phrasing.INDEX.search(unit) else unit  # a ratio is told by its name
    return " ".join(filter(None, [wording.number(value, places), named, "on", wording.day(day)]))
