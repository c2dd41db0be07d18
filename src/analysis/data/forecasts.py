"""How a forecast enters the ledger, and later its outcome: as sealed rows at the end of ``forecasts``.

What was forecast is never rewritten. A change of mind is a forecast of its own; an outcome is a second row of
the same forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from analysis.data.descriptor import RECORDED
from analysis.data.importers.appending import Record, append, open_record
from analysis.data.ledger import SEAL, rows_of, seal
from analysis.data.values import day
from analysis.errors import DataError, Problem

TABLE = "forecasts"


def append_forecast(
    data_dir: str | Path,
    *,
    forecaster: str,
    scenario_id: str,
    forecast_on: date | str,
    probability: float,
    resolution_rule: str,
    resolves_on: date | str,
    source_id: str,
    recorded_on: date | str,
    note: str = "",
) -> str:
    """Append a forecast and return its ``forecast_id``.

    ``probability`` is a share between 0 and 1. Raises `DataError`, and writes nothing, when the forecast was
    already decided on the day of record or the row does not pass the data's own check.
    """
    record = open_record(data_dir, recorded_on)
    made, decided = day("forecast_on", forecast_on), day("resolves_on", resolves_on)
    if decided and decided < record.recorded_on:
        reason = f"is before {record.recorded_on}, the day of record"
        fix = "a forecast is recorded before it is decided"
        raise DataError([Problem("resolves_on", decided.isoformat(), reason, fix)])
    rows = rows_of(record.tables[TABLE])
    numbers = [int(row["forecast_id"].removeprefix("F")) for row in rows]
    name = f"F{max(numbers, default=0) + 1:04}"
    _append_sealed(
        record,
        {
            "forecast_id": name,
            "forecaster": forecaster,
            "scenario_id": scenario_id,
            "forecast_on": made.isoformat() if made else "",
            "probability": f"{probability:.12g}",
            "resolution_rule": resolution_rule,
            "resolves_on": decided.isoformat() if decided else "",
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
        place = record.tables[TABLE].place
        raise DataError(
            [Problem(place, "", f"has no forecast {forecast_id}", f"there are {', '.join(known)}")]
        )
    settled = day("resolved_on", resolved_on)
    resolved = {"outcome": str(outcome), "resolved_on": settled.isoformat() if settled else ""}
    _append_sealed(record, {**known[forecast_id], **resolved, "source_id": source_id, "note": note})


def _append_sealed(record: Record, row: Mapping[str, str]) -> None:
    """Seal a row with the one before it and append it."""
    record.descriptor.table(TABLE).field(SEAL)  # without it the table is no ledger
    rows = rows_of(record.tables[TABLE])
    entered = {**row, RECORDED: record.recorded_on.isoformat()}
    sealed = {**entered, SEAL: seal(entered, rows[-1][SEAL] if rows else "")}
    append([sealed], record, TABLE)
