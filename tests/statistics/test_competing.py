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

CAUSES = ("relapse", "death")
OUTCOMES = ("", *CAUSES)


def spells_of(years: Iterable[float], codes: Iterable[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"years": np.asarray(list(years), float), "outcome": [OUTCOMES[code] for code in codes]}
    )


@pytest.fixture
def mixed() -> pd.DataFrame:
    generator = np.random.default_rng(7)
    return spells_of(np.round(generator.weibull(0.8, 80) * 10, 1) + 0.1, generator.integers(0, 3, 80))


def test_incidence_by_hand() -> None:
    """Relapse at 1 (of 5), death at 2 (of 4), censored at 3, relapse at 4 (of 2): 1/5 + 3/5 × 1/2 = 1/2."""
    steps = incidence(spells_of([1, 2, 3, 4, 5], [1, 2, 0, 1, 0]), needed=1, causes=CAUSES).set_index("years")
    assert steps["relapse"].tolist() == pytest.approx([0, 0.2, 0.2, 0.2, 0.5, 0.5])
    assert steps["death"].tolist() == pytest.approx([0, 0, 0.2, 0.2, 0.2, 0.2])
    assert steps["at_risk"].tolist() == [5, 5, 4, 3, 2, 1]


def test_incidence_and_its_error_agree_with_statsmodels(mixed: pd.DataFrame) -> None:
    """Two programs, one estimator: statsmodels (after Stata's stcompet) against ours, at every time."""
    codes = mixed["outcome"].map({outcome: code for code, outcome in enumerate(OUTCOMES)})
    other = CumIncidenceRight(mixed["years"].to_numpy()[:-1], codes.to_numpy()[:-1])
    steps = incidence(mixed.iloc[:-1], causes=CAUSES)[1:]
    keep = np.isfinite(other.cinc_se[0]) & (other.cinc[0] > 0) & (other.cinc[1] > 0)
    for place, cause in enumerate(OUTCOMES[1:]):
        assert steps[cause].to_numpy() == pytest.approx(other.cinc[place])
        share, low, high = (steps[cause + end].to_numpy()[keep] for end in ("", "_low", "_high"))
        reach = (np.log(-np.log(low)) - np.log(-np.log(high))) / 2 / 1.959964
        assert reach * share * -np.log(share) == pytest.approx(other.cinc_se[place][keep], rel=1e-5)


def test_one_minus_kaplan_meier_overstates_a_cause(mixed: pd.DataFrame) -> None:
    share = incidence(mixed, causes=CAUSES)["relapse"].iloc[-1]
    assert share < 1 - survival(mixed, event="relapse")["survival"].iloc[-1]


def test_with_one_cause_incidence_is_one_minus_kaplan_meier() -> None:
    spells = spells_of(range(1, 21), [1, 0] * 10)
    steps, curve = incidence(spells, needed=5, causes=CAUSES), survival(spells, event="relapse")
    at_events = steps[steps["years"].isin(curve["years"])]
    assert (1 - at_events["relapse"]).tolist() == pytest.approx(curve["survival"].tolist())
    inner = at_events["relapse"] > 0
    assert (1 - at_events.loc[inner, "relapse_high"]).between(0, 1).all()
    assert steps["death"].eq(0).all()


def test_equal_weights_change_nothing(mixed: pd.DataFrame) -> None:
    plain, weighted = (
        incidence(mixed, causes=CAUSES),
        incidence(mixed.assign(w=0.3), weight="w", causes=CAUSES),
    )
    columns = ["relapse", "relapse_low", "death_high", "ongoing"]
    pd.testing.assert_frame_equal(plain[columns], weighted[columns])


def test_rows_of_no_weight_leave_no_trace(mixed: pd.DataFrame) -> None:
    half = mixed.assign(w=[1.0, 0.0] * 40)
    chosen = incidence(mixed.iloc[::2], causes=CAUSES)
    weighted = incidence(half, weight="w", causes=CAUSES)
    assert weighted["relapse"].tolist() == pytest.approx(chosen["relapse"].tolist())
    assert weighted["relapse_high"].iloc[-2] == pytest.approx(chosen["relapse_high"].iloc[-2])


def test_uneven_weights_widen_the_interval(mixed: pd.DataFrame) -> None:
    uneven = incidence_at(mixed.assign(w=[1.0, 0.05] * 40), horizons=[5], weight="w", causes=CAUSES).iloc[0]
    even = incidence_at(mixed, horizons=[5], causes=CAUSES).iloc[0]
    assert uneven["estimate_high"] - uneven["estimate_low"] > even["estimate_high"] - even["estimate_low"]


def test_horizons_read_the_steps_and_stop_where_few_are_left(mixed: pd.DataFrame) -> None:
    table = incidence_at(mixed, horizons=[1, 5, 60], causes=CAUSES).set_index(["horizon", "outcome"])
    assert table.groupby("horizon")["estimate"].sum(min_count=3).tolist()[:2] == pytest.approx([1.0, 1.0])
    assert table.loc[60, "status"].eq("insufficient data").all()
    assert (
        table.loc[(5, "relapse"), "events"] == ((mixed["years"] <= 5) & (mixed["outcome"] == "relapse")).sum()
    )


def test_below_ten_events_no_number() -> None:
    few = spells_of(range(1, 21), [1, 0] * 9 + [0, 0])
    assert incidence(few, causes=CAUSES)["status"].tolist() == ["insufficient data"]
    table = incidence_at(few, horizons=[5], causes=CAUSES)
    assert table["status"].eq("insufficient data").all()
    assert table["estimate"].isna().all()
    assert table["at_risk"].tolist() == [16] * 3


def test_a_cluster_counts_once_however_many_spells_it_has(mixed: pd.DataFrame) -> None:
    once = mixed.assign(cluster=range(len(mixed)))
    thrice = pd.concat([once] * 3, ignore_index=True)
    columns = ["relapse", "relapse_low", "death_high", "ongoing_low"]
    first, second = (incidence(rows, causes=CAUSES, cluster="cluster")[columns] for rows in (once, thrice))
    pd.testing.assert_frame_equal(first, second)


def test_below_five_clusters_there_is_no_interval(mixed: pd.DataFrame) -> None:
    few = incidence_at(
        mixed.assign(cluster=list("abcd") * 20), horizons=[5], causes=CAUSES, cluster="cluster"
    ).iloc[0]
    assert few["estimate"] > 0
    assert np.isnan(few["estimate_low"])


def test_effective_number_of_nothing() -> None:
    assert effective_number(np.array([])) == 0


SPELLS = st.lists(st.tuples(st.floats(0.01, 80), st.integers(0, 2)), min_size=1, max_size=40)


@given(rows=SPELLS, weights=st.lists(st.floats(0.01, 1), min_size=40, max_size=40))
@settings(max_examples=80, deadline=None)
def test_incidences_and_survival_sum_to_one(rows: list[tuple[float, int]], weights: list[float]) -> None:
    spells = spells_of(*zip(*rows, strict=True)).assign(w=weights[: len(rows)])
    steps = incidence(spells, weight="w", needed=0, causes=CAUSES).dropna(subset=["years"])
    total = steps["ongoing"] + steps["relapse"] + steps["death"]
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
    pd.testing.assert_frame_equal(
        incidence(spells, needed=0, causes=CAUSES), incidence(mixed, needed=0, causes=CAUSES)
    )
