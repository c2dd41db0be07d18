"""Arguments with the same content have the same digest in every run, those with another one never."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.contents import by_value, digest


class Grain(Enum):
    WHEAT = "wheat"
    OATS = "oats"


def total(*values: object) -> None:
    """Stand for a measure: only its name matters."""


def told(value: object) -> str:
    return digest(total, by_value(value))


def harvests(**columns: Any) -> pd.DataFrame:
    days = pd.to_datetime(["2025-01-01", "2025-02-01"])
    return pd.DataFrame({"day": days, "place": ["hill", None], "tons": [3.0, np.nan], **columns})


def test_frames_made_twice_from_the_same_rows_have_one_digest() -> None:
    assert told(harvests()) == told(harvests()) == told(harvests().copy())


OTHERS: dict[str, Callable[[pd.DataFrame], object]] = {
    "cell": lambda rows: rows.assign(tons=[3.0, 4.0]),
    "last digit": lambda rows: rows.assign(tons=[np.nextafter(3.0, 4.0), np.nan]),
    "kind of number": lambda rows: rows.assign(tons=rows["tons"].astype("Float64")),
    "kind of text": lambda rows: rows.assign(place=rows["place"].astype("category")),
    "order of rows": lambda rows: rows.iloc[::-1],
    "order of columns": lambda rows: rows[["tons", "place", "day"]],
    "name of a column": lambda rows: rows.rename(columns={"tons": "kilos"}),
    "labels": lambda rows: rows.set_axis([1, 2]),
    "name of the labels": lambda rows: rows.rename_axis("row"),
    "levels": lambda rows: rows.set_index(["day", "place"]),
    "no rows": lambda rows: rows[:0],
    "a series": lambda rows: rows["tons"],
    "another series": lambda rows: rows["tons"].rename("kilos"),
    "a list": lambda rows: [rows],
    "a tuple": lambda rows: (rows,),
}


def test_whatever_differs_makes_another_digest() -> None:
    digests = {told(harvests()), *(told(change(harvests())) for change in OTHERS.values())}
    assert len(digests) == 1 + len(OTHERS)


def test_cells_of_another_type_are_other_cells() -> None:
    kinds = [1, "1", True, 1.0, None, date(2025, 1, 1), pd.Timestamp("2025-01-01"), (1,), Grain.OATS]
    frames = [pd.DataFrame({"cell": pd.Series([kind], dtype=object)}) for kind in kinds]
    assert len(set(map(told, frames))) == len(kinds)


def test_categories_count_even_where_no_row_has_them() -> None:
    rows = pd.Series(["a", "b"])
    kinds = [
        pd.CategoricalDtype(["a", "b"]),
        pd.CategoricalDtype(["b", "a"]),
        pd.CategoricalDtype(list("abc")),
    ]
    assert (
        len({told(rows.astype(kind)) for kind in [*kinds, pd.CategoricalDtype(["a", "b"], ordered=True)]})
        == 4
    )


def test_options_of_another_value_type_or_order_are_others() -> None:
    options = [1, True, 1.0, "1", None, Grain.OATS, Grain.WHEAT, [1], (1,), {"a": 1}, {"b": 1}]
    options += [{"a": 1, "b": 2}, {"b": 2, "a": 1}]
    assert len(set(map(told, options))) == len(options)


def test_functions_are_told_apart() -> None:
    assert digest(total, 1) != digest(harvests, 1)


@pytest.mark.parametrize("function", [lambda: None, OTHERS["cell"]], ids=["lambda", "another"])
def test_a_function_without_a_place_in_a_module_has_none(function: Callable[..., object]) -> None:
    with pytest.raises(TypeError, match="another function in each run"):
        digest(function, 1)


@pytest.mark.parametrize("value", [len, {1}, object()], ids=["function", "set", "object"])
def test_what_has_no_value_has_none(value: object) -> None:
    with pytest.raises(TypeError, match="has no value to compare"):
        told(value)


def test_cells_that_are_no_plain_values_have_none() -> None:
    with pytest.raises(TypeError, match="cell holds more than plain values"):
        told(pd.DataFrame({"cell": [[1, {2}]]}))


def test_a_frame_changed_after_it_was_given_is_told_as_it_was() -> None:
    rows = harvests()
    before, value = told(harvests()), by_value(rows)
    rows.loc[0, "tons"] = 9
    assert digest(total, value) == before != told(rows)


@given(st.lists(st.one_of(st.floats(), st.text(), st.none(), st.booleans(), st.integers(-9, 9)), min_size=1))
def test_equal_digests_are_equal_cells(cells: list[object]) -> None:
    rows = pd.DataFrame({"cell": pd.Series(cells, dtype=object)})
    assert told(rows) == told(pd.DataFrame({"cell": pd.Series(list(cells), dtype=object)}))
    for at, cell in enumerate(cells):
        other = [*cells[:at], f"{cell}.", *cells[at + 1 :]]
        assert told(rows) != told(pd.DataFrame({"cell": pd.Series(other, dtype=object)}))


def test_another_process_tells_the_same() -> None:
    code = "import tests.data.test_contents as one; print(one.told(one.harvests()))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs == [told(harvests())] * 2
