"""Pools, coherence and history of a ledger of ten forecasts, against sums done by hand."""

import datetime
import math

import pandas as pd
import pytest

from analysis.errors import DataError
from analysis.parts.wording import likelihood
from analysis.subject.scenarios.forecasts import (
    POOLED,
    coherence,
    counts,
    history,
    likelihood_bands,
    pooled,
    questions,
    standing,
    still_open,
)

RULE = "text signed by both, published"
AS_OF = datetime.date(2026, 1, 5)


def ledger() -> pd.DataFrame:
    """Ten forecasts by two people on four scenarios; the first question was asked twice of each."""
    rows = [
        ("F01", "Ada", "S1", "2025-11-01", 0.9, 1),
        ("F02", "Ada", "S2", "2025-11-01", 0.8, 1),
        ("F03", "Ada", "S3", "2025-11-01", 0.7, 0),
        ("F04", "Ada", "S4", "2025-11-01", 0.6, 1),
        ("F05", "Ben", "S1", "2025-11-15", 0.3, 1),
        ("F06", "Ben", "S2", "2025-11-15", 0.2, 1),
        ("F07", "Ben", "S3", "2025-11-15", 0.1, 0),
        ("F08", "Ada", "S1", "2025-12-01", 0.5, 1),
        ("F09", "Ben", "S1", "2025-12-15", 0.4, None),
        ("F10", "Ben", "S4", "2025-12-15", 0.25, None),
    ]
    frame = pd.DataFrame(
        rows, columns=["forecast_id", "forecaster", "scenario_id", "forecast_on", "probability", "outcome"]
    )
    frame["forecast_on"] = pd.to_datetime(frame["forecast_on"]).astype("datetime64[us]")
    frame["outcome"] = frame["outcome"].astype("Int64")
    return frame.assign(resolution_rule=RULE, resolves_on=pd.Timestamp("2026-12-31"))


EXCLUSIONS = pd.DataFrame(
    [("S1", "S2"), ("S1", "S3"), ("S2", "S3"), ("S2", "S4"), ("S3", "S4")],
    columns=["scenario_id", "excludes_id"],
)


def test_the_newest_forecast_of_each_forecaster_stands() -> None:
    assert standing(ledger(), on=datetime.date(2025, 11, 30))["forecast_id"].tolist() == [
        "F01", "F05", "F02", "F06", "F03", "F07", "F04",
    ]  # fmt: skip
    assert standing(ledger(), on=AS_OF)["forecast_id"].tolist() == [
        "F08", "F09", "F02", "F06", "F03", "F07", "F04", "F10",
    ]  # fmt: skip


def test_pool_by_hand() -> None:
    pool = pooled(ledger(), on=AS_OF).set_index("scenario_id")
    odds = math.sqrt((0.5 / 0.5) * (0.4 / 0.6))
    assert pool["estimate"].loc["S1"] == pytest.approx(odds / (1 + odds), abs=1e-12)
    assert (pool["estimate_low"].loc["S1"], pool["estimate_high"].loc["S1"]) == (0.4, 0.5)
    assert pool["n"].loc["S1"] == 2
    assert pool["spread"].loc["S1"] == pytest.approx(0.1, abs=1e-12)


def test_history_steps_on_days_with_forecasts_and_gives_the_change() -> None:
    steps = history(ledger(), as_of=AS_OF)
    assert steps["on"].map(str).str[:10].unique().tolist() == [
        "2025-11-01", "2025-11-15", "2025-12-01", "2025-12-15",
    ]  # fmt: skip
    s1 = steps[steps["scenario_id"] == "S1"]
    before = math.sqrt((0.9 / 0.1) * (0.3 / 0.7))
    assert s1["estimate"].tolist()[:2] == pytest.approx([0.9, before / (1 + before)], abs=1e-12)
    assert s1["change"].tolist()[1] == pytest.approx(before / (1 + before) - 0.9, abs=1e-12)
    assert history(ledger(), as_of=datetime.date(2025, 11, 14))["on"].astype(str).unique().tolist() == [
        "2025-11-01"
    ]


def test_coherence_lets_overlapping_scenarios_add_up_to_more_than_one() -> None:
    early = coherence(ledger(), EXCLUSIONS, on=datetime.date(2025, 11, 30)).set_index("forecaster")
    assert early.loc["Ada", "total"] == pytest.approx(3.0)
    assert early.loc["Ada", "exclusive_total"] == pytest.approx(0.9 + 0.8 + 0.7)
    assert not early.loc["Ada", "coherent"]
    assert early.loc["Ben", "coherent"]
    assert early.loc["Ben", "left_low"] == pytest.approx(0.4)
    assert early.loc["Ben", "left_high"] == pytest.approx(0.4)
    late = coherence(ledger(), EXCLUSIONS, on=AS_OF).set_index("forecaster")
    ben = late.loc["Ben"]
    assert (ben["total"], ben["exclusive_total"]) == pytest.approx((0.95, 0.7))
    assert (ben["left_low"], ben["left_high"]) == pytest.approx((0.05, 0.3))
    assert late.index.tolist() == ["Ada", "Ben", POOLED]
    assert late["residual"].isna().all()


