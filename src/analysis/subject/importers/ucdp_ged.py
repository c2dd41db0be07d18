"""How many people organised violence killed, by day and region, from UCDP's Georeferenced Event Dataset.

Each event in Ukraine (columns of GED 24 and 25) is counted at the day on which it had ended, in its
first-order region; the table ``organised_violence`` gets events, and deaths by the best, low and high
estimate. All three types of violence count. An event dated less exactly than to the day (``date_prec`` above
1) is kept apart under its precision, a month or a year, at its last day: nothing is known before it happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from analysis.data.importing.appending import append, changes, open_record
from analysis.data.importing.comparison import Row, Span
from analysis.data.importing.reports import Problems, Report, reports
from analysis.data.importing.result import ImportResult
from analysis.data.suggestions import date_fix
from analysis.subject.importers.regions import Regions

TABLE, COUNTRY = "organised_violence", "Ukraine"
COLUMNS = ("id", "date_end", "date_prec", "country", "adm_1", "best", "low", "high", "type_of_violence")
COMPARED = ("events", "deaths_best", "deaths_low", "deaths_high")
CLAIMANT, SOURCE = "Uppsala Conflict Data Program", "ucdp-ged"
PRECISION = {"1": "day", "2": "month", "3": "month", "4": "month", "5": "year"}
TYPES = ("1", "2", "3")
STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
Place = tuple[str, str, str]


@dataclass(slots=True)
class Toll:
    """The events of one day, precision and region, and the deaths they caused by three estimates."""

    events: int = 0
    best: int = 0
    low: int = 0
    high: int = 0

    def row(self, place: Place) -> Row:
        """Write the sums as a row of the table of organised violence."""
        on, precision, region = place
        return {
            "date": on,
            "dated_to": precision,
            "region": region,
            "events": str(self.events),
            "deaths_best": str(self.best),
            "deaths_low": str(self.low),
            "deaths_high": str(self.high),
            "claimant": CLAIMANT,
            "source_id": SOURCE,
        }


@dataclass
class Reading:
    """What a release holds: tolls by day, precision and region, its days, and what was not counted."""

    tolls: dict[Place, Toll] = field(default_factory=dict)
    span: Span = field(default_factory=Span)
    events: int = 0
    elsewhere: int = 0
    repeated: int = 0
    notes: tuple[str, ...] = ()


def import_ucdp_ged(
    path: str | Path,
    *,
    data_dir: str | Path,
    recorded_on: date | str,
    allow_older: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Bring the table of organised violence to what a release of GED says of its days.

    Sums not on record are new rows, changed ones are recorded anew with the day of record, those that the
    release no longer has are retracted. A release that ends before the record changes nothing, unless
    ``allow_older``. Raises `DataError`, and writes nothing, when a cell cannot be read or the data would not
    pass their own check.
    """
    with open_record(data_dir, recorded_on) as record:
        records = record.tables[TABLE]
        read = read_ucdp_ged(path, known_regions=list(records["region"]))
        rows = (read.tolls.pop(place).row(place) for place in sorted(read.tolls))
        found = changes(rows, record, TABLE, compared=COMPARED, span=read.span, allow_older=allow_older)
        append(found.added, record, TABLE, dry_run=dry_run)
    left_out = {
        f"outside {COUNTRY}": read.elsewhere,
        "that stands in the file twice, with the same id": read.repeated,
    }
    return ImportResult(
        records,
        record.recorded_on,
        found,
        read=read.events,
        unit="event",
        source=Path(path).as_posix(),
        span=read.span,
        left_out={why: count for why, count in left_out.items() if count},
        notes=read.notes,
        dry_run=dry_run,
    )


def read_ucdp_ged(path: str | Path, *, known_regions: list[str]) -> Reading:
    """Sum the events of a release; one that stands in it twice counts once.

    Memory grows with the days and regions, and by some 150 bytes an event in the country. Raises `DataError`
    with all cells that cannot be read, and when no event lies in the country.
    """
    read, regions, problems = Reading(), Regions(known_regions), Problems()
    countries: set[str] = set()
    seen: dict[str, bytes] = {}
    for event in reports(path, COLUMNS, problems):
        read.events += 1
        on = _day(event, problems)
        if on:
            read.span = read.span.widened(on)
        if event["country"] != COUNTRY:
            countries.add(event["country"])
            read.elsewhere += 1
        elif _is_new(event, seen, problems):
            place = on, _precision(event, problems), _region(event, regions, problems)
            _add(event, read.tolls.setdefault(place, Toll()), problems)
        else:
            read.repeated += 1
    if not seen:
        known = ", ".join(sorted(countries)[:20]) or "no country at all"
        problems.add(Path(path).as_posix(), "", f"holds no event in {COUNTRY}", f"it has {known}")
    problems.raise_any()
    read.notes = regions.notes()
    return read


def _is_new(event: Report, seen: dict[str, bytes], problems: Problems) -> bool:
    """Whether an event was not met before; two that differ under one id are a problem."""
    digest = event.digest()
    before = seen.setdefault(event["id"], digest)
    if before is not digest and before != digest:
        reason = "is the id of another event in this file"
        problems.add(f"{event.place} id", event["id"], reason, "give one release, not two joined")
    return before is digest


def _region(event: Report, regions: Regions, problems: Problems) -> str:
    name = event["adm_1"]
    return regions.named(name, f"{event.place} adm_1", problems) if name else f"{COUNTRY}, region not known"


def _precision(event: Report, problems: Problems) -> str:
    if event["type_of_violence"] not in TYPES:
        reason = "is not one of 1 (state-based), 2 (non-state), 3 (one-sided)"
        problems.add(f"{event.place} type_of_violence", event["type_of_violence"], reason)
    precision = PRECISION.get(event["date_prec"], "")
    if not precision:
        problems.add(f"{event.place} date_prec", event["date_prec"], "is not one of 1 to 5")
    return precision


def _day(event: Report, problems: Problems) -> str:
    text = event["date_end"]
    found = day_of(text)
    if not found:
        problems.add(f"{event.place} date_end", text, "is not a date", date_fix(text))
    return found


@lru_cache(maxsize=65_536)
def day_of(text: str) -> str:
    """Read the day of a time stamp; blank when it is none. The days of many events are one text in memory.

    >>> day_of("2025-03-31 00:00:00.000"), day_of("31.03.2025")
    ('2025-03-31', '')
    """
    matched = STAMP.fullmatch(text)
    try:
        return date.fromisoformat(matched[1] if matched else "").isoformat()
    except ValueError:
        return ""


def _add(event: Report, toll: Toll, problems: Problems) -> None:
    """Add an event to a toll; its estimates must be in their order."""
    low, best, high = (_deaths(event, name, problems) for name in ("low", "best", "high"))
    if low is None or best is None or high is None:
        return
    if not low <= best <= high:
        shown = f"low {low}, best {best}, high {high}"
        reason = "are not in order: low is at most best, best at most high"
        problems.add(f"{event.place} estimates", shown, reason, "find out which of them is wrong")
    toll.events += 1
    toll.best += best
    toll.low += low
    toll.high += high


def _deaths(event: Report, column: str, problems: Problems) -> int | None:
    text = event[column].removesuffix(".0")
    if text.isascii() and text.isdigit():
        return int(text)
    problems.add(f"{event.place} {column}", event[column], "is not a number of deaths")
    return None
