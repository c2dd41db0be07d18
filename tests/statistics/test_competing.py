# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type"

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from analysis.statistics.competing import effective_number, incidence, incidence_at
from analysis.statistics.survival import survival

OUTCOMES = ("ongoing", "renewed_war", "superseded_by_treaty")


def spells_of(years: Iterable[float], codes: Iterable[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"years": np.asarray(list(years), float), "outcome": [OUTCOMES[code] for code in codes]}
    )


@pytest.fixture
def mixed() -> pd.DataFrame:
    generator = np.random.default_rng(7)
    return spells_of(np.round(generator.weibull(0.8, 80) * 10, 1) + 0.1, generator.integers(0, 3, 80))


def test_incidence_by_hand() -> None:
    """War at 1 (of 5), treaty at 2 (of 4), censored at 3, war at 4 (of 2): 1/5 + 3/5 × 1/2 = 1/2 at war."""
    steps = incidence(spells_of([1, 2, 3, 4, 5], [1, 2, 0, 1, 0]), needed=1).set_index("years")
    assert steps["renewed_war"].tolist() == pytest.approx([0, 0.2, 0.2, 0.2, 0.5, 0.5])
    assert steps["superseded_by_treaty"].tolist() == pytest.approx([0, 0, 0.2, 0.2, 0.2, 0.2])
    assert steps["at_risk"].tolist() == [5, 5, 4, 3, 2, 1]


def test_incidence_and_its_error_agree_with_statsmodels(mixed: pd.DataFrame) -> None:
    """Two programs, one estimator: statsmodels (after Stata's stcompet) against ours, at every time."""
    codes = mixed["outcome"].map({outcome: code for code, outcome in enumerate(OUTCOMES)})
    other = CumIncidenceRight(mixed["years"].to_numpy()[:-1], codes.to_numpy()[:-1])
    steps = incidence(mixed.iloc[:-1])[1:]
    keep = np.isfinite(other.cinc_se[0]) & (other.cinc[0] > 0) & (other.cinc[1] > 0)
    for place, cause in enumerate(OUTCOMES[1:]):
        assert steps[cause].to_numpy() == pytest.approx(other.cinc[place])
        share, low, high = (steps[cause + end].to_numpy()[keep] for end in ("", "_low", "_high"))
        reach = (np.log(-np.log(low)) - np.log(-np.log(high))) / 2 / 1.959964
        assert reach * share * -np.log(share) == pytest.approx(other.cinc_se[place][keep], rel=1e-5)


def test_one_minus_kaplan_meier_overstates_war(mixed: pd.DataFrame) -> None:
    war = incidence(mixed)["renewed_war"].iloc[-1]
    assert war < 1 - survival(mixed)["survival"].iloc[-1]


def test_without_treaties_incidence_is_one_minus_kaplan_meier() -> None:
    spells = spells_of(range(1, 21), [1, 0] * 10)
    steps, curve = incidence(spells, needed=5), survival(spells)
    at_events = steps[steps["years"].isin(curve["years"])]
    assert (1 - at_events["renewed_war"]).tolist() == pytest.approx(curve["survival"].tolist())
    inner = at_events["renewed_war"] > 0
    assert (1 - at_events.loc[inner, "renewed_war_high"]).between(0, 1).all()
    assert steps["superseded_by_treaty"].eq(0).all()


def test_equal_weights_change_nothing(mixed: pd.DataFrame) -> None:
    plain, weighted = incidence(mixed), incidence(mixed.assign(w=0.3), weight="w")
    columns = ["renewed_war", "renewed_war_low", "superseded_by_treaty_high", "in_force"]
    pd.testing.assert_frame_equal(plain[columns], weighted[columns])


def test_rows_of_no_weight_leave_no_trace(mixed: pd.DataFrame) -> None:
    half = mixed.assign(w=[1.0, 0.0] * 40)
    chosen = incidence(mixed.iloc[::2])
    weighted = incidence(half, weight="w")
    assert weighted["renewed_war"].tolist() == pytest.approx(chosen["renewed_war"].tolist())
    assert weighted["renewed_war_high"].iloc[-2] == pytest.approx(chosen["renewed_war_high"].iloc[-2])


def test_uneven_weights_widen_the_interval(mixed: pd.DataFrame) -> None:
    uneven = incidence_at(mixed.assign(w=[1.0, 0.05] * 40), horizons=[5], weight="w").iloc[0]
    even = incidence_at(mixed, horizons=[5]).iloc[0]
    assert uneven["estimate_high"] - uneven["estimate_low"] > even["estimate_high"] - even["estimate_low"]


def test_horizons_read_the_steps_and_stop_where_few_are_left(mixed: pd.DataFrame) -> None:
    table = incidence_at(mixed, horizons=[1, 5, 60]).set_index(["horizon", "outcome"])
    assert table.groupby("horizon")["estimate"].sum(min_count=3).tolist()[:2] == pytest.approx([1.0, 1.0])
    assert table.loc[60, "status"].eq("insufficient data").all()
    assert (
        table.loc[(5, "renewed_war"), "events"]
        == ((mixed["years"] <= 5) & (mixed["outcome"] == "renewed_war")).sum()
    )


def test_below_ten_events_no_number() -> None:
    few = spells_of(range(1, 21), [1, 0] * 9 + [0, 0])
    assert incidence(few)["status"].tolist() == ["insufficient data"]
    table = incidence_at(few, horizons=[5])
    assert table["status"].eq("insufficient data").all()
    assert table["estimate"].isna().all()
    assert table["at_risk"].tolist() == [16] * 3


def test_effective_number_of_nothing() -> None:
    assert effective_number(np.array([])) == 0


SPELLS = st.lists(st.tuples(st.floats(0.01, 80), st.integers(0, 2)), min_size=1, max_size=40)


@given(rows=SPELLS, weights=st.lists(st.floats(0.01, 1), min_size=40, max_size=40))
@settings(max_examples=80, deadline=None)
def test_incidences_and_survival_sum_to_one(rows: list[tuple[float, int]], weights: list[float]) -> None:
    spells = spells_of(*zip(*rows, strict=True)).assign(w=weights[: len(rows)])
    steps = incidence(spells, weight="w", needed=0).dropna(subset=["years"])
    total = steps["in_force"] + steps["renewed_war"] + steps["superseded_by_treaty"]
    assert total.tolist() == pytest.approx([1.0] * len(steps))
    for cause in OUTCOMES[1:]:
        assert (steps[cause].diff().dropna() >= -1e-12).all()
        known = steps.dropna(subset=[f"{cause}_low"])
        assert (known[f"{cause}_low"] <= known[cause] + 1e-9).all()
        assert (known[cause] <= known[f"{cause}_high"] + 1e-9).all()


@given(rows=SPELLS, seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_is_irrelevant(rows: list[tuple[float, int]], seed: int) -> None:
    spells = spells_of(*zip(*rows, strict=True))
    mixed = spells.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(incidence(spells, needed=0), incidence(mixed, needed=0))
