"""How a forecast, its outcome and the rules that decide it enter the record: as sealed rows of two ledgers.

What was forecast is never rewritten. A change of mind is a forecast of its own, an outcome a second row of
the same forecast, and a better rule a rule of another name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from analysis.data.descriptor import RECORDED, unknown
from analysis.data.importers.appending import Record, append, open_record, replace_file
from analysis.data.ledger import SEAL, rows_of, seal
from analysis.data.values import day
from analysis.errors import DataError, Problem

TABLE, RULES = "forecasts", "resolution_rules"


def append_rule(data_dir: str | Path, *, rule: Mapping[str, str], recorded_on: date | str) -> None:
    """Append a resolution rule; ``rule`` holds its fields as texts, without day of record and seal.

    Raises `DataError`, and writes nothing, when the row does not pass the data's own check; a rule of the
    same name that says something else is such a row.
    """
    _append_sealed(open_record(data_dir, recorded_on), RULES, rule)


def append_forecast(
    data_dir: str | Path,
    *,
    forecaster: str,
    forecast_on: date | str,
    probability: float,
    resolution_rule: str,
    source_id: str,
    recorded_on: date | str,
    note: str = "",
) -> str:
    """Append a forecast and return its ``forecast_id``; scenario and deadline are those of the rule.

    ``probability`` is a share between 0 and 1. Raises `DataError`, and writes nothing, when there is no such
    rule, when it was not stated yet on the day of the forecast, when its deadline was over on the day of
    record, or when the row does not pass the data's own check.
    """
    record = open_record(data_dir, recorded_on)
    made, rule = day("forecast_on", forecast_on), _rule(record, resolution_rule)
    if untimely := list(_untimely(rule, made=made, recorded_on=record.recorded_on)):
        raise DataError(untimely)
    numbers = [int(row["forecast_id"].removeprefix("F")) for row in rows_of(record.tables[TABLE])]
    name = f"F{max(numbers, default=0) + 1:04}"
    _append_sealed(
        record,
        TABLE,
        {
            "forecast_id": name,
            "forecaster": forecaster,
            "scenario_id": rule["scenario_id"],
            "forecast_on": made.isoformat() if made else "",
            "probability": f"{probability:.12g}",
            "resolution_rule": resolution_rule,
            "resolves_on": rule["deadline"],
            "source_id": source_id,
            "note": note,
        },
    )
    return name


def append_outcome(
    data_dir: str | Path,
    forecast_id: str,
    *,
    outcome: int,
    resolved_on: date | str,
    source_id: str,
    recorded_on: date | str,
    note: str = "",
) -> None:
    """Append the outcome of a forecast: 1 when its scenario came true, 0 when it did not.

    Raises `DataError`, and writes nothing, when there is no such forecast or it has another outcome already.
    """
    record = open_record(data_dir, recorded_on)
    known = {row["forecast_id"]: row for row in rows_of(record.tables[TABLE])}
    if forecast_id not in known:
        raise DataError([unknown("forecast", forecast_id, known, place=record.tables[TABLE].place)])
    settled = day("resolved_on", resolved_on)
    resolved = {"outcome": str(outcome), "resolved_on": settled.isoformat() if settled else ""}
    _append_sealed(record, TABLE, {**known[forecast_id], **resolved, "source_id": source_id, "note": note})


def _rule(record: Record, name: str) -> dict[str, str]:
    rules = {row["rule_id"]: row for row in rows_of(record.tables[RULES])}
    if name not in rules:
        raise DataError([unknown("rule", name, rules, place=record.tables[RULES].place)])
    return rules[name]


def _untimely(rule: Mapping[str, str], *, made: date | None, recorded_on: date) -> Iterator[Problem]:
    """Yield what is wrong in the order of a rule, a forecast by it, its record and its decision."""
    if made and made.isoformat() < rule["stated_on"]:
        reason = f"is before {rule['rule_id']} was stated, on {rule['stated_on']}"
        yield Problem("forecast_on", made.isoformat(), reason, "a rule is written before it is forecast by")
    if rule["deadline"] < recorded_on.isoformat():
        reason = f"was over on {recorded_on}, the day of record"
        fix = "a forecast is recorded before it is decided"
        yield Problem(f"deadline of {rule['rule_id']}", rule["deadline"], reason, fix)


def _append_sealed(record: Record, table: str, row: Mapping[str, str]) -> None:
    """Seal a row with the one before it, append it, and note in the descriptor where the ledger now ends."""
    record.descriptor.table(table).field(SEAL)  # without it the table is no ledger
    rows = rows_of(record.tables[table])
    entered = {**row, RECORDED: record.recorded_on.isoformat()}
    sealed = {**entered, SEAL: seal(entered, rows[-1][SEAL] if rows else "")}
    append([sealed], record, table)
    _note_end(record, table, {"rows": len(rows) + 1, "seal": sealed[SEAL]})


def _note_end(record: Record, table: str, end: Mapping[str, object]) -> None:
    resources = [
        {**one, "ledger": end} if one["name"] == table else one
        for one in record.descriptor.content["resources"]
    ]
    content = json.dumps({**record.descriptor.content, "resources": resources}, ensure_ascii=False, indent=2)
    replace_file(Path(record.descriptor.place), f"{content}\n".encode())
