"""Intervals and tests on related spells, tried on spells of known truth: a small, seeded calibration.

The whole one is `benchmarks/calibration_spells.py`; its table is held here against what is claimed.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.competing import incidence_at
from analysis.statistics.logrank import logrank
from analysis.statistics.survival import restricted_mean, survival_at
from analysis.subject.ceasefires.spells import CAUSES, WAR

ROOT = Path(__file__).parents[2]
RUNS = 250
LEAST, MOST = 0.92, 0.98
SLACK = 2.0  # Monte-Carlo errors


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "calibration_spells", ROOT / "benchmarks/calibration_spells.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def drawings(benchmark: ModuleType) -> list[pd.DataFrame]:
    """Seventy spells in twenty-five clusters that share a risk, its logarithm with standard deviation 1."""
    generator = np.random.default_rng(21)
    return [benchmark.drawn(benchmark.PROCESSES[2], generator) for _ in range(RUNS)]


@pytest.fixture(scope="module")
def truth(benchmark: ModuleType) -> dict[str, float]:
    return dict(benchmark.truths(benchmark.PROCESSES[2], spells=100_000))


def share_covered(
    drawings: list[pd.DataFrame], measure: Callable[..., pd.DataFrame], true: float, cluster: str | None
) -> float:
    rows = [measure(spells, cluster=cluster).iloc[0] for spells in drawings]
    held = [row["estimate_low"] <= true <= row["estimate_high"] for row in rows if row["status"] == "ok"]
    return float(np.mean(held))


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (partial(incidence_at, horizons=[20], causes=CAUSES), "share back at war by year 20"),
        (partial(survival_at, horizons=[20], event=WAR), "share without renewed war by year 20"),
        (partial(restricted_mean, tau=20, event=WAR), "mean time without war in 20 years"),
    ],
)
def test_intervals_that_leave_out_clusters_hold_where_those_of_independent_spells_do_not(
    drawings: list[pd.DataFrame], truth: dict[str, float], measure: Callable[..., pd.DataFrame], name: str
) -> None:
    assert share_covered(drawings, measure, truth[name], None) < 0.9
    assert share_covered(drawings, measure, truth[name], "cluster") == pytest.approx(0.95, abs=0.03)


def test_the_log_rank_test_by_clusters_is_false_in_five_of_a_hundred(drawings: list[pd.DataFrame]) -> None:
    tests = [
        logrank(spells, by="feature", event=WAR, cluster="cluster", permutations=199).iloc[0]
        for spells in drawings
    ]
    assert np.mean([test["p"] < 0.05 for test in tests]) < 0.08
    assert np.mean([test["p_chi2"] < 0.05 for test in tests]) > 0.12, (
        "what spells taken as independent would say"
    )


def test_the_calibration_itself_is_repeatable(benchmark: ModuleType) -> None:
    first, second = (
        list(benchmark.refused(benchmark.PROCESSES[0], runs=2))
        + list(benchmark.aged(benchmark.NO_CHANGE, runs=2))
        for _ in range(2)
    )
    assert first == second


def test_every_interval_and_test_of_the_table_holds_what_it_claims() -> None:
    table = pd.read_csv(ROOT / "data" / "calibration_spells.csv")
    slack = SLACK * table["monte_carlo_error"]
    coverage = table["coverage"].dropna()
    assert (coverage >= LEAST - slack[coverage.index]).all()
    like_ours = table.loc[coverage.index, "n"] >= 70  # with fewer spells intervals are rather too wide
    assert (coverage[like_ours] <= MOST + slack[coverage.index][like_ours]).all()
    size = table["size"].dropna()
    assert (size <= 0.07 + slack[size.index]).all()
