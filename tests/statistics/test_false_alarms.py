"""False alarms: the same answer as the search itself, and more of them where a level drifts."""

import numpy as np
import pytest

from analysis.statistics.false_alarms import (
    Level,
    break_counts,
    false_alarms,
    fitted_level,
    simulated_counts,
)
from analysis.statistics.segmentation import level_breaks

DRIFTING = Level(mean=800, spread=0.06, drift=0.5, memory=0.9)


@pytest.mark.parametrize("penalty", [4.0, 9.0])
def test_many_series_at_once_give_the_cheapest_number_of_breaks(penalty: float) -> None:
    """Against the exact search of one series after another."""
    counts = simulated_counts(DRIFTING, 40, draws=6, seed=2)
    how = {"cost": "negative_binomial", "penalty": penalty, "min_size": 4}
    cheapest = [len(level_breaks(x, **how)) for x in counts]  # type: ignore[arg-type]
    assert break_counts(counts, penalty=penalty, min_size=4).tolist() == cheapest
    assert len(set(cheapest)) > 1


def test_series_have_the_mean_and_the_memory_that_are_asked_for() -> None:
    counts = simulated_counts(DRIFTING, 100, draws=2000, seed=1)
    assert counts.mean() == pytest.approx(800, rel=0.03)
    logs = np.log(counts)
    assert logs.var() == pytest.approx(0.25 + 0.06, abs=0.04)
    near, far = (((logs[:, lag:] - 6.6) * (logs[:, :-lag] - 6.6)).mean() for lag in (1, 20))
    assert near > 3 * far


def test_the_fit_finds_the_drift_and_none_in_a_level() -> None:
    fits = [fitted_level(x) for x in simulated_counts(DRIFTING, 150, draws=60, seed=4)]
    assert np.median([fit.drift for fit in fits]) == pytest.approx(0.45, abs=0.12)
    assert np.median([fit.memory for fit in fits]) == pytest.approx(0.88, abs=0.07)
    level = fitted_level(simulated_counts(Level(800, 0.06), 150, draws=1, seed=4)[0])
    assert level.drift < 0.15


def test_a_stricter_penalty_and_a_steadier_level_give_fewer_false_alarms() -> None:
    steady = Level(800, 0.06)
    shares = [false_alarms(steady, 73, factor=factor, min_size=4) for factor in (1.0, 2.0, 3.0)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] <= 0.05
    assert false_alarms(DRIFTING, 73, factor=3.0, min_size=4) > 0.8
    assert false_alarms(DRIFTING, 73, factor=3.0, min_size=4, at_least=8) < 0.5
