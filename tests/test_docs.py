"""What README and docs show is run, and prints what they say it prints."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from analysis.parts import Part

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)
SETUP = BLOCK.search((ROOT / "docs" / "change-a-word.md").read_text(encoding="utf-8"))


def run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run_and_print_what_the_page_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert SETUP
    names: dict[str, Any] = {}
    run(SETUP[1], names)
    for source, printed in BLOCK.findall(page.read_text(encoding="utf-8")):
        shown = run(source, names)
        assert shown is None or isinstance(shown, Part), source
        if printed:
            assert shown
            assert shown.text == printed.strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pictures_and_pages_that_are_linked_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
