"""Holds the nearest ceasefires, and those on the same terms, to a few rows that a person can check."""

import pandas as pd

from analysis.subject.ceasefires.neighbours import nearest, same_terms

SIMILAR = pd.DataFrame(
    {"scenario_id": "S1", "spell_id": [f"C{n}" for n in range(7)], "distance": [0.0] * 6 + [0.25]}
)


def test_ties_are_counted_not_hidden() -> None:
    table = nearest(SIMILAR, k=5)
    assert len(table) == 5
    assert table["rank"].eq(1).all()
    assert table["tied"].eq(6).all()


def test_spells_on_the_same_terms_are_counted_for_each_scenario_with_any_distance() -> None:
    far = pd.DataFrame({"scenario_id": ["S2", "S3"], "spell_id": "C0", "distance": [0.5, None]})
    assert same_terms(pd.concat([SIMILAR, far])).to_numpy().tolist() == [["S1", 6], ["S2", 0]]


def test_without_a_distance_there_is_no_neighbour() -> None:
    unknown = SIMILAR.assign(distance=float("nan"))
    assert nearest(unknown).empty
    assert same_terms(unknown).empty
