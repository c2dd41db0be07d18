# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from analysis.errors import AnalysisError
from analysis.statistics.hazard import life_table, weibull_shape

# Endurance of 23 deep-groove ball bearings, million revolutions (Lieblein and Zelen 1956). Lawless,
# Statistical Models and Methods for Lifetime Data, gives shape 2.102 and scale 81.88.
BEARINGS = [
    17.88, 28.92, 33.00, 41.52, 42.12, 45.60, 48.48, 51.84, 51.96, 54.12, 55.56, 67.80, 68.64, 68.64, 68.88,
    84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40,
]  # fmt: skip


def spells_of(events: Iterable[float], censored: Iterable[float] = ()) -> pd.DataFrame:
    events, censored = list(events), list(censored)
    outcome = ["relapse"] * len(events) + [""] * len(censored)
    return pd.DataFrame({"years": [float(t) for t in (*events, *censored)], "outcome": outcome})


def test_ball_bearings_weibull() -> None:
    fit = weibull_shape(spells_of(BEARINGS), event="relapse").iloc[0]
    assert round(fit["estimate"], 3) == 2.102
    assert round(fit["scale"], 2) == 81.88


def test_censored_weibull_maximises_the_likelihood_written_out() -> None:
    events, censored = np.array(BEARINGS[:15]), np.full(8, 68.88)

    def minus_log_likelihood(log_parameters: Any) -> float:
        shape, scale = np.exp(log_parameters)
        density = np.log(shape / scale) + (shape - 1) * np.log(events / scale) - (events / scale) ** shape
        return float(-(density.sum() - ((censored / scale) ** shape).sum()))

    best = optimize.minimize(minus_log_likelihood, [0.0, 4.0], method="Nelder-Mead", options={"xatol": 1e-9})
    fit = weibull_shape(spells_of(events, censored), event="relapse").iloc[0]
    assert [fit["estimate"], fit["scale"]] == pytest.approx(np.exp(best.x).tolist(), rel=1e-4)


def test_weibull_interval_is_that_of_the_profile_curvature() -> None:
    """The standard error of log shape, from a numerical second difference of the profile likelihood."""
    times = np.array(BEARINGS)

    def profile(log_shape: float) -> float:
        shape = np.exp(log_shape)
        scale = np.mean(times**shape) ** (1 / shape)
        return float(
            (np.log(shape / scale) + (shape - 1) * np.log(times / scale) - (times / scale) ** shape).sum()
        )

    fit = weibull_shape(spells_of(BEARINGS), event="relapse").iloc[0]
    centre, step = np.log(fit["estimate"]), 1e-3
    curvature = (profile(centre + step) - 2 * profile(centre) + profile(centre - step)) / step**2
    error = np.log(fit["estimate_high"] / fit["estimate_low"]) / 2 / 2.079614  # t with 21 degrees
    assert error == pytest.approx((-curvature) ** -0.5, rel=1e-4)


@given(scale=st.floats(1e-3, 1e3))
@settings(max_examples=20, deadline=None)
def test_the_shape_has_no_unit(scale: float) -> None:
    fits = [weibull_shape(spells_of(np.array(BEARINGS) * factor), event="relapse") for factor in (1.0, scale)]
    assert fits[0]["estimate"].item() == pytest.approx(fits[1]["estimate"].item(), rel=1e-6)


def test_fewer_than_ten_events_have_no_shape_and_no_table() -> None:
    few = spells_of(BEARINGS[:9], BEARINGS[9:])
    assert weibull_shape(few, event="relapse")["status"].tolist() == ["insufficient data"]
    assert life_table(few, event="relapse")["status"].tolist() == ["insufficient data"]
    assert life_table(few, event="relapse")["estimate"].isna().all()


def test_identical_times_have_no_shape() -> None:
    assert weibull_shape(spells_of([2.0] * 12), event="relapse")["status"].tolist() == ["insufficient data"]


def test_life_table_by_hand() -> None:
    table = life_table(spells_of([0.5, 1.0, 1.5, 6.0], [0.25, 30.0]), needed=1, event="relapse")
    assert table["from_years"].tolist() == [0, 1, 2, 5, 10, 20]
    assert table["to_years"].tolist() == [1, 2, 5, 10, 20, 30]
    assert table["events"].tolist() == [2, 1, 0, 1, 0, 0]
    assert table["at_risk"].tolist() == [6, 3, 2, 2, 1, 1]
    assert table["exposure"].tolist() == [4.75, 2.5, 6.0, 6.0, 10.0, 10.0]
    assert table["estimate"].iloc[0] == pytest.approx(2 / 4.75)


def test_poisson_interval_of_a_life_table() -> None:
    """Garwood: 10 events have (4.795, 18.39); none have (0, 3.689)."""
    table = life_table(spells_of([0.5] * 10, [9.0, 9.0]), bounds=[0, 1, 9], event="relapse")
    exposure = table["exposure"]
    assert (table["estimate_low"] * exposure).round(3).tolist() == [4.795, 0.0]
    assert (table["estimate_high"] * exposure).round(2).tolist() == [18.39, 3.69]


def test_the_last_intervals_are_joined_until_they_hold_ten_spell_years() -> None:
    table = life_table(spells_of([0.5] * 10, [8.0, 8.0, 21.0]), event="relapse")
    assert table["to_years"].tolist() == [1, 2, 5, 10, 21.0]
    assert table["exposure"].iloc[-1] == pytest.approx(11.0)
    assert life_table(spells_of([0.5] * 10, [8.0, 8.0, 21.0, 29.0]), event="relapse")["to_years"].tolist()[
        -2:
    ] == [20, 29]


@given(events=st.lists(st.floats(0.01, 75), min_size=1, max_size=20), censored=st.lists(st.floats(0.01, 75)))
@settings(max_examples=50, deadline=None)
def test_a_life_table_spends_all(events: list[float], censored: list[float]) -> None:
    table = life_table(spells_of(events, censored), needed=1, event="relapse")
    assert table["events"].sum() == len(events)
    assert table["exposure"].sum() == pytest.approx(sum(events) + sum(censored))


def test_bounds_that_do_not_rise_from_zero_are_refused() -> None:
    with pytest.raises(AnalysisError, match="bounds of a life table rise from 0; got 1, 5"):
        life_table(spells_of(BEARINGS), bounds=[1, 5], event="relapse")


def test_durations_that_are_nearly_equal_have_a_steep_shape() -> None:
    spells = pd.DataFrame({"years": 10 + np.arange(12) / 100, "outcome": "failed"})
    row = weibull_shape(spells, event="failed").iloc[0]
    assert row["estimate"] > 200
    assert row["scale"] == pytest.approx(10.07, abs=0.02)


def test_without_an_event_before_the_last_time_there_is_no_shape() -> None:
    spells = pd.DataFrame({"years": [10.0] * 12 + [3.0], "outcome": ["failed"] * 12 + [""]})
    assert np.isnan(weibull_shape(spells, event="failed")["estimate"].item())
