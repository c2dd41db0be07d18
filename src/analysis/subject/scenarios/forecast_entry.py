"""May a new forecast, or its outcome, be sealed? Rule, forecast, record and decision follow in this order.

What was forecast is never rewritten. A change of mind is a forecast of its own, an outcome a later row of the
same forecast, and a better rule a rule of another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from analysis.data.ledger import entered
from analysis.data.records import Records
from analysis.data.values import examine
from analysis.errors import Problem

TABLE, RULES = "forecasts", "resolution_rules"
Values = Mapping[str, Any]
Fault = tuple[str, str, str]  # field, reason, fix


def forecast_problems(tables: Mapping[str, Records]) -> Iterator[Problem]:
    """Find what is out of order in the forecasts entered since the ledger was last sealed.

    ``tables`` are those of the record, by name; sealing asks for this by the entry point ``analysis.checks``.
    """
    if not {TABLE, RULES} <= set(tables):
        return
    forecasts, rules = tables[TABLE], tables[RULES]
    if not all(one.table.names <= set(one.columns) for one in (forecasts, rules)):
        return  # said already about the table that lacks a column
    stated = {rule["rule_id"]: rule["stated_on"] for rule in (_row(rules, at) for at in range(len(rules)))}
    names = list(forecasts["forecast_id"])
    for at in entered(forecasts):
        row = _row(forecasts, at)
        if names[at] in names[:at]:
            faults = _of_an_outcome(row)
        else:
            share, rule = forecasts["probability"][at], row["resolution_rule"]
            faults = chain(_of_a_share(share, row["probability"]), _of_a_forecast(row, stated.get(rule)))
        for name, reason, fix in faults:
            place = f"{forecasts.place}:{forecasts.line(at, name)} {name}"
            yield Problem(place, forecasts[name][at], reason, fix)


def _row(records: Records, at: int) -> Values:
    """Return the values of a row; one that cannot be read is None, and said already."""
    table = records.table
    return {one.name: examine(records[one.name][at], one, table)[0] for one in table.fields}


def _of_a_share(text: str, share: float | None) -> Iterator[Fault]:
    """Find a number that a spreadsheet would write otherwise when it saves the sealed row."""
    if share is not None and text != (kept := f"{share:.12g}"):
        yield "probability", "would not outlast a spreadsheet, and its seal would break", f"write {kept}"


def _of_a_forecast(row: Values, stated_on: date | None) -> Iterator[Fault]:
    made, recorded = row["forecast_on"], row["recorded_on"]
    if _before(made, stated_on):
        reason = f"is before {row['resolution_rule']} was stated, on {stated_on}"
        yield "forecast_on", reason, "a rule is written before it is forecast by"
    if _before(row["resolves_on"], recorded):
        reason = f"was over on {recorded}, the day of record"
        yield "resolves_on", reason, "a forecast is recorded before it is decided"
    for name in ("resolved_on", "outcome"):
        if row[name] is not None:
            reason = f"stands in the first row of {row['forecast_id']}"
            yield name, reason, "leave it blank; an outcome is a later row of the same forecast"


def _of_an_outcome(row: Values) -> Iterator[Fault]:
    resolved = row["resolved_on"]
    if resolved is None and row["outcome"] is not None:
        yield "resolved_on", "is blank, but the row has an outcome", "write the day on which it was decided"
    if row["outcome"] is None and resolved is not None:
        yield "outcome", "is blank, but the row has a day of decision", "write 1 if it came true, 0 if not"
    if _before(resolved, row["forecast_on"]):
        yield "resolved_on", f"is before the forecast, of {row['forecast_on']}", "correct it"


def _before(one: date | None, other: date | None) -> bool:
    """Whether a day is known to be before another."""
    return one is not None and other is not None and one < other
