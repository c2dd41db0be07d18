"""Scores of ten forecasts against sums done by hand, and calibration only when there is enough."""

import math

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.subject.scenarios.forecast_scores import ALL, calibration, mean_scores, scores


def ledger() -> pd.DataFrame:
    """Ten forecasts; the first seven are the known example of DOMAIN.md section 7, two are still open."""
    probability = [0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.1, 0.5, 0.4, 0.25]
    outcome = [1, 1, 0, 1, 0, 0, 0, 1, None, None]
    return pd.DataFrame(
        {
            "forecast_id": [f"F{row:02d}" for row in range(1, 11)],
            "forecaster": ["Ada"] * 4 + ["Ben"] * 3 + ["Ada"] + ["Ben"] * 2,
            "scenario_id": ["S1", "S2", "S3", "S4", "S2", "S3", "S4", "S1", "S1", "S4"],
            "resolution_rule": "as written",
            "forecast_on": pd.to_datetime(["2025-11-01"] * 4 + ["2025-11-15"] * 3 + ["2025-12-01"] * 3),
            "probability": probability,
            "outcome": pd.array(outcome, dtype="Int64"),
        }
    )


EDITIONS = pd.DataFrame({"as_of": pd.to_datetime(["2025-11-15", "2025-12-14", "2025-11-08"])})
BEFORE = pd.DataFrame({"as_of": pd.to_datetime([])})


def test_known_brier_score() -> None:
    assert scores(ledger().head(7), BEFORE, alternatives=5)["brier"].mean() == pytest.approx(0.12, abs=1e-12)


def test_scores_equal_those_worked_by_hand() -> None:
    rows = scores(ledger(), EDITIONS, alternatives=5).set_index("forecast_id")
    assert rows.index.tolist() == [f"F{row:02d}" for row in range(1, 9)]
    assert rows["brier"].tolist() == pytest.approx(
        [0.01, 0.04, 0.49, 0.16, 0.09, 0.04, 0.01, 0.25], abs=1e-12
    )
    hand = [0.9, 0.8, 0.3, 0.6, 0.7, 0.8, 0.9, 0.5]  # the probability given to what happened
    assert rows["log_score"].tolist() == pytest.approx([-math.log(p) for p in hand], abs=1e-12)
    assert rows.loc["F01", "brier_uniform"] == pytest.approx(0.64, abs=1e-12)
    assert rows.loc["F03", "log_score_uniform"] == pytest.approx(-math.log(0.8), abs=1e-12)


def test_the_reference_is_the_pool_that_stood_in_the_newest_edition_before_the_forecast() -> None:
    """S2, S3 and S4 of 15 November are held against the pool of 8 November: Ada's 0.8, 0.7 and 0.6."""
    rows = scores(ledger(), EDITIONS, alternatives=5).set_index("forecast_id")
    assert rows["edition"].dropna().astype(str).tolist() == ["2025-11-08"] * 3 + ["2025-11-15"]
    assert rows["previous"].isna().tolist() == [True] * 4 + [False] * 4
    pools = [0.8, 0.7, 0.6, 0.9]  # F08 on S1: of 15 November, before it there was only Ada's own 0.9
    assert rows["previous"].tolist()[4:] == pytest.approx(pools, abs=1e-12)
    assert rows["brier_previous"].tolist()[4:] == pytest.approx([0.64, 0.49, 0.36, 0.01], abs=1e-12)
    hand = [-math.log(0.2), -math.log(0.3), -math.log(0.4), -math.log(0.9)]
    assert rows["log_score_previous"].tolist()[4:] == pytest.approx(hand, abs=1e-12)


