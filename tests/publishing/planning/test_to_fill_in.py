"""What readers would see marked TODO is found in the description, in texts and in texts of code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.planning.notebooks import Notebook, parsed_notebook
from analysis.publishing.planning.to_fill_in import unwritten


def notebook(kind: str, source: str, **described: Any) -> Notebook:
    cells = [{"id": "one", "cell_type": kind, "source": source, "metadata": {}}]
    content = {"nbformat": 4, "cells": cells, "metadata": {"analysis": described}}
    return parsed_notebook(Path("x.ipynb"), json.dumps(content).encode())


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("markdown", "# Rain\n\nTODO say why."),
        ("code", 'part.say("x", row, text="TODO")'),
        ("code", 'title = f"TODO {n}"'),
    ],
)
def test_a_cell_is_named_whose_words_are_marked(kind: str, source: str) -> None:
    assert unwritten(notebook(kind, source)) == ["cell one (no. 1)"]


def test_what_readers_do_not_see_is_not_named() -> None:
    assert unwritten(notebook("code", "n = 1  # TODO: a faster one", audience="All")) == []


def test_fields_of_the_description_are_named() -> None:
    assert unwritten(notebook("markdown", "# Rain", title="Rain", audience="TODO say who")) == ["audience"]
