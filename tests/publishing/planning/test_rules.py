"""A notebook that breaks a rule is told in which cell, what, and the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.planning.notebooks import read_notebook
from analysis.publishing.planning.rules import RULES, broken_rules

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
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
            source("setup", "import pandas"),
            "cell setup (no. 3): the setup cell is missing; follow the parameters with",
        ),
        (source("most", "Another\n==="), "cell most (no. 4): # Another has another H1; use `##`"),
        (
            source("parameters", 'as_of = "2026-02-30"\nknown_on = "2026-03-01"\ndata_dir = "d"'),
            "cell parameters (no. 2): as_of = '2026-02-30' is not a date",
        ),
        (
            source("most", "The median is {{median}}."),
            "cell most (no. 4): {{median}} would be printed as it is",
        ),
        (
            source("most", "The median is {median:.1}."),
            "cell most (no. 4): {median:.1} would be printed as it",
        ),
        (
            source("most-lights", 'part.note("The {{median}} of it")'),
            "cell most-lights (no. 5): {{median}} would be printed as it is",
        ),
        (
            source("setup", "dataset = load_dataset(data_dir)"),
            "cell setup (no. 3): opens a dataset without its dates",
        ),
        (source("most-lights", "part.note()"), "cell most-lights (no. 5): part.note lacks text; give it"),
        (
            source("most-lights", "import nowhere.at_all"),
            "`nowhere.at_all` is no module that can be imported",
        ),
        (source("most-lights", "lamps"), "cell most-lights (no. 5): `lamps` is used and not set before"),
        (source("most-lights", "open('x')"), "cell most-lights (no. 5): holds a reader (open); take tables"),
        (
            source("most-lights", "%matplotlib inline"),
            "cell most-lights (no. 5): is not plain Python (line 1: invalid syntax); remove magics",
        ),
        (
            source("most-lights", "lit = 1\nprint((lit)"),
            "cell most-lights (no. 5): is not plain Python (line 2: '(' was never closed); remove magics",
        ),
        (source("most", "## It is likely"), "cell most (no. 4): “likely” is a likelihood word typed by hand"),
        (
            source("most", "There were 653."),
            "cell most (no. 4): “653” is a number typed by hand; print it as",
        ),
        (
            source("most-lights", 'part.note("Some 12 lights")'),
            "cell most-lights (no. 5): “12” is a number typed",
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
        cell(content, "most-lights").update(source="open('x')")

    assert len(problems(tmp_path, change)) == 3


@pytest.mark.parametrize(
    "code",
    [
        'weekday = dataset.nights["night"].dt.day_name()\ndataset.nights.groupby(weekday)["lights"].median()',
        'import seaborn as sns\nsns.barplot(data=dataset.nights, x="night", y="lights", errorbar=None)',
        "def doubled(frame):\n    return frame * 2\n\n\ndoubled(dataset.nights[['lights']])",
        "for name in ['a', 'b']:\n    print(name)",
        "[x for x in range(3) if (lambda y: y)(x)]",
        "from analysis.parts import theme\ntheme.apply()",
        'dataset.nights.query("lights > 400 and lights < 500")',
        'dataset.nights[dataset.nights["place"] == "a place of 12 words"]',
    ],
)
def test_pandas_charts_loops_and_functions_are_welcome(tmp_path: Path, code: str) -> None:
    assert problems(tmp_path, source("most-lights", code)) == []


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ('text = "There were 653 lights"', "653"),
        ('f"{as_of}: 653 lights, the {window}-day mean"', "653"),
        ('part.figure(0, caption="It rose to 163 a night", alt="A line", source="s", as_of=as_of)', "163"),
        ('part.table(dataset.nights, caption="The 12 nights", source="s", as_of=as_of)', "12"),
        ('print("from a text".replace("a", "b"), "It was 99 in all")', "99"),
    ],
)
def test_a_number_typed_in_a_text_of_a_cell_is_found(tmp_path: Path, code: str, number: str) -> None:
    [said] = problems(tmp_path, source("most-lights", code))
    assert f"“{number}” is a number typed by hand" in said


def test_fields_and_windows_are_no_typed_numbers(tmp_path: Path) -> None:
    code = 'text = "{mean:.1} a night over the last 28 nights (95% interval {low}–{high})"'
    assert problems(tmp_path, source("most-lights", code)) == []


def test_a_heading_inside_a_code_fence_is_no_title(tmp_path: Path) -> None:
    assert problems(tmp_path, source("most", "## Steps\n\n```\n# make reports\n```")) == []


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_fixtures_of_this_suite_keep_the_rules(path: Path) -> None:
    assert broken_rules(read_notebook(path)) == []


def test_every_rule_says_what_it_yields() -> None:
    assert all(rule.__doc__ and rule.__doc__.startswith("Yield") for rule in RULES)
