"""A table writes each cell once, under a heading that the cell or the data package gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import parts as part
from analysis.errors import AnalysisError
from analysis.parts.previews import heading
from analysis.statistics.results import Direction

FRAME = pd.DataFrame(
    {
        "night": pd.to_datetime(["2026-01-04", "2026-01-05"]),
        "launched": pd.array([1165, None], dtype="Int64"),
        "rate": [0.834, 0.9996],
        "rate_low": [0.77, 0.8],
        "rate_high": [0.88, 0.9998],
        "change": [-1.5, np.nan],
        "mass": [True, False],
        "place": ["Київ", "<b>Kyiv</b>"],
        "verdict": [Direction.MORE, None],
        "status": ["ok", "insufficient data"],
    }
)


def a_table(content: Any, frame: pd.DataFrame = FRAME, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = content(
        part.table(frame, caption="c", source="own count", as_of="2026-01-05", **more)
    )
    return found


def test_columns_stand_in_the_order_named_each_cell_written_once(content: Any) -> None:
    columns = {
        "place": "Where",
        "night": "Night",
        "launched": part.column("Launched", "drones"),
        "rate": part.column("Rate", "share", 0),
        "change": "Change",
        "mass": "Mass",
        "verdict": part.column("Verdict", words={"more": "grew", "fewer": "fell", "open": "open"}),
        "both": part.column("Both", text="{night:day}: {launched}"),
    }
    table = a_table(content, columns=columns)
    assert [heading(column) for column in table["columns"]] == [
        "Where", "Night", "Launched, drones", "Rate, %", "Change", "Mass", "Verdict", "Both"
    ]  # fmt: skip
    assert [column["stub"] for column in table["columns"]] == [True] + [False] * 7
    assert table["rows"] == [
        ["Київ", "2026-01-04", "1,165", "83 (77–88)", "−1.50", "yes", "grew", "4 January 2026: 1,165"],
        [
            "<b>Kyiv</b>",
            "2026-01-05",
            "—",
            ">99 (80 to >99)",
            "—",
            "no",
            "insufficient data",
            "5 January 2026: —",
        ],
    ]
    assert table["notes"] == ["— not recorded, or not computable from what is recorded."]


def test_without_columns_all_are_shown_intervals_with_their_value(content: Any) -> None:
    names = [column["name"] for column in a_table(content, FRAME.drop(columns="verdict"))["columns"]]
    assert names == ["night", "launched", "rate", "change", "mass", "place", "status"]


def test_a_limited_table_says_so(content: Any) -> None:
    table = a_table(content, pd.DataFrame({"n": range(40)}), limit=10)
    assert len(table["rows"]) == 10
    assert table["notes"] == ["The first 10 of 40 rows are shown."]


def test_a_frame_without_rows_is_a_note(content: Any) -> None:
    assert a_table(content, FRAME.head(0))["text"] == "None on record at this date."
    assert a_table(content, FRAME.head(0), none="No night yet.")["text"] == "No night yet."


def test_a_frame_that_is_nowhere_ok_is_a_note_where_words_are_given(content: Any) -> None:
    few = pd.DataFrame({"n": [2], "needed": [5], "status": ["insufficient data"]})
    said = a_table(content, few, insufficient="a rate needs {needed:# night|nights}")
    assert said["text"] == "Insufficient data: a rate needs 5 nights."


def test_indexes_that_name_rows_become_columns(content: Any) -> None:
    counted = FRAME.groupby(["mass", "place"])["launched"].agg(["sum", "count"])
    assert [column["label"] for column in a_table(content, counted)["columns"]] == [
        "Mass", "Place", "Sum", "Count"
    ]  # fmt: skip
    described = a_table(content, FRAME[["rate"]].describe())
    assert [row[0] for row in described["rows"]][:2] == ["count", "mean"]


def test_misspelt_columns_are_errors_all_at_once() -> None:
    with pytest.raises(AnalysisError) as raised:
        part.table(FRAME, caption="c", source="own count", columns=["lanched", "rat"])
    assert str(raised.value).splitlines() == [
        "part.table: no column is called 'lanched'; did you mean launched?",
        "part.table: no column is called 'rat'; did you mean rate?",
    ]


def test_caption_and_notes_are_filled_from_a_row(content: Any) -> None:
    found = content(
        part.table(
            FRAME, {"nights": 2}, caption="Of {nights:# night|nights}", notes="{nights} known",
            source="own count", as_of="2026-01-05", n="{nights:# night|nights}",
        )
    )  # fmt: skip
    assert (found["caption"], found["notes"][0], found["n"]) == ("Of 2 nights", "2 known", "2 nights")


@pytest.mark.parametrize(
    ("name", "values", "cells"),
    [
        ("count", pd.array([9007199254740993, None], dtype="Int64"), ["9,007,199,254,740,993", "—"]),
        ("p", [0.0004, 0.2], ["<0.01", "0.20"]),
        ("change", [-0.0004, 0.0], [">−0.01", "0.00"]),
        ("year", [980, 2024], ["980", "2024"]),
        (
            "seen",
            pd.to_datetime(["2026-01-03 10:20:30", "2026-07-03 00:00:00"]).tz_localize("Europe/Kyiv"),
            ["2026-01-03 10:20:30 +02:00", "2026-07-03 00:00 +03:00"],
        ),
    ],
)
def test_no_cell_looks_right_and_is_not(content: Any, name: str, values: Any, cells: list[str]) -> None:
    shown = a_table(content, pd.DataFrame({"place": ["a", "b"], name: values}))
    assert [row[1] for row in shown["rows"]] == cells


def test_dates_keep_their_bounds(content: Any) -> None:
    days = {
        f"start{end}": pd.to_datetime([f"2026-01-0{day}", "NaT"])
        for end, day in (("", 3), ("_low", 1), ("_high", 5))
    }
    shown = a_table(content, pd.DataFrame({"place": ["a", "b"], **days}))
    assert shown["rows"] == [["a", "2026-01-03 (2026-01-01 to 2026-01-05)"], ["b", "—"]]


def test_a_composed_cell_that_comes_out_blank_is_a_dash(content: Any) -> None:
    rows = pd.DataFrame({"town": ["Ghent", "Ypres"], "note": ["wet", ""], "old": [True, False]})
    columns = {"town": part.column("Town", text="{town}{old}"), "note": part.column("Note", text="{note}")}
    table = a_table(content, rows, columns=columns, words={"old": {True: " (old)", False: ""}})
    assert table["rows"] == [["Ghent (old)", "wet"], ["Ypres", "—"]]


def test_the_blank_status_of_a_record_lacks_nothing(content: Any) -> None:
    rows = pd.DataFrame({"tons": [1.0, None], "status": ""})
    columns = {"tons": part.column("Tons", text="{tons}")}
    assert a_table(content, rows, columns=columns, insufficient="x")["rows"] == [["1"], ["—"]]


@pytest.mark.parametrize(("since", "notes"), [(None, []), ("2025", ["Counted anew since 2025."])])
def test_a_note_of_what_is_not_known_goes(content: Any, since: str | None, notes: list[str]) -> None:
    found = content(
        part.table(
            FRAME[["rate"]], {"since": since}, caption="c", notes="[Counted anew since {since}.]",
            source="own count", as_of="2026-01-05",
        )
    )  # fmt: skip
    assert found["notes"] == notes


def test_years_and_points_in_them_have_no_groups(content: Any) -> None:
    rows = pd.DataFrame({"at": [1958.2027, 2026.2083], "year": [1958, 2026], "t": [1958.2027, 2026.2083]})
    columns = {"at": part.column("Decimal date", "calendar years", 4), "year": "Year", "t": "Tons"}
    table = a_table(content, rows, columns=columns)
    assert [heading(column) for column in table["columns"]] == ["Decimal date", "Year", "Tons"]
    assert table["rows"] == [["1958.2027", "1958", "1,958"], ["2026.2083", "2026", "2,026"]]
