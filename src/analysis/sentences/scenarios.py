"""What may be said of the scenarios on record? What the brief still says of them until its words move."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from analysis.parts import Finding, wording

RESIDUAL: Final = "S0"


def overview(
    scenarios: pd.DataFrame, pairs: pd.DataFrame, *, forecasts: int, as_of: date, key: bool = False
) -> Finding:
    """Say how many scenarios are on record, which may hold together, and whether anyone forecast them.

    `pairs` as `overlaps` returns it; `forecasts` counts the rows of the ledger.
    """
    if scenarios.empty:
        sentence = f"No scenario is on record as of {wording.day(as_of)}."
        return Finding("scenarios-on-record", sentence, 0, "scenarios")
    named = [
        f"{row['scenario_id']} “{row['label']}”"
        for row in scenarios.sort_values("scenario_id").to_dict("records")
    ]
    ledger = (
        f"{wording.count(forecasts, 'forecast')} {'is' if forecasts == 1 else 'are'} in the ledger"
        if forecasts
        else "No forecast is on record, so no scenario has a probability here"
    )
    others = (
        "It may be that it does not come true"
        if len(scenarios) == 1
        else f"{_together(pairs)}. It may be that none of them comes true"
    )
    sentence = (
        f"{wording.count(len(scenarios), 'scenario')} {'is' if len(scenarios) == 1 else 'are'} on record: "
        f"{wording.listing(named)}. {others} ({RESIDUAL}). {ledger}."
    )
    return Finding("scenarios-on-record", sentence, len(scenarios), "scenarios", key=key)


def _together(pairs: pd.DataFrame) -> str:
    """Say which scenarios may hold together."""
    shared = [f"{row['first']} and {row['second']}" for row in pairs[~pairs["exclusive"]].to_dict("records")]
    if not shared:
        return "They exclude each other"
    others = "; the others exclude each other" if pairs["exclusive"].any() else ""
    return f"{wording.listing(shared)} may both come true{others}"
