"""What a report is made from is compared by value, and each difference is said in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.data import Table
from analysis.publishing.caching import fingerprints
from analysis.publishing.caching.fingerprints import (
    changes,
    code_group,
    modules_group,
    notebook_group,
    packages_group,
    row_changes,
)
from analysis.publishing.planning.notebooks import read_notebook

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"

DAYS = Table(name="days", path="days.csv", key=("day",))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("day,n\n1,5\n2,6\n", "fields or order of rows"),
        ("day,n\n1,5\n2,6\n3,7\n", "+1 row"),
        ("day,n\n1,5\n2,9\n", "1 revised"),
        ("day,n\n1,5\n2,6\n2,9\n3,1\n4,1\n", "+2 rows, 1 revised"),
        ("day,n\n1,5\n", "1 gone"),
        ('day,n\n1,5\n2,6\n"3\n4",7\n', "+1 row"),
    ],
)
def test_rows_are_told_apart_by_the_key_of_the_fact(now: str, said: str) -> None:
    assert row_changes(b"day,n\n1,5\n2,6\n", now.encode(), DAYS) == said


def test_a_correction_is_a_new_row_of_a_known_fact() -> None:
    before = b"date,class,n,recorded_on\n2024-01-01,a,5,2024-02-01\n"
    after = before + b"2024-01-01,a,6,2024-03-01\n2024-01-01,b,2,2024-03-01\n"
    assert row_changes(before, after, replace(DAYS, key=("date", "class"))) == "+1 row, 1 revised"


def test_each_group_is_said_in_its_own_words_and_runs_or_only_draws() -> None:
    before = {
        "code": {"order of cells": "1", "nightly": "1"},
        "notebook": {"the file": "1", "opening": "1"},
        "parameters": {"window": "28"},
        "data": {"nights.csv": "1"},
        "modules": {"measures/gaps.py": "1"},
        "packages": {"numpy": "2.4.6"},
        "program": {"measures/gaps.py": "1", "publishing/templates/report.css": "1"},
        "formats": {"html": "true"},
    }
    now = {
        "code": {"order of cells": "1", "nightly": "2"},
        "notebook": {"the file": "2", "opening": "2"},
        "parameters": {"window": "7"},
        "data": {"nights.csv": "2"},
        "modules": {"measures/gaps.py": "2"},
        "packages": {"numpy": "2.4.7"},
        "program": {"measures/gaps.py": "2", "publishing/templates/report.css": "2"},
        "formats": {"html": "true", "pdf": "true"},
    }
    found = changes(before, now, rows={"nights.csv": "+3 rows, 1 revised"})
    assert [(change.words, change.runs) for change in found] == [
        ("the notebook changed (nightly)", True),
        ("parameter window is 7, was 28", True),
        ("nights.csv changed (+3 rows, 1 revised)", True),
        ("measures/gaps.py changed", True),
        ("numpy is 2.4.7, was 2.4.6", True),
        ("the notebook changed (opening)", False),
        ("publishing/templates/report.css changed", False),
        ("other formats are asked for (html, pdf)", False),
    ]
    assert changes(now, now, rows={}) == []


def test_many_names_are_counted_not_listed() -> None:
    now = {"program": {f"m{number}.py": "2" for number in range(9)}}
    (change,) = changes({"program": dict.fromkeys(now["program"], "1")}, now, rows={})
    assert change.words == "m0.py, m1.py, m2.py, 6 more changed"


def test_modules_are_found_as_files_of_the_program() -> None:
    program = fingerprints.program_group()
    found = modules_group(program, ["analysis", "analysis.errors", "analysis.publishing", "analysis.gone"])
    assert sorted(found) == ["__init__.py", "errors.py", "publishing/__init__.py"]
    assert not any(path.endswith(".pyc") for path in program)
    assert "publishing/templates/index.html.j2" in program


def test_only_packages_of_the_lock_file_count(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "pandas==3.0.0 \\\n    --hash=sha256:00\nJinja2==1\nabsent-package==1\n", encoding="utf-8"
    )
    assert sorted(packages_group(lock)) == ["Python", "jinja2", "pandas"]
    assert sorted(packages_group(None)) == ["Python"]


def test_a_notebook_is_compared_cell_by_cell_and_as_a_file(tmp_path: Path) -> None:
    original = NOTEBOOKS / "states-a-finding.ipynb"
    copy = tmp_path / original.name
    copy.write_text(original.read_text(encoding="utf-8").replace("## All nights", "## Each night"), "utf-8")
    one, other = (notebook_group(read_notebook(path)) for path in (original, copy))
    assert sorted(name for name in one if one[name] != other[name]) == ["nights", "the file"]
    assert code_group(read_notebook(original)) == code_group(read_notebook(copy))
