"""How many people organised violence killed, by day and region, from UCDP's Georeferenced Event Dataset.

Each event of one country (columns of GED 24 and 25) is counted at the day on which it had ended, in its
first-order region; the sums become four indicators: events, and deaths by the best, low and high estimate.
All three types of violence count. An event dated less exactly than to the day (``date_prec`` above 1) is
kept apart under its precision, a month or a year, at its last day: nothing is known before it happened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.data.importing.appending import Record, enter, open_record
from analysis.data.importing.comparison import Row
from analysis.data.importing.reports import Problems, Report, reports
from analysis.data.importing.result import ImportResult
from analysis.data.suggestions import date_fix
from analysis.errors import DataError, Problem

COLUMNS = ("id", "date_end", "date_prec", "country", "adm_1", "best", "low", "high", "type_of_violence")
COMPARED = ("value", "unit", "date_precision", "confidence")
CLAIMANT, SOURCE, SECTION = "Uppsala Conflict Data Program", "ucdp-ged", "ucdp-ged"
PRECISION = {"1": "day", "2": "month", "3": "month", "4": "month", "5": "year"}
CONFIDENCE = {"day": "high", "month": "medium", "year": "low"}
TYPES = ("1", "2", "3")
STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
Place = tuple[str, str, str]


@dataclass
class Toll:
    """The events of one day, precision and region, and the deaths they caused by three estimates."""

    events: int = 0
    best: int = 0
    low: int = 0
    high: int = 0

    def rows(self, place: Place) -> Iterator[Row]:
        """Write the sums as rows of the table of indicators."""
        on, precision, region = place
        apart = "" if precision == "day" else f"-{precision}"
        for measure, value in vars(self).items():
            series = "events" if measure == "events" else f"deaths-{measure}"
            yield {
                "indicator_id": f"ucdp-{series}-{on}{apart}-{slug(region)}",
                "series": f"ucdp_{series.replace('-', '_')}",
                "name": NAMES[measure],
                "entity": region,
                "operator": "eq",
                "value": str(value),
                "unit": "events" if measure == "events" else "persons",
                "as_of": on,
                "date_precision": precision,
                "confidence": CONFIDENCE[precision],
                "claimant": CLAIMANT,
                "origin": "verified",
                "definition_id": f"ucdp-{series}",
                "section": SECTION,
                "source_id": SOURCE,
            }


NAMES = {
    "events": "Events of organised violence",
    "best": "Deaths in organised violence, best estimate",
    "low": "Deaths in organised violence, low estimate",
    "high": "Deaths in organised violence, high estimate",
}


def import_ucdp_ged(
    path: str | Path,
    *,
    data_dir: str | Path,
    recorded_on: date | str,
    country: str = "Ukraine",
    dry_run: bool = False,
) -> ImportResult:
    """Add to the table of indicators what a release of GED holds on one country beyond it.

    Sums not on record are new rows, changed ones are recorded anew with the day of record. Raises
    `DataError`, and writes nothing, when a cell cannot be read or the data would not pass their own check.
    """
    record = open_record(data_dir, recorded_on)
    tolls, elsewhere, read = read_ucdp_ged(path, country=country)
    rows = [row for place, toll in sorted(tolls.items()) for row in toll.rows(place)]
    if missing := prerequisites(rows[:4], record):
        raise DataError(missing)
    comparison = enter(rows, record, "indicators", compared=COMPARED, dry_run=dry_run)
    return ImportResult(
        record.tables["indicators"],
        record.recorded_on,
        comparison,
        read=read,
        unit="event",
        source=Path(path).as_posix(),
        left_out={f"outside {country}": elsewhere} if elsewhere else {},
        dry_run=dry_run,
    )


def prerequisites(rows: list[Row], record: Record) -> list[Problem]:
    """Say once, not for every row, what the package must know before rows of this source can enter."""
    found = []
    sources, definitions = record.tables["sources"], record.tables["definitions"]
    if SOURCE not in sources["source_id"]:
        found.append(Problem(sources.place, "", f"has no source {SOURCE}", "add UCDP GED with its citation"))
    for name in sorted({row["definition_id"] for row in rows} - set(definitions["definition_id"])):
        found.append(
            Problem(definitions.place, "", f"has no definition {name}", "add what the figure counts")
        )
    pattern = record.descriptor.table("indicators").field("indicator_id").pattern
    if not re.fullmatch(pattern or ".*", rows[0]["indicator_id"]):
        reason = f"does not have the form {pattern} of indicator_id"
        fix = "let the pattern in datapackage.json allow ucdp-[a-z0-9-]+ as well"
        found.append(Problem(record.descriptor.place, rows[0]["indicator_id"], reason, fix))
    return found


def read_ucdp_ged(path: str | Path, *, country: str) -> tuple[dict[Place, Toll], int, int]:
    """Sum the events of a country; memory grows with the days and regions, not with the events.

    Returns the sums by day, precision and region, the number of events elsewhere, and of all events read.
    Raises `DataError` with all cells that cannot be read, and when no event lies in the country.
    """
    tolls: dict[Place, Toll] = {}
    countries: set[str] = set()
    problems = Problems()
    elsewhere = read = 0
    for event in reports(path, COLUMNS, problems):
        read += 1
        if event["country"] != country:
            countries.add(event["country"])
            elsewhere += 1
            continue
        place = _place(event, country, problems)
        toll = tolls.setdefault(place, Toll())
        toll.events += 1
        toll.best += _deaths(event, "best", problems)
        toll.low += _deaths(event, "low", problems)
        toll.high += _deaths(event, "high", problems)
    problems.raise_any()
    if not tolls:
        known = ", ".join(sorted(countries)[:20]) or "no country at all"
        raise DataError(
            [Problem(Path(path).as_posix(), "", f"holds no event in {country}", f"it has {known}")]
        )
    return tolls, elsewhere, read


def _place(event: Report, country: str, problems: Problems) -> Place:
    if event["type_of_violence"] not in TYPES:
        reason = "is not one of 1 (state-based), 2 (non-state), 3 (one-sided)"
        problems.add(f"{event.place} type_of_violence", event["type_of_violence"], reason)
    precision = PRECISION.get(event["date_prec"], "")
    if not precision:
        problems.add(f"{event.place} date_prec", event["date_prec"], "is not one of 1 to 5")
    return _day(event, problems), precision, event["adm_1"] or f"{country}, region not known"


def _day(event: Report, problems: Problems) -> str:
    text = event["date_end"]
    matched = STAMP.fullmatch(text)
    try:
        return date.fromisoformat(matched[1] if matched else "").isoformat()
    except ValueError:
        problems.add(f"{event.place} date_end", text, "is not a date", date_fix(text))
        return ""


def _deaths(event: Report, column: str, problems: Problems) -> int:
    text = event[column].removesuffix(".0")
    if text.isascii() and text.isdigit():
        return int(text)
    problems.add(f"{event.place} {column}", event[column], "is not a number of deaths")
    return 0


def slug(name: str) -> str:
    """Write a name as part of an identifier.

    >>> slug("Kharkiv oblast"), slug("Kyïv")
    ('kharkiv-oblast', 'kyiv')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
