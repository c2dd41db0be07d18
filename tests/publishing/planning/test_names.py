"""A name that no cell sets before, a module that is not there: found without running anything."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.publishing.planning.names import unknown_modules, unknown_names
from analysis.publishing.planning.notebooks import Notebook

Noted = Callable[..., Notebook]


def names(notebook: Notebook) -> list[str]:
    return [str(problem).partition(", ")[2] for problem in unknown_names(notebook)]


def test_a_name_used_before_its_cell_is_told_to_move(noted: Noted) -> None:
    assert names(noted("lamps", "lamps = 3")) == [
        "cell one (no. 3): `lamps` is used and not set before; move up the cell that sets it"
    ]


def test_a_misspelt_name_is_told_the_nearest(noted: Noted) -> None:
    assert names(noted("datset.nights")) == [
        "cell one (no. 3): `datset` is used and not set before; did you mean dataset?"
    ]


@pytest.mark.parametrize(
    "code",
    [
        "total = 0\nfor one in range(3):\n    total += one",
        "[a + b for a in range(3) for b in range(a)]",
        "def late():\n    return helped()\n\n\ndef helped():\n    return as_of\n\n\nlate()",
        "class Lamp:\n    colour = as_of\n\n    def lit(self):\n        return self.colour",
        "with part as shown:\n    shown",
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
        "if (n := len(as_of)) > 3:\n    print(n)",
        "match as_of:\n    case str(text):\n        print(text)",
        "def counted():\n    global lamps\n    lamps = 3\n\n\ncounted()\nlamps",
        "display(as_of), __name__",
    ],
)
def test_whatever_python_binds_is_known(noted: Noted, code: str) -> None:
    assert names(noted(code)) == []


@pytest.mark.parametrize("code", ["[x for x in y]", "f = lambda: y\nf()", "def g(a=y): pass", "y += 1; y"])
def test_a_name_is_missed_within_any_form(noted: Noted, code: str) -> None:
    assert bool(names(noted(code))) == (code != "y += 1; y")


def test_nothing_is_guessed_after_an_import_of_everything(noted: Noted) -> None:
    assert names(noted("from math import *\npi")) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import nowhere", "`nowhere` is no module that can be imported; correct its name"),
        ("from analysis.nowhere import x", "`analysis.nowhere` is no module that can be imported"),
        ("import analysis.data.nowhere", "`analysis.data.nowhere` is no module"),
        (
            "from analysis.errors import Problems",
            "`Problems` is not in the module analysis.errors; did you mean Problem?",
        ),
    ],
)
def test_a_module_or_name_that_is_not_there(noted: Noted, code: str, said: str) -> None:
    [problem] = map(str, unknown_modules(noted(code)))
    assert said in problem


@pytest.mark.parametrize(
    "code",
    [
        "import os.path, pandas as pd, numpy.random",
        "from analysis import load_dataset, part, data",
        "from matplotlib import pyplot as plt",
        "from scipy.stats import norm",
        "import seaborn as sns",
    ],
)
def test_modules_that_are_there_pass_and_are_not_imported(noted: Noted, code: str) -> None:
    before = {name for name in sys.modules if name.startswith("seaborn")}
    assert list(unknown_modules(noted(code))) == []
    assert {name for name in sys.modules if name.startswith("seaborn")} == before


def test_modules_of_the_project_are_there_wherever_a_run_finds_them(noted: Noted, tmp_path: Path) -> None:
    code = "import beside, in_src\nfrom package.inner import one\nfrom in_src import ones"
    notebook = replace(noted(code), path=tmp_path / "notebooks" / "one.ipynb")
    assert len(list(unknown_modules(notebook))) == 4
    for name in ("notebooks/beside.py", "src/in_src.py", "src/package/__init__.py", "src/package/inner.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one = 1\n", encoding="utf-8")
    [problem] = map(str, unknown_modules(replace(notebook, path=tmp_path / "notebooks" / "two.ipynb")))
    assert "`ones` is not in the module in_src; did you mean one?" in problem
