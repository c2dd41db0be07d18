"""What tests of the reports share: a notebook run cell by cell, as a reader of its parts would see it."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.data import Dataset
from analysis.data.kept_results import FOLDER
from analysis.parts import Part

ROOT = Path(__file__).parents[2]
Change = Callable[[pd.DataFrame], pd.DataFrame]
Run = Callable[..., list[Part]]


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compute each measure and judge each drawing once for all runs, and for all processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own  # of this test run alone, in any case
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(shared / "results"))
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
