"""What both formats share: which cells are read, what strict mode refuses, what a preview warns of."""

from __future__ import annotations

import base64
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest

from analysis.publishing.document.blocks import Listing, Paragraph
from analysis.publishing.document.document import Document
from analysis.publishing.document.traversal import words
from analysis.publishing.exporters.exporter import AnalysisExporter


class Drawn(AnalysisExporter):
    """Keeps the document instead of drawing it."""

    def _file_extension_default(self) -> str:
        return ".txt"

    def draw(self, document: Document, resources: dict[str, Any]) -> str:
        self.document = document
        return document.name


DRAWN: Any = Drawn


def exported(cells: list[dict[str, Any]], make: ModuleType, about: Any = None, **traits: Any) -> Drawn:
    exporter: Drawn = DRAWN(**traits)
    node = nbformat.from_dict(make.notebook(cells))  # type: ignore[no-untyped-call]
    _, resources = exporter.from_notebook_node(node, {"metadata": about or {"name": "mine"}})
    assert resources["output_extension"] == ".txt"
    return exporter


def shown(exporter: Drawn) -> list[str]:
    """The roles of program text and the words of paragraphs, as they follow one another."""
    return [
        block.role if isinstance(block, Listing) else words(block.children)
        for block in exporter.document.blocks
        if isinstance(block, Listing | Paragraph)
    ]


@pytest.mark.parametrize(
    ("option", "left"),
    [
        ("", ["Said.", "input", "output"]),
        ("exclude_input", ["Said.", "output"]),
        ("exclude_output", ["Said.", "input"]),
        ("exclude_code_cell", ["Said."]),
        ("exclude_markdown", ["input", "output"]),
    ],
)
def test_the_options_of_nbconvert_leave_out_what_they_name(
    foreigners: ModuleType, option: str, left: list[str]
) -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": "1\n"}
    cells = [foreigners.text("said", "Said."), foreigners.code("count", [printed])]
    assert shown(exported(cells, foreigners, **({option: True} if option else {}))) == left


def test_without_a_name_it_is_a_notebook(foreigners: ModuleType) -> None:
    assert exported([], foreigners, {"path": ""}).document.name == "notebook"
    assert exported([], foreigners).document.name == "mine"


def test_images_are_looked_for_beside_the_notebook(foreigners: ModuleType, tmp_path: Path) -> None:
    cells = [foreigners.text("image", "![A box](box.png)")]
    about = {"name": "mine", "path": str(tmp_path)}
    assert any("box.png" in flaw.what for flaw in exported(cells, foreigners, about).document.flaws)
    (tmp_path / "box.png").write_bytes(base64.b64decode(foreigners.png()))
    assert not any("box.png" in flaw.what for flaw in exported(cells, foreigners, about).document.flaws)
