"""Hints name what could be simpler; code that only calls gets none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.publishing.planning.notebooks import Notebook, read_notebook
from analysis.publishing.planning.style import hints

Noted = Callable[..., Notebook]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("\n".join(["as_of"] * 21), "has 21 statements"),
        ("def f(): return 1", "holds a function"),
        ("class A: pass", "holds a class"),
        ("for x in as_of: x", "holds a loop"),
        ("dataset.nights.groupby('place').sum()", "holds groupby"),
        ("dataset.nights.rolling(7).mean()", "holds rolling"),
        ("import pandas", "imports; the setup cell"),
        ("sns.lineplot(dataset.nights)", "may draw the interval of lineplot by chance; give seed=1"),
    ],
)
def test_each_hint_names_its_cell(noted: Noted, code: str, said: str) -> None:
    [hint] = map(str, hints(noted(code)))
    assert f"noted.ipynb, cell one (no. 3): {said}" in hint


def test_many_imports_are_a_hint(noted: Noted) -> None:
    [hint] = map(str, hints(noted(setup="\n".join(["import math"] * 13))))
    assert "cell setup (no. 2): has 13 imports" in hint


def test_stored_outputs_are_a_hint(noted: Noted, tmp_path: Path) -> None:
    notebook = noted("as_of")
    path = notebook.path
    path.write_text(
        path.read_text("utf-8").replace('"execution_count": null', '"execution_count": 2'), "utf-8"
    )
    [hint] = map(str, hints(read_notebook(path)))
    assert "noted.ipynb: stores outputs of 3 cells; no report takes them" in hint


def test_short_calls_get_no_hint(noted: Noted) -> None:
    assert list(hints(noted("\n".join(["as_of"] * 8), "sns.lineplot(as_of, errorbar=None)"))) == []
