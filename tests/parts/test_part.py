"""What a notebook shows carries its words with it, is plain JSON, and is refused when it says nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import parts as part
from analysis.errors import AnalysisError
from analysis.parts.previews import heading


def content(shown: part.Part) -> dict[str, Any]:
    bundle = shown._repr_mimebundle_()
    found: dict[str, Any] = json.loads(json.dumps(bundle[part.PART_TYPE], allow_nan=False))
    return found


def drawing() -> Axes:
    axes = Figure(figsize=(6.3, 2.6)).subplots()
    assert isinstance(axes, Axes)
    axes.plot([0, 1, 3.3333333], [1, 2, 1 / 3], marker="o")
    axes.set_title("Launches rose")
    return axes


def a_figure(axes: object) -> part.Part:
    return part.figure(
        axes,  # type: ignore[arg-type]
        caption="Launches rose in autumn.",
        alt="A line that rises.",
        source="Air force",
        as_of="2026-01-05",
        n=457,
        interval="95% band",
    )


def test_importing_parts_needs_no_heavy_library() -> None:
    heavy = {"pandas", "matplotlib", "typst", "nbconvert"}
    code = f"import sys, analysis.parts; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_a_figure_carries_words_and_drawing() -> None:
    shown = a_figure(drawing())
    assert content(shown) == {
        "kind": "figure",
        "caption": "Launches rose in autumn.",
        "alt": "A line that rises.",
        "source": "Air force",
        "as_of": "2026-01-05",
        "n": 457,
        "interval": "95% band",
        "details": ["As of 5 January 2026", "n = 457", "Interval: 95% band"],
    }
    assert set(shown._repr_mimebundle_()) == {part.PART_TYPE, "image/svg+xml", "text/html", "text/plain"}
    assert 'alt="A line that rises."' in shown.html


def test_a_drawing_is_the_same_twice_without_date_or_random_id() -> None:
    first, second = (a_figure(drawing()).media["image/svg+xml"] for _ in range(2))
    assert first == second
    assert "dc:date" not in first
    assert "3.333333" not in first


def test_a_drawing_of_pyplot_is_not_shown_twice() -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    _, axes = plt.subplots()
    a_figure(axes)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("missing", ["caption", "alt", "source"])
def test_a_figure_without_words_is_refused(missing: str) -> None:
    words = {"caption": "c", "alt": "a", "source": "s", missing: "  "}
    with pytest.raises(AnalysisError, match=rf"part.figure: {missing} = '  ' says nothing"):
        part.figure(drawing(), as_of="2026-01-05", **words)


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(AnalysisError, match="got DataFrame, which is no drawing"):
        a_figure(pd.DataFrame())


FRAME = pd.DataFrame(
    {
        "night": pd.to_datetime(["2026-01-04", "2026-01-05"]),
        "launched": pd.array([1165, None], dtype="Int64"),
        "rate": [0.834, 0.9],
        "rate_low": [0.77, 0.8],
        "rate_high": [0.88, 0.95],
        "change": [-1.5, np.nan],
        "mass": [True, False],
        "place": ["Київ", "<b>Kyiv</b>"],
    }
)


def a_table(frame: pd.DataFrame = FRAME, **more: Any) -> dict[str, Any]:
    return content(part.table(frame, caption="c", source="s", as_of="2026-01-05", **more))


def test_a_table_writes_each_cell_once() -> None:
    table = a_table(units={"rate": "share", "launched": "drones"}, labels={"place": "Where"}, stub="place")
    columns = table["columns"]
    assert isinstance(columns, list)
    assert [heading(column) for column in columns] == [
        "Where", "Night", "Launched, drones", "Rate, %", "Change", "Mass"
    ]  # fmt: skip
    assert [column["align"] for column in columns] == ["left", "left", "right", "right", "right", "left"]
    assert table["rows"] == [
        ["Київ", "2026-01-04", "1,165", "83.4 (77.0–88.0)", "−1.50", "yes"],
        ["<b>Kyiv</b>", "2026-01-05", "—", "90.0 (80.0–95.0)", "—", "no"],
    ]
    assert table["notes"] == ["— not recorded, or not computable from what is recorded."]


def test_a_limited_table_says_so() -> None:
    long = pd.DataFrame({"n": range(40)})
    table = a_table(long, limit=10)
    assert len(table["rows"]) == 10
    assert table["notes"] == ["The first 10 of 40 rows are shown."]


def test_an_empty_table_says_there_is_none() -> None:
    table = a_table(FRAME.head(0))
    assert table["rows"] == []
    assert table["notes"] == ["None on record at this date."]


def test_named_indexes_and_levels_become_columns() -> None:
    counted = FRAME.groupby(["mass", "place"])["launched"].agg(["sum", "count"])
    assert [column["label"] for column in a_table(counted)["columns"]] == ["Mass", "Place", "Sum", "Count"]


def test_a_misspelt_column_is_an_error_with_all_problems() -> None:
    with pytest.raises(AnalysisError) as raised:
        a_table(labels={"lanched": "x"}, decimals={"rat": 1}, stub="plac")
    assert [line.split(" names ")[1].split(",")[0] for line in str(raised.value).splitlines()] == [
        "'lanched'", "'rat'", "'plac'"
    ]  # fmt: skip


def test_previews_show_text_literally() -> None:
    hostile = "<script>alert(1)</script>"
    shown = [
        part.note(hostile),
        part.prose(hostile),
        part.finding(part.Finding("a", hostile, 1, "")),
        part.findings([part.Finding("a", hostile, 1, "")]),
        part.table(pd.DataFrame({hostile: [hostile]}), caption=hostile, source=hostile, as_of="2026-01-05"),
    ]
    assert all("<script" not in each.html and "&lt;script&gt;" in each.html for each in shown)


def test_findings_are_kept_as_plain_json() -> None:
    numpy: dict[str, Any] = {"value": np.float64(0.83), "low": np.float64(0.7), "high": 0.9, "n": np.int64(4)}
    found = part.Finding(
        "rate", "It is 83%.", unit="share", key=True, as_of=pd.Timestamp("2026-01-05"), **numpy
    )
    kept = content(part.findings([found, part.Finding("none", "Not known.", float("nan"), "share")]))
    first, second = kept["findings"]
    assert first == {
        "kind": "finding", "name": "rate", "sentence": "It is 83%.", "value": 0.83, "unit": "share",
        "low": 0.7, "high": 0.9, "n": 4, "key": True, "as_of": "2026-01-05", "definition": "",
    }  # fmt: skip
    assert second["value"] is None


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"name": "Two Words"}, "not kebab-case"),
        ({"sentence": ""}, "its sentence is empty"),
        ({"low": 1.0}, "one end only"),
        ({"low": 2.0, "high": 1.0}, "upside down"),
    ],
)
def test_a_finding_that_cannot_stand_is_refused(bad: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"name": "a", "sentence": "b", "value": 1, "unit": "", **bad}
    with pytest.raises(AnalysisError, match=says):
        part.Finding(**given)


def test_two_findings_of_one_name_are_refused() -> None:
    with pytest.raises(AnalysisError, match="two findings are named 'a'"):
        part.findings([part.Finding("a", "x", 1, ""), part.Finding("a", "y", 2, "")])


def test_insufficient_data_is_said_with_both_numbers() -> None:
    assert content(part.insufficient("A trend", n=1, needed=26))["text"] == (
        "Insufficient data. A trend needs at least 26 observations; there was 1."
    )


def test_parts_give_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a_figure(drawing())
        a_table()
