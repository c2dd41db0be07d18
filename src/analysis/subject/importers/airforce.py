"""Which salvos the Ukrainian Air Force reported, from the public compilation of its reports.

The compilation ("Massive Missile Attacks on Ukraine") has one row per weapon and report; the table of strikes
has one row per date, window and weapon class. The rules are those by which the rows on record were made:

- A night carries the date on which it ends. A report is of a night when it ends on a later date than it
  begins, or begins before 05:00 and ends by noon. Everything else is of the day: also what begins and ends on
  one evening, and what gives no hour of beginning, as most overnight reports before October 2024 do.
- The class comes from the closed list in ``weapon_names``, for bundles as well; a name that is not there is
  an error, one whose ``in_series`` is false is left out and counted.
- Figures of one date, window and class are summed as far as known; none known is blank, not zero.
- From 2025-07-24 drones that were jammed are counted among those shot down (``outcome_basis`` merged).
- Where a report's outcomes, or the sum's, exceed its launches, the figures stay and the row is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from analysis.data.importing.appending import enter, open_record
from analysis.data.importing.comparison import Row
from analysis.data.importing.reports import Problems, Report, reports
from analysis.data.importing.result import ImportResult, counted
from analysis.data.records import Records
from analysis.data.spelling import closest
from analysis.data.suggestions import date_fix
from analysis.data.values import TRUTH
from analysis.subject.importers.checkpoints import held_against

COLUMNS = ("time_start", "time_end", "model", "launched", "destroyed", "not_reach_goal")
COMPARED = ("launched", "shot_down", "suppressed", "reports", "outcome_basis", "flag")
CLAIMANT, SOURCE = "Ukrainian Air Force", "ua-air-force"
MERGED_FROM = date(2025, 7, 24)
NIGHT_BEGINS_BEFORE, NIGHT_ENDS_BY = time(5), time(12)
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?")
COUNT = re.compile(r"([0-9]+)(?:\.0+)?")
Moment: TypeAlias = tuple[date, time | None]


@dataclass(frozen=True)
class WeaponName:
    """What the closed list says of a reported name."""

    weapon_class: str
    in_series: bool


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

    def row(self, key: tuple[str, str, str]) -> Row:
        """Write the sum as a row of the table of strikes."""
        on, window, weapon_class = key
        exceeded = (
            self.launched is not None and (self.shot_down or 0) + (self.suppressed or 0) > self.launched
        )
        basis = "merged" if date.fromisoformat(on) >= MERGED_FROM else "separate"
        return {
            "date": on,
            "window": window,
            "weapon_class": weapon_class,
            "launched": _text(self.launched),
            "shot_down": _text(self.shot_down),
            "suppressed": _text(self.suppressed),
            "reports": str(self.reports),
            "outcome_basis": basis if weapon_class == "drone" else "",
            "flag": "outcomes_exceed_launches" if self.exceeded or exceeded else "",
            "claimant": CLAIMANT,
            "source_id": SOURCE,
        }


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def import_airforce(
    path: str | Path, *, data_dir: str | Path, recorded_on: date | str, dry_run: bool = False
) -> ImportResult:
    """Add to the table of strikes what a download of the compilation holds beyond it.

    Rows not on record are new; rows whose figures differ are recorded anew with the day of record. Raises
    `DataError`, and writes nothing, when a name is unknown, a cell cannot be read, totals disagree with
    ``strike_checkpoints``, or the data would not pass their own check.
    """
    record = open_record(data_dir, recorded_on)
    salvos, left_out, read = read_airforce(path, weapon_names(record.tables["weapon_names"]))
    rows = [salvo.row(key) for key, salvo in sorted(salvos.items())]
    agreed = held_against(record.tables["strike_checkpoints"], rows)
    same = ("date", "weapon_class")
    comparison = enter(rows, record, "strikes", compared=COMPARED, moved_within=same, dry_run=dry_run)
    return ImportResult(
        record.tables["strikes"],
        record.recorded_on,
        comparison,
        read=read,
        unit="report",
        source=Path(path).as_posix(),
        left_out=left_out,
        notes=(agreed,),
        dry_run=dry_run,
    )


def weapon_names(records: Records) -> dict[str, WeaponName]:
    """Return the closed list of names as it stands: of each name the row recorded last."""
    newest: dict[str, tuple[str, WeaponName]] = {}
    columns = (records[name] for name in ("reported_name", "weapon_class", "in_series", "recorded_on"))
    for name, weapon_class, in_series, recorded in zip(*columns, strict=True):
        if name not in newest or newest[name][0] <= recorded:
            newest[name] = (recorded, WeaponName(weapon_class, TRUTH[in_series]))
    return {_spaced(name): entry for name, (_, entry) in newest.items()}


def read_airforce(
    path: str | Path, names: Mapping[str, WeaponName]
) -> tuple[dict[tuple[str, str, str], Salvo], dict[str, int], int]:
    """Sum the reports of a file by date, window and class; memory grows with the nights, not with the rows.

    Returns the salvos, the reports left out by class, and the number of reports read. Raises `DataError` with
    all unknown names and all cells that cannot be read.
    """
    salvos: dict[tuple[str, str, str], Salvo] = {}
    left_out: dict[str, int] = {}
    unknown: dict[str, tuple[str, int]] = {}
    problems = Problems()
    read = 0
    for report in reports(path, COLUMNS, problems):
        read += 1
        name = _spaced(report["model"])
        entry = names.get(name)
        if entry is None:
            place, count = unknown.get(name, (report.place, 0))
            unknown[name] = (place, count + 1)
        elif not entry.in_series:
            why = f"of class {entry.weapon_class}, outside the series"
            left_out[why] = left_out.get(why, 0) + 1
        else:
            on, window = window_of(report, problems)
            figures = (_count(report, column, problems) for column in COLUMNS[3:])
            salvos.setdefault((on, window, entry.weapon_class), Salvo()).add(*figures)
    for name, (place, count) in unknown.items():
        reason = f"is not in weapon_names.csv ({counted(count, 'report')})"
        problems.add(f"{place} model", name, reason, _name_fix(name, names))
    problems.raise_any()
    return salvos, left_out, read


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _name_fix(name: str, names: Mapping[str, WeaponName]) -> str:
    parts = [names[part].weapon_class for part in name.split(" and ") if part in names]
    if parts:
        return (
            f"its parts are {' and '.join(parts)}; add a row to weapon_names.csv with the class of the bundle"
        )
    guess = closest(name, names)
    meant = f"if {guess} is meant, with alias_of {guess}" if guess else "with its class"
    return f"add a row to weapon_names.csv, {meant}"


def window_of(report: Report, problems: Problems) -> tuple[str, str]:
    """Tell the date and window of a report by the hours it gives; see the module's rules."""
    start, end = (_read_moment(report, column, problems) for column in COLUMNS[:2])
    if start is None or end is None:
        return "", ""
    (first, begins), (last, ends) = start, end
    if last < first:
        problems.add(f"{report.place} time_end", report["time_end"], f"is before {report['time_start']}")
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
