"""Which salvos the Ukrainian Air Force reported, from the public compilation of its reports.

The compilation ("Massive Missile Attacks on Ukraine") has one row per weapon and report; the table of strikes
has one row per date, window and weapon class. The rules are those by which the rows on record were made:

- A night carries the date on which it ends. A report is of a night when it ends on a later date than it
  begins, or begins before 04:00 and ends by noon. Everything else is of the day: also what begins and ends on
  one evening, and what gives no hour of beginning, as most overnight reports before October 2024 do.
- The class comes from the closed list in ``weapon_names``, for bundles as well; a name that is not there is
  an error, one whose ``in_series`` is false is left out and counted.
- Figures of one date, window and class are summed as far as known; none known is blank, not zero. Files of
  before 2024 lack ``not_reach_goal``: what was suppressed is then left as it is on record.
- From 2025-07-24 drones that were jammed are counted among those shot down (``outcome_basis`` merged).
- Where a report's outcomes, or the sum's, exceed its launches, the figures stay and the row is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from analysis.data.importing.appending import append, changes, note_complete, open_record
from analysis.data.importing.comparison import Row, Span, resulting
from analysis.data.importing.reports import Problems, Report, reports
from analysis.data.importing.result import ImportResult
from analysis.data.suggestions import date_fix
from analysis.subject.importers.checkpoints import held_against
from analysis.subject.importers.weapons import UnknownNames, WeaponName, spaced, weapon_names

FIGURES = ("launched", "destroyed", "not_reach_goal")
COLUMNS, OPTIONAL = ("time_start", "time_end", "model", "launched", "destroyed"), ("not_reach_goal",)
COMPARED = ("launched", "shot_down", "suppressed", "reports", "outcome_basis", "flag")
CLAIMANT, SOURCE = "Ukrainian Air Force", "ua-air-force"
MERGED_FROM = date(2025, 7, 24)
NIGHT_BEGINS_BEFORE, NIGHT_ENDS_BY = time(4), time(12)
LONGEST = 7  # days: a report of a longer time is a slip of the keyboard
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?")
COUNT = re.compile(r"([0-9]+)(?:\.0+)?")
Moment: TypeAlias = tuple[date, time | None]


@dataclass
class Salvo:
    """The reports of one date, window and weapon class, summed as far as their figures are known."""

    launched: int | None = None
    shot_down: int | None = None
    suppressed: int | None = None
    reports: int = 0
    exceeded: bool = False

    def add(self, launched: int | None, shot_down: int | None, suppressed: int | None) -> None:
        """Add one report."""
        self.exceeded |= launched is not None and (shot_down or 0) + (suppressed or 0) > launched
        self.launched = _sum(self.launched, launched)
        self.shot_down = _sum(self.shot_down, shot_down)
        self.suppressed = _sum(self.suppressed, suppressed)
        self.reports += 1

    def row(self, key: tuple[str, str, str], columns: tuple[str, ...] = COMPARED) -> Row:
        """Write the sum as a row of the table of strikes, with those of its ``columns`` that are given."""
        on, window, weapon_class = key
        exceeded = (
            self.launched is not None and (self.shot_down or 0) + (self.suppressed or 0) > self.launched
        )
        basis = "merged" if date.fromisoformat(on) >= MERGED_FROM else "separate"
        figures = {
            "launched": _text(self.launched),
            "shot_down": _text(self.shot_down),
            "suppressed": _text(self.suppressed),
            "reports": str(self.reports),
            "outcome_basis": basis if weapon_class == "drone" else "",
            "flag": "outcomes_exceed_launches" if self.exceeded or exceeded else "",
        }
        key_cells = {"date": on, "window": window, "weapon_class": weapon_class}
        known = {name: figures[name] for name in columns}
        return {**key_cells, **known, "claimant": CLAIMANT, "source_id": SOURCE}


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def import_airforce(
    path: str | Path,
    *,
    data_dir: str | Path,
    recorded_on: date | str,
    allow_older: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Bring the table of strikes to what a download of the compilation says of its days.

    Rows not on record are new, rows whose figures differ are recorded anew with the day of record, rows that
    the download no longer has are retracted. One that ends before the record changes nothing, unless
    ``allow_older``. Raises `DataError`, and writes nothing, when a name is unknown, a cell cannot be read,
    totals of the resulting record disagree with ``strike_checkpoints``, or it would not pass its own check.
    """
    with open_record(data_dir, recorded_on) as record:
        strikes = record.tables["strikes"]
        read = read_airforce(path, weapon_names(record.tables["weapon_names"]))
        rows = [salvo.row(key, read.columns) for key, salvo in sorted(read.salvos.items())]
        found = changes(rows, record, "strikes", compared=COMPARED, span=read.span, allow_older=allow_older)
        agreed = held_against(record.tables["strike_checkpoints"], resulting(found, strikes), span=read.span)
        append(found.added, record, "strikes", dry_run=dry_run)
        if not dry_run:
            note_complete(record, "strikes", read.span.last)
    return ImportResult(
        strikes,
        record.recorded_on,
        found,
        read=read.reports,
        unit="report",
        source=Path(path).as_posix(),
        span=read.span,
        left_out=read.left_out,
        notes=(agreed,),
        dry_run=dry_run,
    )


