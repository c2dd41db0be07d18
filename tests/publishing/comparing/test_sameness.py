"""A report says the same when its text and outputs are, whatever day of knowledge it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.comparing.sameness import says_the_same

DAYS = ("2024-02-01", "2024-03-01")


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    printed = {"output_type": "stream", "name": "stdout", "text": ["As known on ", "1 February 2024: 11"]}
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "title", "source": ["# Lights\n", "\n", "By night."]},
        {"cell_type": "code", "id": "shows", "source": ["show()"], "outputs": [printed]},
        {"cell_type": "markdown", "id": "what-changed", "source": ["## What changed"]},
    ]
    path = tmp_path / "lights.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def says(sealed: Path, *, title: str = "# Lights\n\nBy night.", shown: str = "11") -> bool:
    text = f"As known on 1 March 2024: {shown}"
    outputs = [{"id": "shows", "outputs": [{"output_type": "stream", "name": "stdout", "text": text}]}]
    return says_the_same(sealed, {"title": title}, outputs, days=DAYS)


def test_the_day_of_knowledge_and_what_a_build_puts_in_are_no_difference(sealed: Path) -> None:
    assert says(sealed)


def test_another_word_and_another_number_are(sealed: Path) -> None:
    assert not says(sealed, title="# Lamps\n\nBy night.")
    assert not says(sealed, shown="12")
    assert not says(sealed.with_name("gone.ipynb"))
