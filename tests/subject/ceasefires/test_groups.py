# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type, comparison-overlap"

import numpy as np
import pandas as pd
import pytest

from analysis.subject.ceasefires.groups import Found, Timing, by_feature, established


def war_of(trial: pd.DataFrame) -> pd.DataFrame:
    return trial.assign(outcome=trial["outcome"].replace("relapse", "renewed_war"))


def test_a_share_needs_ten_ends_in_all_and_five_spells_that_reached_the_horizon(
    leukaemia: pd.DataFrame,
) -> None:
    spells = war_of(leukaemia).assign(cluster=leukaemia.index)
    late = by_feature(spells, names=["treated"], horizon=20, permutations=9).iloc[0]
    assert np.isfinite(late["with_feature"])
    assert np.isnan(late["without_feature"])
    few = spells[(spells["outcome"] == "") | spells.index.isin([0, 1, 2, 4, 21, 22, 23, 24, 25])]
    row = by_feature(few, names=["treated"], horizon=5, permutations=9).iloc[0]
    assert np.isfinite(row["p"])
    assert np.isnan([row["with_feature"], row["without_feature"]]).all()
    assert (row["ended"], row["ends_needed"]) == (9, 10)


def test_features_are_corrected_for_their_number(leukaemia: pd.DataFrame) -> None:
    spells = war_of(leukaemia).assign(
        cluster=leukaemia.index,
        odd=[True, False] * 21,
        early=leukaemia["years"] < 9,
        rare=leukaemia.index < 3,
    )
    table = by_feature(spells, names=["treated", "odd", "early", "rare"], permutations=999).set_index(
        "feature"
    )
    assert table.loc["rare", "status"] == "insufficient data"
    assert np.isnan(table.loc["rare", "p_holm"])
    assert table.loc["treated", "p_holm"] == pytest.approx(3 * table.loc["treated", "p"])
    assert (table["p_holm"].dropna() >= table["p"].dropna()).all()
    assert table.loc["treated", "verdict"] is Timing.LATER
    assert table.loc["odd", "verdict"] is Timing.OPEN
    assert table.loc["rare", "verdict"] is None
    assert table.loc["treated", "with_feature"] < table.loc["treated", "without_feature"]
    assert table.loc["treated", "hazard_ratio"] == pytest.approx(np.exp(-1.5721), abs=1e-4)


def test_what_is_established_is_summed_up_and_nothing_where_nothing_was_tested(
    leukaemia: pd.DataFrame,
) -> None:
    spells = war_of(leukaemia).assign(cluster=leukaemia.index, odd=[True, False] * 21)
    spells["placebo"] = ~spells["treated"]
    table = by_feature(spells, names=["treated", "placebo", "odd"], permutations=999)
    assert table["verdict"].tolist() == [Timing.LATER, Timing.SOONER, Timing.OPEN]
    row = established(table).iloc[0]
    assert (row["estimate"], row["n"], row["verdict"]) == (2, 3, Found.SOME)
    none = established(by_feature(spells, names=["odd"], permutations=99)).iloc[0]
    assert (none["estimate"], none["feature"], none["verdict"]) == (0, "odd", Found.NONE)
    few = established(by_feature(spells[:4], names=["odd"], permutations=9)).iloc[0]
    assert (few["status"], few["n"]) == ("insufficient data", 0)
    assert np.isnan(few["estimate"])
