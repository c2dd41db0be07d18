"""The outlook's sentences, as a reader meets them: on the record, on thinned data, with a ledger; no odds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis.parts import Part

Run = Callable[..., list[Part]]
AS_OF = "2026-01-05"
ODDS = re.compile(r"\b(likely|unlikely|leading|ahead|favou?rite|chance)", re.IGNORECASE)
UNSAID = re.compile(r"\bnan\b|\bNaT\b|\bNone\b(?! of its own)|[{}]|\[\s*\]")


def words(part: Part) -> str:
    """Return everything that a part says beside its cells."""
    said = [part.text, *(part.content.get(name) or "" for name in ("title", "caption", "alt"))]
    return "\n".join([*said, *(part.content.get("notes") or [])])


def sentences(parts: list[Part]) -> dict[str, str]:
    """Return the sentence of each finding by name."""
    findings = [one for part in parts for one in part.content.get("findings", [part.content])]
    return {one["name"]: one["sentence"] for one in findings if one.get("kind") == "finding"}


def table(parts: list[Part], caption: str) -> list[list[str]]:
    (rows,) = (part.content["rows"] for part in parts if part.content.get("caption", "").startswith(caption))
    return rows  # type: ignore[no-any-return]


def notes(parts: list[Part]) -> list[str]:
    return [part.text for part in parts if part.kind == "note"]


def no_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.head(0)


def test_the_record_is_said_in_full(run: Run) -> None:
    parts = run("scenario-outlook", AS_OF)
    said = sentences(parts)
    assert "S1 and S4 may both come true; the others exclude each other." in said["scenarios-on-record"]
    assert said["scenarios-on-record"].endswith(
        "It may be that none of them comes true (S0). No forecast is on record, so no scenario has a "
        "probability here."
    )
    assert said["signposts-met"].startswith(
        "Of 17 signposts, 2 are met, 12 are not met, none is stale and 3 are unknown. Met: “US guarantee "
        "term in draft” and “Poll share linking 2026 to the end of the war, base unclear”. They were met "
        "already when stated and mark no change."
    )
    assert said["base-rate-sp05"] == (
        "“Weekly launches of drones, newest full week” (≥ 1,000 a week) was met in 28 of the 52 calendar "
        "weeks to 4 January 2026 (1 unknown): a level so ordinary does not tell the scenarios apart."
    )
    assert said["diagnostic-signposts"] == (
        "Of 17 signposts, none tells the scenarios apart on this date: 14 stand as in more than a quarter of "
        "the past year, or as when stated, and 3 cannot be judged. The scenarios are given no order."
    )
    assert said["forecasts-on-record"].startswith("No forecast is recorded as of 5 January 2026.")
    assert [name for name, sentence in said.items() if ODDS.search(sentence)] == []
    assert any("there is no order of the scenarios to show" in part.text for part in parts)
    assert not [part for part in parts if "fewest first" in part.content.get("caption", "")]
    assert [part.content["title"] for part in parts if part.kind == "figure"] == [
        "2 of 7 measured levels are met; nearest to being met is “Neutralised share of drones”",
        "Of 17 signposts, not one tells the scenarios apart",
    ]
    assert [words(part) for part in parts if UNSAID.search(words(part))] == []


def test_the_tables_hold_values_thresholds_and_base_rates(run: Run) -> None:
    parts = run("scenario-outlook", AS_OF)
    states = {row[0].split()[0]: row[1:] for row in table(parts, "17 signposts")}
    assert states["SP02"] == ["met when stated", "15 years", "≥ 15 years (a move: < 15 years)", "0", "8"]
    assert states["SP03"] == ["unknown", "—", "within ± 0.3 pp", "—", "—"]
    assert states["SP06"][:3] == ["not met", "81% (73–88%)", "≤ 75%"]
    assert states["SP08"][:3] == ["not met", "not on record", "an event"]
    rates = {row[0].split()[0]: row[3] for row in table(parts, "What each signpost")}
    assert rates["SP05"] == "28 of 52 calendar weeks (1 unknown)"
    assert rates["SP06"] == "0 of 52 overlapping 28-day windows a week apart"
    assert rates["SP08"] == "—"
    assert table(parts, "Which scenarios exclude")[2] == ["S1 and S4", "no: both may come true", "yes"]
    assert ["not stated", "Horizon", "S1, S3 and S4"] in table(parts, "What the record lacks")
    assert {row[0] for row in table(parts, "How long earlier")} == {"S1"}
    assert [row[0] for row in table(parts, "How the rules")] == [
        "S1-2026 and S3-2026", "S2-2026", "S4-2026", "S0-2026",
    ]  # fmt: skip


THINNED: dict[str, tuple[dict[str, Callable[[pd.DataFrame], pd.DataFrame]], str]] = {
    "thirty nights less": (
        {"strikes": lambda rows: rows[rows["date"] < rows["date"].max() - pd.Timedelta(days=30)]},
        "52 calendar weeks to 4 January 2026 (6 unknown)",
    ),
    "one signpost": ({"signposts": lambda rows: rows.head(1)}, "Insufficient data for a figure"),
    "one scenario": ({"scenarios": lambda rows: rows.head(1)}, "It may be that it does not come true (S0)."),
    "no exclusions": (
        {"scenario_exclusions": no_rows},
        "S2 and S3, S2 and S4, S3 and S4 may both come true.",
    ),
    "no bearings": ({"signpost_scenarios": no_rows}, "none tells the scenarios apart on this date"),
    "no losses, no indicators": ({"losses": no_rows, "indicators": no_rows}, "none is met, 11 are not met"),
    "one ceasefire": ({"ceasefires": lambda rows: rows.head(1)}, "for which there is insufficient data"),
    "no rules": ({"resolution_rules": no_rows}, "so that nothing can be forecast."),
}


@pytest.mark.parametrize(("tables", "guard"), THINNED.values(), ids=THINNED)
def test_on_thinned_data_the_guard_speaks(
    run: Run, tables: dict[str, Callable[[pd.DataFrame], pd.DataFrame]], guard: str
) -> None:
    parts = run("scenario-outlook", AS_OF, tables=tables)
    assert any(guard in words(part) for part in parts)
    assert [words(part) for part in parts if UNSAID.search(words(part))] == []


def test_months_later_all_is_stale_and_nothing_is_ranked(run: Run) -> None:
    said = sentences(run("scenario-outlook", "2026-06-30"))
    assert "none is met, none is not met, 14 are stale and 3 are unknown." in said["signposts-met"]
    assert said["diagnostic-signposts"].endswith("The scenarios are given no order.")


def crossed(rows: pd.DataFrame) -> pd.DataFrame:
    """The draft with a withdrawal beyond the line is on record: what stood as when stated has moved."""
    drafted = rows["signpost_id"] == "SP10"
    return rows.assign(series=rows["series"].where(~drafted, "drafts"))


def draft(rows: pd.DataFrame) -> pd.DataFrame:
    """A draft of the last day, in the newest row's words."""
    last = rows.tail(1).assign(series="drafts", value=1.0, operator="eq", as_of=pd.Timestamp("2026-01-04"))
    return pd.concat([rows, last], ignore_index=True)


