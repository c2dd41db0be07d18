"""A notebook of the code that a test gives, after the cells that every report has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.publishing.planning.notebooks import Notebook, read_notebook

PARAMETERS = 'as_of = "2024-01-10"\nknown_on = "2024-02-01"\ndata_dir = "../data"'
SETUP = "from analysis import load_dataset, part\n\ndataset = load_dataset(data_dir)"


@pytest.fixture
def noted(tmp_path: Path) -> Callable[..., Notebook]:
    """A function that writes code cells named one, two, three … into a notebook and reads it."""

    def notebook(*sources: str, setup: str = SETUP) -> Notebook:
        names = ("parameters", "setup", "one", "two", "three")
        cells: list[dict[str, object]] = [
            {
                "cell_type": "code",
                "id": name,
                "metadata": {"tags": [name] if name == "parameters" else []},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for name, source in zip(names, (PARAMETERS, setup, *sources), strict=False)
        ]
        path = tmp_path / "noted.ipynb"
        content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(content), encoding="utf-8")
        return read_notebook(path)

    return notebook
