"""Parameters take name and type from the literals of the parameters cell; misfits are said before a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.planning.notebooks import Notebook, read_notebook
from analysis.publishing.planning.parameters import Value, declared, resolve, typed

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def notebook(tmp_path: Path, source: str) -> Notebook:
    cell = {"cell_type": "code", "id": "p", "metadata": {"tags": ["parameters"]}, "source": source}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}), encoding="utf-8")
    return read_notebook(path)


def test_names_and_defaults_are_read_without_running() -> None:
    found = declared(read_notebook(NOTEBOOKS / "states-a-finding.ipynb"))
    assert found == {
        "as_of": "2024-01-10",
        "known_on": "2024-02-01",
        "data_dir": "../data",
        "bright": "At most there",
        "window": 7,
    }


def test_each_line_that_is_no_literal_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError) as caught:
        declared(notebook(tmp_path, "a = 1\nb = a + 1\nprint(b)\nc: float = -2.5"))
    assert [line.split("`")[1] for line in str(caught.value).splitlines()] == ["b = a + 1", "print(b)"]


def test_broken_python_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"is not Python: .* \(line 2\)"):
        declared(notebook(tmp_path, "a = 1\nb = ("))


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("7", 28, 7),
        ("0.25", 0.5, 0.25),
        ("3", 0.5, 3.0),
        ("-2", -1, -2),
        ("[0, 50]", [0, 10], [0, 50]),
        ("False", True, False),
        ("12", "text", "12"),
        ("2025-12-06", "2026-01-05", "2025-12-06"),
        ("['a', 'b']", ["c"], ["a", "b"]),
        ("5", None, 5),
        ("word", None, "word"),
    ],
)
def test_a_text_takes_the_type_of_the_default(text: str, default: Value, value: Value) -> None:
    result = typed(text, default)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("text", "default", "reason"),
    [
        ("7.5", 28, "must be a whole number"),
        ("many", 0.5, "must be a number"),
        ("maybe", True, "must be true or false"),
        ("2025-13-01", "2026-01-05", "is not a date"),
        ("20251206", "2026-01-05", "is not a date"),
        ("7", ["a"], "must be a list"),
        ("-1", 8, "must be more than 0 and at most 8,000"),
        ("0", 8, "must be more than 0"),
        ("100000000000", 28, "must be more than 0 and at most 28,000"),
        ("-1", 0, "must be at least 0 and at most 1,000"),
        ("nan", 0.5, "must be more than 0 and at most 500"),
        ("inf", 0.5, "must be more than 0"),
        ("[1, -2]", [1, 2], "must be more than 0 and at most 2,000"),
        ("[1, 'a']", [1, 2], "must be more than 0"),
        ("[]", [1, 2], "must be more than 0"),
        ("[" * 500, [1], "must be a list"),
        ("", "text", "must be a text that can be printed"),
        ("a\u202eb", "text", "must be a text that can be printed"),
    ],
)
def test_a_misfit_is_refused_with_what_is_expected(text: str, default: Value, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        typed(text, default)


def test_all_misfits_are_said_together() -> None:
    defaults: dict[str, Value] = {"as_of": "2026-01-05", "window": 28}
    with pytest.raises(AnalysisError) as caught:
        resolve(
            "brief", defaults, {"asof": "2026-01-05", "widnow": "7", "window": "x", "as_of": "2026-01-01"}
        )
    assert str(caught.value).splitlines() == [
        "parameter asof is unknown to brief; did you mean as_of (option --as-of)?",
        "parameter widnow is unknown to brief; did you mean window?",
        'parameter window = "x" of brief must be a whole number',
        'parameter as_of = "2026-01-01" has an option of its own; --as-of',
    ]