def test_an_edition_holds_the_pool_of_all_who_had_forecast_by_then() -> None:
    """S2 had 0.8 of Ada and 0.3 of Ben on 15 November: odds 4 and 3/7, whose mean is the root of 12/7."""
    later = ledger().assign(
        scenario_id=lambda rows: rows["scenario_id"].where(rows["forecast_id"] != "F08", "S2")
    )
    row = scores(later, EDITIONS, alternatives=5).set_index("forecast_id").loc["F08"]
    odds = math.sqrt(12 / 7)
    assert row["previous"] == pytest.approx(odds / (1 + odds), abs=1e-12)
    assert row["brier_previous"] == pytest.approx((1 / (1 + odds)) ** 2, abs=1e-12)
    assert row["log_score_previous"] == pytest.approx(math.log((1 + odds) / odds), abs=1e-12)


def test_a_forecast_is_never_held_against_a_pool_that_it_is_in() -> None:
    """An edition of the very day of a forecast, or a later one, is no edition before it."""
    same_day = pd.DataFrame({"as_of": pd.to_datetime(["2025-11-01", "2025-12-31"])})
    rows = scores(ledger(), same_day, alternatives=5).set_index("forecast_id")
    assert rows.loc["F01":"F04", "edition"].isna().all()
    assert (rows.loc["F05":, "edition"] == pd.Timestamp("2025-11-01")).all()


def test_without_an_edition_before_there_is_no_reference() -> None:
    rows = scores(ledger(), BEFORE, alternatives=5)
    assert rows[["edition", "previous", "brier_previous", "log_score_previous"]].isna().all(axis=None)
    means = mean_scores(rows).set_index(["forecaster", "score"])
    assert means.loc[(ALL, "brier"), "n_compared"] == 0
    assert means["previous"].isna().all()


def test_mean_scores_compare_on_the_same_rows() -> None:
    means = mean_scores(scores(ledger(), EDITIONS, alternatives=5)).set_index(["forecaster", "score"])
    assert means.loc[("Ada", "brier"), "estimate"] == pytest.approx(0.95 / 5, abs=1e-12)
    assert means.loc[("Ben", "brier"), "estimate"] == pytest.approx(0.14 / 3, abs=1e-12)
    assert means.loc[("Ben", "brier"), "uniform"] == pytest.approx(0.04, abs=1e-12)
    assert means.loc[("Ben", "brier"), "previous"] == pytest.approx(1.49 / 3, abs=1e-12)
    assert means.loc[(ALL, "brier"), "estimate"] == pytest.approx(1.09 / 8, abs=1e-12)
    assert means.loc[(ALL, "brier"), "n_compared"] == 4
    assert means.loc[(ALL, "brier"), "estimate_compared"] == pytest.approx(0.39 / 4, abs=1e-12)
    assert means.loc[(ALL, "brier"), "previous"] == pytest.approx(1.5 / 4, abs=1e-12)
    hand = -sum(map(math.log, (0.2, 0.3, 0.4, 0.9))) / 4
    assert means.loc[(ALL, "log_score"), "previous"] == pytest.approx(hand, abs=1e-12)


def test_without_resolved_forecasts_there_is_no_score() -> None:
    none = mean_scores(scores(ledger().tail(2), EDITIONS, alternatives=5))
    assert none["status"].unique().tolist() == ["insufficient data"]
    assert none["estimate"].isna().all()


def test_a_choice_needs_alternatives() -> None:
    with pytest.raises(AnalysisError, match="at least 2"):
        scores(ledger(), EDITIONS, alternatives=1)


def test_calibration_waits_for_fifty() -> None:
    too_few = calibration(pd.concat([ledger()] * 6))
    assert too_few[["n", "needed", "status"]].to_numpy().tolist() == [[48, 50, "insufficient data"]]
    rows = calibration(pd.concat([ledger()] * 7))
    assert rows["n"].sum() == 56
    nearly_sure = rows[rows["bin_low"] == 0.9].iloc[0]
    assert (nearly_sure["forecast"], nearly_sure["estimate"], nearly_sure["n"]) == (0.9, 1.0, 7)
    tenth = rows[rows["bin_low"] == 0.1].iloc[0]
    assert (tenth["bin_high"], tenth["estimate"]) == (0.2, 0.0)
    assert (rows["estimate_low"] <= rows["estimate"] + 1e-12).all()
    assert (rows["estimate"] <= rows["estimate_high"] + 1e-12).all()
