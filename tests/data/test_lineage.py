"""A measure's result remembers the tables of all that was given, and is computed once for equal arguments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from analysis.data import lineage
from analysis.data.lineage import measure, tables_of


def frame(*tables: str) -> pd.DataFrame:
    made = pd.DataFrame({"tons": [3, 4]})
    if tables:
        made.attrs["tables"] = tables
    return made


@measure
def joined(first: pd.DataFrame, *, others: object = None) -> pd.DataFrame:
    """Join nothing; only the tables matter."""
    return pd.DataFrame({"tons": [len(first)]})


def test_tables_are_named_once_in_the_order_given() -> None:
    assert tables_of([frame("b"), frame("a", "b"), frame("c")]) == ("b", "a", "c")


def test_tables_are_found_in_lists_mappings_and_series() -> None:
    assert tables_of([{"x": [frame("a")]}, (frame("b")["tons"],), None, "c"]) == ("a", "b")


def test_a_result_remembers_positional_and_named_arguments() -> None:
    assert joined(frame("a"), others=[frame("b"), frame("a")]).attrs["tables"] == ("a", "b")


def test_a_result_of_frames_without_tables_remembers_none() -> None:
    assert joined(frame()).attrs == {}


def test_other_marks_of_a_result_are_kept() -> None:
    @measure
    def marked(rows: pd.DataFrame) -> pd.DataFrame:
        result = pd.DataFrame({"tons": [len(rows)]})
        result.attrs = {"unit": "tons", "tables": ("older",)}
        return result

    assert marked(frame("a")).attrs == {"unit": "tons", "tables": ("a",)}


def test_what_cannot_remember_is_returned_as_it_is() -> None:
    @measure
    def total(rows: pd.DataFrame) -> int:
        return len(rows)

    assert total(frame("a")) == 2


def test_a_measure_keeps_its_name_and_what_is_written_on_it() -> None:
    assert joined.__name__ == "joined"
    assert joined.__doc__ == "Join nothing; only the tables matter."


def test_what_a_measure_is_given_is_not_changed() -> None:
    given = frame("a")
    joined(given, others=frame("b"))
    assert given.attrs == {"tables": ("a",)}


Counted = Callable[..., pd.DataFrame]


@pytest.fixture
def calls() -> list[object]:
    """Return what a measure was computed of, each time that it was."""
    return []


@pytest.fixture
def total(calls: list[object]) -> Counted:
    @measure
    def total(rows: pd.DataFrame | list[pd.DataFrame], *, by: object = 1) -> pd.DataFrame:
        calls.append(by)
        if by == "nothing":
            raise ValueError(by)
        tons = sum(int(one["tons"].sum()) for one in (rows if isinstance(rows, list) else [rows]))
        return pd.DataFrame({"tons": [tons]}, index=pd.Index([0], name="place"))

    return total


def test_a_measure_is_computed_once_of_the_same_frame(total: Counted, calls: list[object]) -> None:
    rows = frame("a")
    again = rows.copy(deep=False)
    assert total(rows).equals(total(again))
    assert total(rows, by=1).attrs == {"tables": ("a",)}
    assert len(calls) == 1


def test_tables_are_those_of_the_frame_given_now(total: Counted, calls: list[object]) -> None:
    rows = frame("a")
    renamed = rows.copy(deep=False)
    renamed.attrs["tables"] = ("b",)
    assert [total(one).attrs["tables"] for one in (rows, renamed)] == [("a",), ("b",)]
    assert len(calls) == 1


def test_a_result_changed_in_place_is_unchanged_when_asked_again(total: Counted) -> None:
    rows = frame("a")
    for _ in range(2):
        result = total(rows)
        assert (list(result), result.index.name, result.loc[0, "tons"]) == (["tons"], "place", 7)
        result.loc[0, "tons"] = 0
        result["more"] = 1
        result.index.name = "elsewhere"
        result.columns = pd.Index(["kilos", "more"])
        result.attrs["tables"] = ()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.loc.__setitem__((0, "tons"), 5),
        lambda rows: rows.__setitem__("tons", [5, 4]),
        lambda rows: rows.insert(0, "place", 1),
        lambda rows: setattr(rows, "columns", ["kilos", "tons"]),
        lambda rows: setattr(rows.index, "name", "place"),
    ],
    ids=["cell", "column", "new column", "labels", "name of the index"],
)
def test_a_frame_changed_in_place_is_asked_anew(
    change: Callable[[pd.DataFrame], None], total: Counted, calls: list[object]
) -> None:
    rows = pd.DataFrame({"tons": [3, 4], "kilos": [1, 2]})
    total(rows)
    change(rows)
    assert total(rows).loc[0, "tons"] == rows["tons"].sum()
    assert len(calls) == 2


def test_frames_of_one_memory_with_other_rows_are_other_frames(total: Counted, calls: list[object]) -> None:
    rows = pd.DataFrame({"tons": [3, 4, 8]})
    assert [total(part)["tons"].item() for part in (rows.iloc[:2], rows.iloc[1:])] == [7, 12]
    assert len(calls) == 2


def test_categories_in_another_order_are_another_question() -> None:
    @measure
    def first(places: pd.Series) -> pd.DataFrame:
        return pd.DataFrame({"first": [places.cat.categories[0]]})

    places = pd.Series(["hill", "dale"])
    orders = [["hill", "dale"], ["dale", "hill"]]
    assert [first(places.astype(pd.CategoricalDtype(one)))["first"].item() for one in orders] == [
        "hill",
        "dale",
    ]


def test_options_of_another_value_or_type_are_other_questions(total: Counted, calls: list[object]) -> None:
    rows = frame()
    options = [1, True, 1.0, "1", date(2025, 1, 1), pd.Timestamp("2025-01-01"), [1], (1,), {"a": 1}, None]
    for by in [*options, *options]:
        total(rows, by=by)
    assert calls == options


def test_frames_in_a_list_are_compared_too(total: Counted, calls: list[object]) -> None:
    rows, more = frame(), frame()
    for given in ([rows], [rows, more], [rows, more]):
        total(given)
    assert len(calls) == 2


def test_what_has_no_value_to_compare_is_computed_each_time(total: Counted, calls: list[object]) -> None:
    rows = frame("a")
    options = [len, object(), {1}]
    for by in options:
        assert total(rows, by=by).attrs == total(rows, by=by).attrs == {"tables": ("a",)}
    assert len(calls) == 2 * len(options)


def test_an_error_is_raised_each_time(total: Counted, calls: list[object]) -> None:
    rows = frame()
    for _ in range(2):
        with pytest.raises(ValueError, match="nothing"):
            total(rows, by="nothing")
    assert len(calls) == 2


def test_two_measures_share_no_result(total: Counted) -> None:
    @measure
    def least(rows: pd.DataFrame, *, by: object = 1) -> pd.DataFrame:
        return rows.nsmallest(1, "tons")

    rows = frame()
    assert (total(rows)["tons"].item(), least(rows)["tons"].item()) == (7, 3)


def test_only_the_newest_results_are_held(total: Counted, calls: list[object]) -> None:
    rows = frame()
    for by in range(lineage.HELD + 1):
        total(rows, by=by)
    assert len(lineage._results) == lineage.HELD
    total(rows, by=lineage.HELD)
    assert len(calls) == lineage.HELD + 1
    total(rows, by=0)
    assert len(calls) == lineage.HELD + 2