def residual_of_ben(share: float, scenarios: int) -> pd.Series:
    """Ben gave 0.4, 0.2, 0.1, 0.25 for S1 to S4: 0.95 in all, 0.7 at most of those that exclude."""
    rows = ledger()[lambda frame: frame["forecaster"] == "Ben"]
    other = rows.tail(1).assign(forecast_id="F11", scenario_id="S0", probability=share)
    rows = rows[rows["scenario_id"] <= f"S{scenarios}"]
    judged = coherence(pd.concat([rows, other], ignore_index=True), EXCLUSIONS, on=AS_OF)
    ben = judged.set_index("forecaster").loc["Ben"]
    assert isinstance(ben, pd.Series)
    return ben


@pytest.mark.parametrize(
    ("share", "scenarios", "fits"),
    [(0.05, 4, True), (0.3, 4, True), (0.31, 4, False), (0.04, 4, False), (0.04, 3, True), (0.31, 3, False)],
)
def test_a_forecast_of_the_residual_must_fit_into_what_the_scenarios_leave(
    share: float, scenarios: int, fits: bool
) -> None:
    ben = residual_of_ben(share, scenarios)
    assert ben["scenarios"] == scenarios
    assert ben["residual"] == share
    assert ben["exclusive_total"] == pytest.approx(0.7), "the residual is not one of the scenarios"
    assert ben["coherent"] == fits


def test_the_residual_alone_leaves_the_rest_to_the_scenarios() -> None:
    ben = residual_of_ben(0.2, 0)
    assert (ben["scenarios"], ben["total"], ben["left_high"]) == (0, 0, 1)
    assert ben["coherent"]


def test_what_is_decided_is_no_longer_open_for_anyone() -> None:
    """All of S2 and S3 are decided; of S1 and S4 one forecast is, and so the question is."""
    assert still_open(ledger()).empty
    some = ledger().assign(outcome=ledger()["outcome"].where(ledger()["scenario_id"] == "S2"))
    assert still_open(some)["scenario_id"].unique().tolist() == ["S1", "S3", "S4"]
    assert still_open(some).columns.tolist() == some.columns.tolist()
    assert still_open(some.iloc[:0]).empty


def test_without_rows_nothing_is_made_up() -> None:
    nothing = ledger().iloc[:0]
    assert pooled(nothing, on=AS_OF).empty
    assert history(nothing, as_of=AS_OF).empty
    assert coherence(nothing, EXCLUSIONS, on=AS_OF).empty
    assert {"estimate", "estimate_low", "estimate_high", "n", "method", "on", "change"} <= set(
        history(nothing, as_of=AS_OF).columns
    )


def test_certainty_is_refused_and_every_row_is_named() -> None:
    certain = ledger()
    certain.loc[[0, 3], "probability"] = [1.0, 0.0]
    with pytest.raises(DataError, match="F01") as caught:
        standing(certain, on=AS_OF)
    assert "F04" in str(caught.value)


def asked(*rows: tuple[str, str, str, float], rule: str = "2026") -> pd.DataFrame:
    """Return open forecasts: forecaster, scenario, day and probability."""
    frame = pd.DataFrame(rows, columns=["forecaster", "scenario_id", "forecast_on", "probability"])
    frame["forecast_on"] = pd.to_datetime(frame["forecast_on"]).astype("datetime64[us]")
    return frame.assign(
        forecast_id=[f"{rule}{place}" for place in range(len(frame))], resolution_rule=rule, outcome=None
    )


def test_the_ledger_is_counted() -> None:
    row = counts(ledger()).iloc[0]
    assert (row["forecasts"], row["forecasters"], row["resolved"], row["verdict"]) == (10, 2, 8, "kept")
    assert counts(ledger().iloc[:0])["verdict"].item() == "empty"


def test_a_change_is_told_in_points_once_it_can_be_seen_and_the_residual_comes_last() -> None:
    rows = asked(
        ("Ada", "S0", "2025-12-01", 0.2),
        ("Ada", "S0", "2025-12-15", 0.19),
        ("Ada", "S1", "2025-12-01", 0.3),
        ("Ada", "S1", "2025-12-15", 0.304),
    )
    found = questions(rows, as_of=AS_OF).set_index("key")
    assert found.index.tolist() == ["s1", "s0"]
    assert found.loc["s0", "points"] == pytest.approx(-1)
    assert found.loc["s0", "moved_on"] == pd.Timestamp("2025-12-15")
    assert found.loc["s1", ["points", "moved_on"]].isna().all()


def test_two_questions_on_one_scenario_have_names_of_their_own() -> None:
    rows = [asked(("Ada", "S1", "2025-12-01", 0.3)), asked(("Ada", "S1", "2025-12-20", 0.1), rule="2027")]
    more = asked(("Ada", "S2", "2025-12-01", 0.2))
    found = questions(pd.concat([*rows, more], ignore_index=True), as_of=AS_OF)
    assert found["key"].tolist() == ["s1-1", "s1-2", "s2"]
    assert questions(more.iloc[:0], as_of=AS_OF).empty


@pytest.mark.parametrize(("share", "worded"), [(0.004, False), (0.01, True), (0.99, True), (0.996, False)])
def test_beyond_the_bands_there_is_a_number_and_no_word(share: float, worded: bool) -> None:
    row = questions(asked(("Ada", "S1", "2025-12-01", share)), as_of=AS_OF).iloc[0]
    assert row["estimate"] == pytest.approx(share)
    assert pd.notna(row["worded"]) == worded


def test_the_bands_are_those_that_word_a_probability() -> None:
    bands = likelihood_bands()
    assert [likelihood(low) for low in bands["low"]] == bands["words"].tolist()
    assert bands["low"].tolist()[1:] == bands["high"].tolist()[:-1]
