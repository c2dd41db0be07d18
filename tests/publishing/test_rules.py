"""A notebook that breaks a rule is told in which cell, what, and the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.planning.notebooks import read_notebook
from analysis.publishing.planning.rules import RULES, broken_rules

NOTEBOOKS = Path(__file__).parent / "notebooks"
Change = Callable[[dict[str, Any]], object]


def problems(tmp_path: Path, change: Change) -> list[str]:
    """What the rules say of the sound fixture after one change."""
    content = json.loads((NOTEBOOKS / "states-a-finding.ipynb").read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "states-a-finding.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return [str(problem).removeprefix(f"{path}, ") for problem in broken_rules(read_notebook(path))]


def cell(content: dict[str, Any], id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in content["cells"] if each["id"] == id)
    return found


def source(id: str, text: str) -> Change:
    return lambda content: cell(content, id).update(source=text)


def test_a_sound_notebook_breaks_none(tmp_path: Path) -> None:
    assert problems(tmp_path, lambda content: None) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (source("title", "No title"), "cell title (no. 1): is not the title; start with a Markdown cell"),
        (source("most", "# Another"), "cell most (no. 4): # Another has another H1; use `##`"),
        (
            source("parameters", "as_of = today()"),
            "cell parameters (no. 2): `as_of = today()` is not a literal",
        ),
        (source("parameters", 'as_of = "2024-01-10"'), "cell parameters (no. 2): known_on is missing"),
        (
            source("setup", "import os"),
            "cell setup (no. 3): the setup cell is missing; follow the parameters with",
        ),
        (source("setup", "dataset = load_dataset(data_dir)"), "cell setup (no. 3): does not select by date"),
        (
            source("most-lights", "import os\nos"),
            "cell most-lights (no. 5): imports; import in the setup cell",
        ),
        (source("most-lights", "a\nb\nc\nd\ne\nf"), "cell most-lights (no. 5): has 6 lines; keep to 5"),
        (source("most-lights", "def f(): return 1\nf()"), "holds a function; write a measure"),
        (source("most-lights", "class A: pass"), "holds a class; write a measure"),
        (source("most-lights", "for x in y: x"), "holds a loop; write a measure"),
        (source("most-lights", "[x for x in y]"), "holds a comprehension; write a measure"),
        (source("most-lights", "f = lambda: 1"), "holds a lambda; write a measure"),
        (source("most-lights", "pd.read_csv('x')"), "holds a reader (read_csv); write a measure"),
        (source("most-lights", "open('x')"), "holds a reader (open); write a measure"),
        (source("most-lights", "a.groupby('x').sum()"), "holds data work (groupby); write a measure"),
        (source("most-lights", "a.merge(b)"), "holds data work (merge); write a measure"),
        (source("most-lights", "date.today()"), "holds the clock (today); take dates from as_of"),
        (source("most-lights", "%matplotlib inline"), "cell most-lights (no. 5): is not plain Python"),
        (source("most", "## It is likely"), "cell most (no. 4): “likely” is a likelihood word typed by hand"),
        (
            source("most", "There were 653."),
            "cell most (no. 4): “653” is a number typed by hand; print it by a",
        ),
        (
            source("most-lights", 'part.note("Some 12 lights")'),
            "cell most-lights (no. 5): “12” is a number typed",
        ),
        (
            lambda c: cell(c, "most-lights").update(execution_count=3),
            "has stored outputs or an execution count",
        ),
        (lambda c: cell(c, "most-lights").update(id="title"), "cell title (no. 5): has no id of its own"),
        (lambda c: c["metadata"]["analysis"].pop("audience"), "metadata analysis.audience is missing"),
        (lambda c: c["cells"].pop(1), "the cell tagged parameters is missing; add a code cell"),
    ],
)
def test_each_breach_names_cell_reason_and_fix(tmp_path: Path, change: Change, said: str) -> None:
    assert any(said in problem for problem in problems(tmp_path, change)), problems(tmp_path, change)


def test_all_breaches_are_said_together(tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        cell(content, "most").update(source="Very likely 12.")
        cell(content, "most-lights").update(source="for x in y: x")

    assert len(problems(tmp_path, change)) == 3


def test_a_heading_inside_a_code_fence_is_no_title(tmp_path: Path) -> None:
    assert problems(tmp_path, source("most", "## Steps\n\n```\n# make reports\n```")) == []


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_fixtures_of_this_suite_keep_the_rules(path: Path) -> None:
    assert broken_rules(read_notebook(path)) == []


def test_every_rule_says_what_it_yields() -> None:
    assert all(rule.__doc__ and rule.__doc__.startswith("Yield") for rule in RULES)
