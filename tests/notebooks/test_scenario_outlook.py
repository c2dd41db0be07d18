"""The outlook's sentences, as a reader meets them: on the record, on thinned data, with a ledger; no odds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
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
    said = [part.text, *(part.content.get(name) or "" for name in ("title", "caption", "alt", "brief"))]
    said += [one.get("brief") or "" for one in part.content.get("findings", ())]
    return "\n".join([*said, *(part.content.get("notes") or [])])


def headline(parts: list[Part]) -> str:
    return next(str(part.content["text"]) for part in parts if part.kind == "headline")


def briefs(parts: list[Part]) -> dict[str, str]:
    """Return the words of each finding of page one by name."""
    findings = [one for part in parts for one in part.content.get("findings", [part.content])]
    return {one["name"]: one["brief"] for one in findings if one.get("kind") == "finding" and one["key"]}


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


SHOWN: dict[str, list[Part]] = {}  # by date, so that a report is run once for all tests that only read it


@pytest.fixture
def parts(run: Run) -> list[Part]:
    if AS_OF not in SHOWN:
        SHOWN[AS_OF] = run("scenario-outlook", AS_OF)
    return SHOWN[AS_OF]


def test_page_one_says_what_is_seen_and_that_it_tells_nothing(parts: list[Part]) -> None:
    assert headline(parts) == "Nothing seen so far tells the 4 scenarios for the war’s end apart"
    said = briefs(parts)
    assert said == {
        "signposts-met": "Of 17 signposts, 2 are seen, 12 are not, none is out of date and 3 are not known. "
        "Those seen were so when stated: no news.",
        "base-rate-sp05": "“Weekly launches of drones, newest full week” passed the page’s threshold of "
        "1,000 a week in 28 of the past year’s 52 weeks (1 unknown): too ordinary to tell anything.",
        "diagnostic-signposts": "14 of 17 signposts stand as in ordinary times or as when stated, 3 cannot "
        "be judged. So no scenario is put before another.",
        "forecasts-on-record": "No forecast is in the ledger: no scenario has a probability here.",
    }
    assert max(len(text.split()) for text in said.values()) <= 30


def test_the_facts_of_page_one_are_those_of_the_tables_by_plain_pandas(parts: list[Part]) -> None:
    data = Path(__file__).parents[2] / "data"
    strikes = pd.read_csv(data / "strikes.csv", parse_dates=["date"])
    week = strikes["date"].between("2025-12-29", "2026-01-04")  # Monday to Sunday
    newest = strikes.loc[week & (strikes["weapon_class"] == "drone"), "launched"].sum()
    rows = table(parts, "17 signposts")
    states = {row[0].split()[0]: row for row in rows}
    assert states["SP05"][2:4] == ["not seen", f"{newest:.0f} a week"]
    seen = [row[2].startswith("seen") for row in rows]
    assert (len(rows), sum(seen)) == (len(pd.read_csv(data / "signposts.csv")), 2)


def test_the_record_is_said_in_full(parts: list[Part]) -> None:
    said = sentences(parts)
    assert said["scenarios-on-record"] == (
        "4 scenarios are on record. S1 and S4 may both come true; the others exclude each other. It may also "
        "be that none comes true; that outcome is called S0."
    )
    assert said["signposts-met"].startswith(
        "Seen are “US guarantee term in draft” and “Poll share linking 2026 to the end of the war, base "
        "unclear”. They were so already when stated and mark no change."
    )
    assert said["base-rate-sp05"] == (
        "“Weekly launches of drones, newest full week” (≥ 1,000 a week) was met in 28 of the 52 calendar "
        "weeks to 4 January 2026 (1 unknown): an ordinary level."
    )
    assert said["diagnostic-signposts"] == (
        "Of 17 signposts, none tells the scenarios apart on this date: 14 stand as in more than a quarter of "
        "the past year, or as when stated, and 3 cannot be judged. The scenarios are given no order."
    )
    assert said["forecasts-on-record"].startswith("No forecast is recorded as of 5 January 2026.")
    assert [name for name, sentence in said.items() if ODDS.search(sentence)] == []
    assert not [part for part in parts if "fewest first" in part.content.get("caption", "")]
    assert [part.content["title"] for part in parts if part.kind == "figure"] == [
        "2 things of 17 that would speak for a scenario are seen",
        "2 of 7 measured levels are past the threshold; nearest to it is “Neutralised share of drones”",
    ]
    assert [words(part) for part in parts if UNSAID.search(words(part))] == []


def test_the_tables_hold_values_thresholds_and_base_rates(parts: list[Part]) -> None:
    shown = {row[0].split()[0]: row[1:] for row in table(parts, "What would show each scenario")}
    assert shown["S4"][0] == "Poll share linking 2026 to the end of the war, base unclear"
    assert shown["S2"][0] == "—", "of what would speak for it, nothing is seen"
    assert shown["S3"][2] == "Trust in the president of Ukraine"
    states = {row[0].split()[0]: row[1:] for row in table(parts, "17 signposts")}
    assert states["SP02"] == ["S1 and S3", "seen, as when stated", "15 years", "≥ 15 years", "—"]
    assert states["SP03"] == ["S1", "not known", "—", "within ± 0.3 pp", "—"]
    assert states["SP06"][1:4] == ["not seen", "81% (73–88%)", "≤ 75%"]
    assert states["SP08"][1:4] == ["not seen", "not on record", "an event"]
    assert states["SP05"][4] == "55"
    annex = {row[0].split()[0]: row[1:] for row in table(parts, "Where each signpost")}
    assert annex["SP05"][2] == "28 of 52 calendar weeks (1 unknown)"
    assert annex["SP06"][2] == "0 of 52 overlapping 28-day windows a week apart"
    assert annex["SP08"][::2] == ["S1 and S3", "—"]
    assert annex["SP02"][3].startswith("≥ 15 years (a move: < 15 years). The threshold is the term on offer")
    told = dict(table(parts, "Which signposts tell"))
    assert told["No: no current value"].count(";") == 2
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
    "one scenario": (
        {"scenarios": lambda rows: rows.head(1)},
        "It may also be that it does not come true; that outcome is called S0.",
    ),
    "no exclusions": (
        {"scenario_exclusions": no_rows},
        "S2 and S3, S2 and S4, S3 and S4 may both come true.",
    ),
    "no bearings": ({"signpost_scenarios": no_rows}, "none tells the scenarios apart on this date"),
    "no losses, no indicators": ({"losses": no_rows, "indicators": no_rows}, "none is seen, 11 are not"),
    "one ceasefire": ({"ceasefires": lambda rows: rows.head(1)}, "for which there is insufficient data"),
    "no rules": ({"resolution_rules": no_rows}, "so that nothing can be forecast."),
}


@pytest.mark.parametrize(("tables", "guard"), THINNED.values(), ids=THINNED)
def test_on_thinned_data_the_guard_speaks(
    run: Run, tables: dict[str, Callable[[pd.DataFrame], pd.DataFrame]], guard: str
) -> None:
    parts = run("scenario-outlook", AS_OF, tables=tables)
    assert any(guard in words(part) for part in parts)
    assert headline(parts).startswith("Nothing seen so far tells the ")
    assert max(len(text.split()) for text in briefs(parts).values()) <= 30
    assert [words(part) for part in parts if UNSAID.search(words(part))] == []


def test_months_later_all_is_stale_and_nothing_is_ranked(run: Run) -> None:
    parts = run("scenario-outlook", "2026-06-30")
    said = sentences(parts)
    assert headline(parts).startswith("Nothing seen so far tells the 4 scenarios")
    assert (
        "none is seen, none is not, 14 are out of date and 3 are not known." in briefs(parts)["signposts-met"]
    )
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
        "1 of 17 signposts tells the scenarios apart. What is seen speaks against S1 and S4. Nothing speaks "
        "against S3. Nothing among these bears on S2."
    )
    assert headline(parts) == "What is seen speaks against S1 and S4"
    assert briefs(parts)["diagnostic-signposts"] == (
        "1 signpost tells the scenarios apart; nothing speaks against S3."
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
    assert briefs(parts)["forecasts-on-record"] == "4 forecasts are in the ledger."
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
