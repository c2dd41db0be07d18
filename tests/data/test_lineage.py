"""What a measure returns remembers the tables of all that it was given, whatever holds them."""

from __future__ import annotations

import pandas as pd

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
