"""Known answers: 6-mercaptopurine against placebo in leukaemia, weeks of remission.

Freireich et al. 1963; values as printed in Kleinbaum and Klein, Survival Analysis, chapters 2 and 3.
"""

# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.survival import (
    kaplan_meier,
    median,
    median_time,
    restricted_mean,
    survival,
    survival_at,
)


def spells_of(events: Iterable[float], censored: Iterable[float] = ()) -> pd.DataFrame:
    events, censored = list(events), list(censored)
    outcome = ["relapse"] * len(events) + [""] * len(censored)
    return pd.DataFrame({"years": [float(t) for t in (*events, *censored)], "outcome": outcome})


@pytest.fixture
def treated(leukaemia: pd.DataFrame) -> pd.DataFrame:
    return leukaemia[leukaemia["treated"]]


@pytest.fixture
def placebo(leukaemia: pd.DataFrame) -> pd.DataFrame:
    return leukaemia[~leukaemia["treated"]]


def test_leukaemia_kaplan_meier(treated: pd.DataFrame) -> None:
    steps = survival(treated, event="relapse").set_index("years")
    assert steps.loc[[6, 10, 23], "survival"].round(4).tolist() == [0.8571, 0.7529, 0.4482]
    assert steps.loc[[6, 7, 10, 13, 16, 22, 23], "at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert steps.loc[10, ["survival_low", "survival_high"]].round(4).tolist() == [0.5032, 0.8894]


def test_leukaemia_standard_errors_stand_behind_the_interval(treated: pd.DataFrame) -> None:
    """Greenwood: .0764, .0963, .1346; found again from the width of the interval on the log(−log) scale."""
    steps = survival(treated, event="relapse").set_index("years").loc[[6, 10, 23]]
    reach = (np.log(-np.log(steps["survival_low"])) - np.log(-np.log(steps["survival_high"]))) / 2 / 1.959964
    error = reach * steps["survival"] * -np.log(steps["survival"])
    assert error.round(4).tolist() == [0.0764, 0.0963, 0.1346]


def test_leukaemia_medians(treated: pd.DataFrame, placebo: pd.DataFrame) -> None:
    assert median(treated, event="relapse")["estimate"].item() == 23
    assert median(placebo, event="relapse")["estimate"].item() == 8


@pytest.mark.parametrize(
    ("times", "happened", "median"),
    [
        pytest.param([1, 2, 3, 4], [1, 1, 1, 1], 2.5, id="one half from 2 to 3"),
        pytest.param([1, 2, 3, 4], [1, 1, 0, 1], 3.0, id="one half from 2 to 4, a time censored between"),
        pytest.param([1, 2, 3, 4], [1, 1, 0, 0], 2.0, id="one half to the end"),
        pytest.param([1, 2, 3], [1, 1, 1], 2.0, id="never one half"),
        pytest.param([1] * 3 + [2] * 2 + [3] * 5, [1] * 10, 2.5, id="one half but for rounding"),
    ],
)
def test_the_median_where_the_curve_is_one_half_is_in_the_middle(
    times: list[float], happened: list[int], median: float
) -> None:
    """As R's survfit prints it: the middle of the time for which the share is one half."""
    assert median_time(kaplan_meier(times, happened))[0] == median


@pytest.mark.parametrize("size", range(5, 60))
def test_no_median_hangs_on_rounding(size: int) -> None:
    """R prints the middle of the sample for 1 to n: 6.5 for twelve, 7.5 for fourteen."""
    assert median(spells_of(range(1, size + 1)), event="relapse")["estimate"].item() == (size + 1) / 2


def test_clusters_of_one_spell_say_what_greenwood_says() -> None:
    generator = np.random.default_rng(2)
    single = spells_of(generator.exponential(8, 200), generator.exponential(12, 200))
    plain, clustered = (
        survival_at(single.assign(own=range(400)), horizons=[2, 6], event="relapse", cluster=name)
        for name in (None, "own")
    )
    assert clustered["estimate"].tolist() == pytest.approx(plain["estimate"].tolist())
    for end in ("estimate_low", "estimate_high"):
        assert clustered[end].tolist() == pytest.approx(plain[end].tolist(), abs=0.003)


@pytest.mark.parametrize("measure", [survival, median, partial(restricted_mean, tau=20)])
def test_a_cluster_counts_once_however_many_spells_it_has(
    treated: pd.DataFrame, measure: Callable[..., pd.DataFrame]
) -> None:
    once = treated.assign(cluster=range(len(treated)))
    thrice = pd.concat([once] * 3, ignore_index=True)
    numbers = ["survival_low", "survival_high"] if measure is survival else ["estimate_low", "estimate_high"]
    first, second = (measure(rows, event="relapse", cluster="cluster")[numbers] for rows in (once, thrice))
    pd.testing.assert_frame_equal(first, second)


def test_a_median_not_reached_is_not_a_lack_of_data() -> None:
    row = median(spells_of([1, 2, 3, 4, 5], [9] * 20), event="relapse").iloc[0]
    assert np.isnan(row["estimate"])
    assert row["status"] == "ok"


def test_leukaemia_restricted_means(treated: pd.DataFrame, placebo: pd.DataFrame) -> None:
    assert restricted_mean(treated, tau=23, event="relapse")["estimate"].round(4).item() == 17.9092
    assert restricted_mean(placebo, tau=23, event="relapse")["estimate"].round(4).item() == 8.6667


def test_restricted_mean_of_uncensored_times_is_their_mean_and_its_error(placebo: pd.DataFrame) -> None:
    years = placebo["years"]
    row = restricted_mean(placebo, tau=years.max(), event="relapse").iloc[0]
    assert row["estimate"] == pytest.approx(years.mean())
    assert row["std_error"] == pytest.approx(years.std(ddof=0) / np.sqrt(len(years)))


def test_a_restriction_beyond_what_was_observed_is_refused(treated: pd.DataFrame) -> None:
    row = restricted_mean(treated, tau=60, event="relapse").iloc[0]
    assert row["status"] == "insufficient data"
    assert np.isnan(row["estimate"])


def test_horizons_read_the_curve(treated: pd.DataFrame) -> None:
    table = survival_at(treated, horizons=[10, 10.5, 34], event="relapse")
    assert table["estimate"].round(4).tolist()[:2] == [0.7529, 0.7529]
    assert table["at_risk"].tolist() == [15, 13, 2]
    assert table["status"].tolist() == ["ok", "ok", "insufficient data"]


@pytest.mark.parametrize("measure", [survival, median, partial(restricted_mean, tau=5)])
def test_below_five_events_one_row_without_numbers(measure: Callable[..., pd.DataFrame]) -> None:
    table = measure(spells_of([1, 2, 3, 4], [5]), event="relapse")
    assert table["status"].tolist() == ["insufficient data"]
    assert table.filter(regex="^(survival|estimate)").isna().all(axis=None)
    assert (table["n"].item(), table["needed"].item()) == (5, 5)


def test_without_any_spell_there_is_no_number() -> None:
    nothing = spells_of([])
    assert survival(nothing, event="relapse")["status"].tolist() == ["insufficient data"]
    assert survival_at(nothing, horizons=[5], event="relapse")["status"].tolist() == ["insufficient data"]
    assert restricted_mean(nothing, tau=5, event="relapse")["status"].tolist() == ["insufficient data"]


TIMES = st.lists(st.floats(0.01, 80), min_size=5, max_size=30)


@given(events=TIMES, censored=st.lists(st.floats(0.01, 80), max_size=20))
@settings(max_examples=60, deadline=None)
def test_survival_is_a_share_and_never_rises(events: list[float], censored: list[float]) -> None:
    steps = survival(spells_of(events, censored), event="relapse")
    assert steps["survival"].between(0, 1).all()
    assert (steps["survival"].diff().dropna() <= 1e-12).all()
    inside = steps.dropna()
    assert (inside["survival_low"] <= inside["survival"] + 1e-12).all()
    assert (inside["survival"] <= inside["survival_high"] + 1e-12).all()


@given(events=TIMES, censored=st.lists(st.floats(0.01, 80), max_size=20), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_is_irrelevant(events: list[float], censored: list[float], seed: int) -> None:
    spells = spells_of(events, censored)
    mixed = spells.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(survival(spells, event="relapse"), survival(mixed, event="relapse"))
