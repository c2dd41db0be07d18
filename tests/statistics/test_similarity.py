"""Gower distance: shares counted by hand, and what is not known of both does not count."""

import pandas as pd
import pytest

from analysis.statistics.similarity import agreement, gower_distance

CASES = pd.DataFrame(
    [[True, True, True], [False, True, None], [False, False, None]],
    columns=["zone", "monitors", "guarantee"],
    dtype="boolean",
)


def test_distance_is_the_share_of_known_features_that_differ() -> None:
    agreed = agreement(CASES, pd.Series({"zone": True, "monitors": True, "guarantee": True}))
    found = gower_distance(agreed, needed=2)
    assert found["compared"].tolist() == [3, 2, 2]
    assert found["distance"].tolist() == [0.0, 0.5, 1.0]
    assert agreed["guarantee"].isna().tolist() == [False, True, True]


def test_a_shared_no_is_worth_a_shared_yes() -> None:
    agreed = agreement(CASES, pd.Series({"zone": False, "monitors": False}))
    assert gower_distance(agreed, needed=1)["distance"].tolist() == [1.0, 0.5, 0.0]


@pytest.mark.parametrize("known", [{}, {"zone": None}])
def test_a_target_of_which_nothing_is_known_is_at_no_distance(known: dict[str, object]) -> None:
    agreed = agreement(CASES, pd.Series(known, dtype="boolean"))
    found = gower_distance(agreed, needed=0)
    assert found["compared"].tolist() == [0, 0, 0]
    assert found["distance"].isna().all()
