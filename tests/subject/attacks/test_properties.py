"""What holds for every measure of the strikes: no look ahead, no order of rows, no mutation, speed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.subject.attacks import (
    breaks,
    concentration,
    coverage,
    events,
    external_checks,
    gaps,
    mix,
    neutralised,
    nights,
    phases,
    quality,
    records,
    robustness,
    trends,
    windows,
)

DATA = Path(__file__).parents[3] / "data"
Measure = Callable[[pd.DataFrame, str], pd.DataFrame]


def diplomatic(as_of: str) -> pd.DataFrame:
    tables = [
        pd.read_csv(DATA / name, parse_dates=["event_date"]) for name in ("events.csv", "context_events.csv")
    ]
    return events.milestones(*tables, as_of=as_of)


def checkpoints() -> pd.DataFrame:
    return pd.read_csv(DATA / "strike_checkpoints.csv", parse_dates=["date"])


def published() -> pd.DataFrame:
    table = pd.read_csv(DATA / "published_checks.csv", parse_dates=["period_start", "period_end"])
    return table.assign(weapon_class=table["weapon_class"].fillna(""))


MEASURES: dict[str, Measure] = {
    "nightly": lambda strikes, as_of: nights.nightly(strikes, as_of=as_of, by="class"),
    "weekly": lambda strikes, as_of: nights.weekly(strikes, as_of=as_of),
    "coverage": lambda strikes, as_of: coverage.coverage(strikes, as_of=as_of),
    "windows": lambda strikes, as_of: windows.window_ratios(strikes, as_of=as_of),
    "recent weeks": lambda strikes, as_of: windows.recent_weeks(strikes, as_of=as_of),
    "weeks above": lambda strikes, as_of: windows.weeks_above(strikes, as_of=as_of),
    "ranks": lambda strikes, as_of: records.percentile_ranks(strikes, as_of=as_of),
    "record nights": lambda strikes, as_of: records.record_nights(strikes, as_of=as_of),
    "record count": lambda strikes, as_of: records.record_count(strikes, as_of=as_of),
    "top nights": lambda strikes, as_of: records.top_nights(strikes, as_of=as_of),
    "concentration": lambda strikes, as_of: concentration.concentration(strikes, as_of=as_of),
    "mass salvos": lambda strikes, as_of: gaps.mass_salvos(strikes, as_of=as_of),
    "gap survival": lambda strikes, as_of: gaps.gap_survival(gaps.mass_salvos(strikes, as_of=as_of)),
    "gap summary": lambda strikes, as_of: gaps.gap_summary(gaps.mass_salvos(strikes, as_of=as_of)),
    "weekly mix": lambda strikes, as_of: mix.weekly_mix(strikes, as_of=as_of),
    "mix change": lambda strikes, as_of: mix.mix_change(strikes, as_of=as_of),
    "outcomes": lambda strikes, as_of: neutralised.outcomes(strikes, as_of=as_of),
    "monthly shares": lambda strikes, as_of: neutralised.monthly_shares(strikes, as_of=as_of),
    "class shares": lambda strikes, as_of: neutralised.class_shares(strikes, as_of=as_of),
    "share trend": lambda strikes, as_of: neutralised.share_trend(strikes, as_of=as_of),
    "change points": lambda strikes, as_of: breaks.change_points(strikes, as_of=as_of),
    "penalty path": lambda strikes, as_of: breaks.penalty_path(strikes, as_of=as_of),
    "regimes": lambda strikes, as_of: breaks.regimes(strikes, as_of=as_of),
    "growth": lambda strikes, as_of: trends.growth(strikes, as_of=as_of),
    "count trend": lambda strikes, as_of: trends.count_trend(strikes, as_of=as_of),
    "phases": lambda strikes, as_of: phases.phases(strikes, as_of=as_of),
    "event study": lambda strikes, as_of: events.event_study(strikes, diplomatic(as_of), as_of=as_of),
    "event time": lambda strikes, as_of: events.event_time(strikes, diplomatic(as_of), as_of=as_of),
    "leave one out": lambda strikes, as_of: events.leave_one_out(
        strikes, diplomatic(as_of), as_of=as_of, window=events.BEFORE_TALKS
    ),
    "checkpoints": lambda strikes, as_of: external_checks.checkpoint_agreement(
        strikes, checkpoints(), as_of=as_of
    ),
    "published": lambda strikes, as_of: external_checks.published_agreement(
        strikes, published(), as_of=as_of
    ),
    "quality": lambda strikes, as_of: quality.data_quality(strikes, as_of=as_of),
    "robustness": lambda strikes, as_of: robustness.robustness(strikes, as_of=as_of),
}
MAY_BE_EMPTY = {
    "nightly",
    "weekly",
    "record nights",
    "top nights",
    "mass salvos",
    "weekly mix",
}
MAY_BE_EMPTY |= {"outcomes", "checkpoints", "published"}


@pytest.fixture(scope="module")
def measured(real: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return all results of the report of 2026-01-05, and what they were given."""
    given = real.copy(deep=True)
    return {name: measure(given, "2026-01-05") for name, measure in MEASURES.items()}, given


@pytest.fixture(scope="module")
def report(measured: tuple[dict[str, pd.DataFrame], pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return measured[0]


@pytest.mark.parametrize("name", MEASURES)
def test_later_rows_and_their_order_change_nothing(
    real: pd.DataFrame, report: dict[str, pd.DataFrame], name: str
) -> None:
    """Add a year of later rows and shuffle all: the result for the date is the same."""
    last = real[real["date"] > "2025-01-05"]
    later = last.assign(date=last["date"] + pd.Timedelta(days=365), launched=last["launched"] * 3)
    longer = pd.concat([real, later]).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(MEASURES[name](longer, "2026-01-05"), report[name])


@pytest.mark.parametrize("as_of", ["2022-01-01", "2022-10-15", "2024-10-01", "2026-03-01"])
@pytest.mark.parametrize("name", MEASURES)
def test_every_date_gives_an_explicit_answer(
    real: pd.DataFrame, report: dict[str, pd.DataFrame], name: str, as_of: str
) -> None:
    result = MEASURES[name](real, as_of)
    assert len(result) or name in MAY_BE_EMPTY
    assert list(result.columns) == list(report[name].columns)
    if "status" in result:
        assert set(result["status"]) <= {"ok", "insufficient data"}
        assert "n" in result
        if "estimate" in result:
            assert result.loc[result["status"] == "insufficient data", "estimate"].isna().all()


def test_no_measure_writes_into_its_input(
    real: pd.DataFrame, measured: tuple[dict[str, pd.DataFrame], pd.DataFrame]
) -> None:
    _, given = measured
    pd.testing.assert_frame_equal(given, real)
