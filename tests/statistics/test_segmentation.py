"""Level changes: the Nile and the coal-mining disasters, the cost by hand, plain searches as reference."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from analysis.errors import AnalysisError
from analysis.statistics.segmentation import COSTS, LevelCost, break_interval, level_breaks, spread

# Annual flow of the Nile at Aswan, 1871-1970 (10^8 m³): Cobb 1978, Biometrika 65, 243-251.
NILE = np.fromstring(
    """
    1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100
    1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824
    702 1120 1100 832 764 821 768 845 864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010
    771 676 649 846 812 742 801 1040 860 874 848 890 744 749 838 1050 918 986 797 923 975 815 1020 906
    901 1170 912 746 919 718 714 740
    """,
    sep=" ",
)
# British coal-mining disasters of ten or more deaths, 1851-1962: Jarrett 1979, Biometrika 66, 191-193.
COAL = np.fromstring(
    """
    4 5 4 1 0 4 3 4 0 6 3 3 4 0 2 6 3 3 5 4 5 3 1 4 4 1 5 5 3 4 2 5 2 2 3 4 2 1 3 2 2 1 1 1 1 3 0 0 1 0
    1 1 0 0 3 1 0 3 2 2 0 1 1 1 0 1 0 1 0 0 0 2 1 0 0 0 1 1 0 2 3 3 1 1 2 1 1 1 1 2 4 2 0 0 0 1 4 0 0 0
    1 0 0 0 0 0 1 0 0 1 0 1
    """,
    sep=" ",
)


def test_the_nile_breaks_once_after_index_28() -> None:
    assert level_breaks(NILE, cost="squared_error") == [28]
    assert np.mean(NILE[:28]) == 1097.75
    assert round(float(np.mean(NILE[28:])), 4) == 849.9722
    low, high = break_interval(NILE, [28], 0, cost="squared_error")
    assert low <= 28 <= high
    assert high - low <= 6


@pytest.mark.parametrize("cost", ["poisson", "negative_binomial"])
def test_coal_disasters_break_after_1891_with_a_count_cost(cost: str) -> None:
    assert (len(COAL), sum(COAL)) == (112, 191)
    assert [1850 + at for at in level_breaks(COAL, cost=cost)] == [1891]
    assert round(float(np.mean(COAL[:41])), 4) == 3.0976
    assert round(float(np.mean(COAL[41:])), 4) == 0.9014


def test_squared_error_dates_the_coal_break_wrongly() -> None:
    assert [1850 + at for at in level_breaks(COAL, cost="squared_error")] == [1886]


def test_the_coal_interval_is_the_set_of_likeliest_years() -> None:
    """Weigh every year by the likelihood of its two best rates, computed the plain way."""
    x = COAL
    logs = {
        at: sum(stats.poisson.logpmf(part, part.mean()).sum() for part in (x[:at], x[at:]))
        for at in range(1, 112)
    }
    weights = {at: np.exp(value - max(logs.values())) for at, value in logs.items()}
    chosen, held = [], 0.0
    for at in sorted(weights, key=weights.__getitem__, reverse=True):
        chosen.append(at)
        held += weights[at] / sum(weights.values())
        if held >= 0.95:
            break
    assert break_interval(COAL, [41], 0, cost="poisson") == (min(chosen), max(chosen))
    assert min(chosen) <= 41 <= max(chosen)


@pytest.mark.parametrize(
    ("cost", "alpha"), [("poisson", 0.0), ("negative_binomial", 0.5), ("squared_error", 2.0)]
)
def test_differences_of_cost_are_likelihood_ratios(cost: str, alpha: float) -> None:
    """Compare the gain of one split with −2 log likelihood from scipy's distributions."""
    x = np.array([3.0, 5.0, 4.0, 9.0, 12.0])
    level = LevelCost(x, cost=cost, spread=alpha)

    def plain(values: np.ndarray) -> float:
        mean = values.mean()
        if cost == "poisson":
            return float(-2 * stats.poisson.logpmf(values, mean).sum())
        if cost == "negative_binomial":
            size = 1 / alpha
            return float(-2 * stats.nbinom.logpmf(values, size, size / (size + mean)).sum())
        return float(-2 * stats.norm.logpdf(values, mean, np.sqrt(alpha)).sum())

    whole, first, second = level.between([0, 0, 3], [5, 3, 5])
    assert whole - first - second == pytest.approx(plain(x) - plain(x[:3]) - plain(x[3:]))