def test_an_event_that_has_happened_tells_the_scenarios_apart(run: Run) -> None:
    parts = run("scenario-outlook", AS_OF, tables={"signposts": crossed, "indicators": draft})
    said = sentences(parts)
    assert said["diagnostic-signposts"].startswith(
        "1 of 17 signposts tells the scenarios apart. S1 (1 bears on it): 1 contradicts it; S2 (none bears "
        "on it): no place in the order; S3 (1 bears on it): none speaks against it; S4 (1 bears on it): 1 "
        "contradicts it."
    )
    order = table(parts, "The scenarios by what contradicts them")
    assert [row[0].split()[0] for row in order] == ["S3", "S1", "S4", "S2"]
    assert [words(part) for part in parts if UNSAID.search(words(part))] == []


def ledger(rows: pd.DataFrame) -> pd.DataFrame:
    """Two forecasts of S1, one of the residual, and one of S2, which is decided."""
    forecasts = pd.DataFrame(
        [
            ("F1", "Ada", "S1", "2025-12-01", 0.3, None), ("F2", "Ben", "S1", "2025-12-15", 0.4, None),
            ("F3", "Ada", "S0", "2025-12-15", 0.2, None), ("F4", "Ada", "S2", "2025-12-15", 0.2, 0),
        ],
        columns=["forecast_id", "forecaster", "scenario_id", "forecast_on", "probability", "outcome"],
    ).astype({"forecast_on": "datetime64[us]", "outcome": "Int64"})  # fmt: skip
    given: dict[str, Any] = {str(name): forecasts[name] for name in forecasts}
    rules = forecasts["scenario_id"] + "-2026"
    return rows.head(0).reindex(range(4)).assign(**given, resolution_rule=rules, source_id="own-coding")


def test_a_ledger_is_pooled_drawn_and_scored(run: Run) -> None:
    parts = run("scenario-outlook", AS_OF, tables={"forecasts": ledger})
    said = sentences(parts)
    assert said["scenarios-on-record"].endswith("4 forecasts are in the ledger.")
    assert said["forecasts-on-record"] == (
        "4 forecasts by 2 forecasters are on record as of 5 January 2026; 1 is resolved."
    )
    assert said["forecast-s1"] == (
        "S1, by rule S1-2026: 35%, unlikely, pooled over 2 forecasters (range 30–40%); +5 pp on "
        "15 December 2025."
    )
    assert said["forecast-s0"] == "S0, by rule S0-2026: 20%, unlikely, pooled over 1 forecaster."
    titles = [part.content.get("title") for part in parts if part.kind == "figure"]
    assert "Pooled forecasts after 2 days with forecasts: S1 35% and S0 20%" in titles
    assert table(parts, "Do the probabilities")[0] == ["Ada", "1", "30", "30", "70", "70", "20", "yes"]
    assert table(parts, "How good were")[0][:5] == ["Ada", "Brier", "0.04", "0.04", "1"]
    assert "Insufficient data: calibration needs at least 50 resolved forecasts; there is 1." in notes(parts)
