"""A finding is plain JSON, shown as literal text, and refused when it cannot stand."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import parts as part
from analysis.errors import AnalysisError


def test_importing_parts_needs_no_heavy_library() -> None:
    heavy = {"pandas", "matplotlib", "typst", "nbconvert"}
    code = f"import sys, analysis.parts; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_previews_show_text_literally() -> None:
    hostile = "<script>alert(1)</script>"
    shown = [
        part.note(hostile),
        part.prose(hostile),
        part.finding(part.Finding("a", hostile, 1, "")),
        part.findings([part.Finding("a", hostile, 1, "")]),
        part.table(
            pd.DataFrame({hostile: [hostile]}), caption=hostile, source=f"{hostile} x", as_of="2026-01-05"
        ),
    ]
    assert all("<script" not in each.html and "&lt;script&gt;" in each.html for each in shown)


def test_findings_are_kept_as_plain_json(content: Any) -> None:
    numpy: dict[str, Any] = {"value": np.float64(0.83), "low": np.float64(0.7), "high": 0.9, "n": np.int64(4)}
    found = part.Finding(
        "rate", "It is 83%.", unit="share", key=True, as_of=pd.Timestamp("2026-01-05"), **numpy
    )
    kept = content(part.findings([found, part.Finding("none", "Not known.", float("nan"), "share")]))
    first, second = kept["findings"]
    assert first == {
        "kind": "finding", "name": "rate", "sentence": "It is 83%.", "value": 0.83, "unit": "share",
        "low": 0.7, "high": 0.9, "n": 4, "key": True, "brief": "", "as_of": "2026-01-05", "definition": "",
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


def test_words_for_page_one_need_a_place_there() -> None:
    with pytest.raises(AnalysisError, match="it has words for page one, but does not stand there"):
        part.Finding("rate", "It is 83%.", 0.83, "share", brief="83%.")