@dataclass
class Reading:
    """What a file holds: salvos by date, window and class, its days, and what was not counted, with why.

    ``columns`` are those columns of the table that the file has figures for.
    """

    salvos: dict[tuple[str, str, str], Salvo]
    left_out: dict[str, int]
    reports: int = 0
    columns: tuple[str, ...] = COMPARED
    span: Span = field(default_factory=Span)

    def leave_out(self, why: str) -> None:
        """Count a report that is not summed."""
        self.left_out[why] = self.left_out.get(why, 0) + 1


def read_airforce(path: str | Path, names: Mapping[str, WeaponName]) -> Reading:
    """Sum the reports of a file by date, window and class; a row that stands in it twice counts once.

    Memory grows with the nights, and by some 100 bytes a row. Raises `DataError` with all unknown names and
    all cells that cannot be read, and when there is no report.
    """
    reading, unknown, problems = Reading({}, {}), UnknownNames(names), Problems()
    seen: set[bytes] = set()
    for report in reports(path, COLUMNS, problems, optional=OPTIONAL):
        reading.reports += 1
        if OPTIONAL[0] not in report:
            reading.columns = tuple(name for name in COMPARED if name != "suppressed")
        name, digest = spaced(report["model"]), report.digest()
        if name not in names:
            unknown.add(name, report.place)
        elif digest in seen:
            reading.leave_out("that repeats a row of the file in every cell")
        else:
            seen.add(digest)
            _sum_up(report, names[name], reading, problems)
    unknown.tell(problems)
    if not reading.reports:
        problems.add(Path(path).as_posix(), "", "holds no report")
    problems.raise_any()
    return reading


def _sum_up(report: Report, weapon: WeaponName, reading: Reading, problems: Problems) -> None:
    """Add a report to the salvo it belongs to, where its weapon is of the series."""
    on, window = window_of(report, problems)
    if on:
        reading.span = reading.span.widened(on)
    if weapon.in_series:
        figures = [_count(report, column, problems) if column in report else None for column in FIGURES]
        reading.salvos.setdefault((on, window, weapon.weapon_class), Salvo()).add(*figures)
    else:
        reading.leave_out(f"of class {weapon.weapon_class}, outside the series")


def window_of(report: Report, problems: Problems) -> tuple[str, str]:
    """Tell the date and window of a report by the hours it gives; see the module's rules."""
    start, end = (_read_moment(report, column, problems) for column in COLUMNS[:2])
    if start is None or end is None:
        return "", ""
    (first, begins), (last, ends) = start, end
    if last < first:
        problems.add(f"{report.place} time_end", report["time_end"], f"is before {report['time_start']}")
    if (last - first).days > LONGEST:
        reason = f"is {(last - first).days} days after {report['time_start']}"
        fix = f"a report is of {LONGEST} days at most: correct one of them"
        problems.add(f"{report.place} time_end", report["time_end"], reason, fix)
    overnight = begins is not None and begins < NIGHT_BEGINS_BEFORE and (ends or time()) <= NIGHT_ENDS_BY
    return last.isoformat(), "night" if first < last or overnight else "day"


def _read_moment(report: Report, column: str, problems: Problems) -> Moment | None:
    found = moment(report[column])
    if found is None:
        text = report[column]
        problems.add(f"{report.place} {column}", text, "is no date with or without hour", date_fix(text))
    return found


@lru_cache(maxsize=4096)
def moment(text: str) -> Moment | None:
    """Read a day and, where it is given, the hour; None when the text is neither.

    >>> moment("2026-02-02 18:00"), moment("2.2.2026")
    ((datetime.date(2026, 2, 2), datetime.time(18, 0)), (datetime.date(2026, 2, 2), None))
    """
    matched = MOMENT.fullmatch(text)
    if matched is None:
        return None
    on, hour, minute = matched.groups()
    try:
        year, month, day = on.split("-") if "-" in on else reversed(on.split("."))
        return date(int(year), int(month), int(day)), time(int(hour), int(minute)) if hour else None
    except ValueError:
        return None


def _count(report: Report, column: str, problems: Problems) -> int | None:
    text = report[column]
    if not text:
        return None
    if matched := COUNT.fullmatch(text):
        return int(matched[1])
    problems.add(f"{report.place} {column}", text, "is not a whole number", "correct it, or leave it empty")
    return None