def test_spread_sees_the_noise_and_not_the_shift() -> None:
    generator = np.random.default_rng(1)
    size = 1 / 0.3
    mean = np.repeat([100.0, 400.0], 2000)
    counts = generator.negative_binomial(size, size / (size + mean))
    assert spread(counts, cost="negative_binomial") == pytest.approx(0.3, abs=0.03)
    noise = generator.normal(0, 3, 4000) + mean
    assert spread(noise, cost="squared_error") == pytest.approx(9, rel=0.1 + 300**2 / 2 / 4000 / 9)
    assert spread([5, 5, 5], cost="negative_binomial") == 0


series = st.lists(st.integers(0, 30), min_size=4, max_size=9)


def total(level: LevelCost, breaks: list[int], n: int, penalty: float) -> float:
    """Return what a segmentation costs, its penalties included."""
    return float(level.between([0, *breaks], [*breaks, n]).sum()) + penalty * len(breaks)


def plainly(level: LevelCost, n: int, penalty: float, min_size: int) -> list[int]:
    """Find the cheapest segmentation by dynamic programming over all pairs of start and end."""
    least, last = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=int)
    least[0] = -penalty
    for end in range(min_size, n + 1):
        starts = np.arange(end - min_size + 1)
        costs = least[starts] + level.between(starts, end) + penalty
        last[end] = costs.argmin()
        least[end] = costs.min()
    ends = [n]
    while last[ends[-1]]:
        ends.append(int(last[ends[-1]]))
    return ends[:0:-1]


@settings(deadline=None, max_examples=30)
@given(series, st.floats(0.5, 10))
def test_no_segmentation_is_cheaper(values: list[int], penalty: float) -> None:
    """The least penalised cost must be found, as trying every set of breaks does."""
    level = LevelCost(values, cost="poisson", spread=0.0)
    n = len(values)
    every = [list(choice) for size in range(n) for choice in combinations(range(1, n), size)]
    found = level_breaks(values, cost="poisson", penalty=penalty)
    least = min(total(level, breaks, n, penalty) for breaks in every)
    assert total(level, found, n, penalty) == pytest.approx(least, abs=1e-9)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.integers(0, 30), min_size=6, max_size=60),
    st.floats(0.5, 12),
    st.integers(1, 5),
    st.sampled_from(COSTS),
)
def test_nothing_left_out_of_the_search_was_cheaper(
    values: list[int], penalty: float, min_size: int, cost: str
) -> None:
    level = LevelCost(values, cost=cost, spread=spread(values, cost=cost))
    n = len(values)
    found = level_breaks(values, cost=cost, penalty=penalty, min_size=min_size)
    plain = plainly(level, n, penalty, min_size)
    assert min(np.diff([0, *found, n])) >= min_size
    costs = [total(level, breaks, n, penalty) for breaks in (found, plain)]
    assert costs[0] == pytest.approx(costs[1], rel=1e-9, abs=1e-9)


def series_with_steps(steps: int, length: int) -> np.ndarray:
    generator = np.random.default_rng(4)
    mean = np.repeat(generator.uniform(100, 3000, steps), length)
    return generator.negative_binomial(20, 20 / (20 + mean))


@pytest.mark.parametrize("steps", [1, 20], ids=["one level", "twenty levels"])
@pytest.mark.parametrize("cost", ["negative_binomial", "squared_error"])
def test_four_thousand_weeks_break_where_the_plain_search_breaks_them(steps: int, cost: str) -> None:
    values = series_with_steps(steps, 4000 // steps)
    level = LevelCost(values, cost=cost, spread=spread(values, cost=cost))
    plain = plainly(level, 4000, 3 * np.log(4000), 4)
    assert level_breaks(values, cost=cost, min_size=4) == plain
    assert (len(plain) == 0) == (steps == 1)


def test_a_twentieth_of_the_plain_search_is_enough_even_where_no_break_helps_to_leave_candidates_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0
    cost_of = LevelCost.of

    def counted(level: LevelCost, stretch: NDArray[np.float64]) -> NDArray[np.float64]:
        nonlocal asked
        asked += stretch.shape[-1]
        return cost_of(level, stretch)

    monkeypatch.setattr(LevelCost, "of", counted)
    nights = 10_000
    assert level_breaks(series_with_steps(1, nights), cost="negative_binomial", min_size=4) == []
    assert asked < nights**2 / 2 / 20


def test_an_unknown_cost_lists_what_there_is() -> None:
    with pytest.raises(AnalysisError, match="negative_binomial, poisson, squared_error; got rbf"):
        level_breaks(COAL, cost="rbf")


def test_a_value_that_is_none_is_an_error_that_names_its_place() -> None:
    values = np.ones(60)
    values[17] = np.nan
    for estimate in (level_breaks, spread):
        with pytest.raises(AnalysisError, match="the value at place 17 is no finite number"):
            estimate(values, cost="squared_error")
