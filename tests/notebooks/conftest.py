"""What tests of the reports share: a notebook run cell by cell, as a reader of its parts would see it."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.data import Dataset, lineage
from analysis.parts import Part, figures
from analysis.parts.theme.drawings import drawn_of

ROOT = Path(__file__).parents[2]
Change = Callable[[pd.DataFrame], pd.DataFrame]
Run = Callable[..., list[Part]]


class Equal(lineage._Content):
    """Frames made twice from the same rows, which a build, running each report once, takes for different."""

    def __init__(self, given: pd.DataFrame | pd.Series) -> None:
        super().__init__(given)
        self._hash = hash((type(given), given.shape))


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Compute each measure, and judge each drawing, once for all runs: both are functions of their frames."""
    judge, known = figures._judged, dict[Hashable, Any]()

    def judged(drawing: Figure) -> Any:
        again: Any = drawn_of(drawing).again
        if again is None or drawing.stale:
            return judge(drawing)
        try:
            key = (again.func, lineage._by_value(again.args), lineage._by_value(again.keywords))
        except TypeError:
            return judge(drawing)
        if key not in known:
            known[key] = judge(drawing)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lineage, "_Content", Equal)
        patch.setattr(lineage, "HELD", 10_000)
        patch.setattr(figures, "_judged", judged)
        yield


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a runner of notebooks: what each cell shows, as of a date, with some tables changed."""

    def shown(name: str, as_of: str, *, tables: Mapping[str, Change] | None = None) -> list[Part]:
        if not tables:
            return _as_it_is(name, as_of)
        original = Dataset.table

        def changed(dataset: Dataset, table: str) -> pd.DataFrame:
            frame = original(dataset, table)
            change = tables.get(table)
            return change(frame) if change else frame

        monkeypatch.setattr(Dataset, "table", changed)
        return _run(name, as_of)

    return shown


@cache
def _as_it_is(name: str, as_of: str) -> list[Part]:
    """Run a notebook on the data as they are, once for all tests of it."""
    return _run(name, as_of)


def _run(name: str, as_of: str) -> list[Part]:
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    parts: list[Part] = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        shown = body[-1].value if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body[:-1] if shown else body, []), cell["id"], "exec"), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names |= {"as_of": as_of, "data_dir": str(ROOT / "data")}
        if shown:
            value = eval(compile(ast.Expression(shown), cell["id"], "eval"), names)
            parts += [value] if isinstance(value, Part) else []
    return parts
