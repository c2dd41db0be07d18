"""A report is written in the formats asked for; a flaw in it is an error, and the file is not there."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from analysis.errors import NotebookError
from analysis.publishing.exporters.rendering import read_notebook, render, write_notebook


def test_each_format_is_written_and_pages_are_counted(reports: ModuleType, tmp_path: Path) -> None:
    node = nbformat.from_dict(reports.notebook([reports.text("a", "# Title\n\nWords.")]))  # type: ignore[no-untyped-call]
    assert render(node, "one", ["html"], tmp_path).pages is None
    assert render(node, "one", ["html", "pdf"], tmp_path).pages == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.html", "one.pdf"]


def test_what_stands_twice_is_remarked(reports: ModuleType, tmp_path: Path) -> None:
    cells = [
        reports.text("a", "# Title"),
        *(reports.text(id, "It rained all night up north.") for id in "bc"),
    ]
    (remark,) = render(nbformat.from_dict(reports.notebook(cells)), "one", ["html"], tmp_path).remarks  # type: ignore[no-untyped-call]
    assert remark.startswith("cell b (no. 2) and cell c (no. 3): a reader reads twice")


def test_a_flaw_is_an_error_that_names_its_cell(reports: ModuleType, tmp_path: Path) -> None:
    node = nbformat.from_dict(reports.notebook([reports.text("a", "# T\n\n[x](#nowhere)")]))  # type: ignore[no-untyped-call]
    with pytest.raises(NotebookError, match=r"cell a \(no. 1\) links to #nowhere"):
        render(node, "one", ["html"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_is_written_as_it_is_read(reports: ModuleType, tmp_path: Path) -> None:
    node = nbformat.from_dict(reports.notebook([reports.text("a", "# Title")]))  # type: ignore[no-untyped-call]
    write_notebook(node, tmp_path / "a.ipynb")
    write_notebook(read_notebook(tmp_path / "a.ipynb"), tmp_path / "b.ipynb")
    assert (tmp_path / "a.ipynb").read_bytes() == (tmp_path / "b.ipynb").read_bytes()
