"""The committed record, read by the standard library alone, so that no loader can hide a fault in it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, str]
Table = Callable[[str], list[Row]]


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder of the record."""
    return DATA


@pytest.fixture(scope="session")
def descriptor() -> dict[str, Any]:
    """The parsed ``datapackage.json``."""
    content: dict[str, Any] = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def resources(descriptor: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Resources of the descriptor by name."""
    return {resource["name"]: resource for resource in descriptor["resources"]}


@pytest.fixture(scope="session")
def table(resources: dict[str, dict[str, Any]]) -> Table:
    """All rows of a table, every version of them, as text."""

    def rows(name: str) -> list[Row]:
        with (DATA / resources[name]["path"]).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines, strict=True))

    return rows


@pytest.fixture(scope="session")
def starting(table: Table) -> Table:
    """Only the rows the project started with: later rows add to them and never take them away."""
    return lambda name: [row for row in table(name) if row["recorded_on"] == "2026-11-24"]
