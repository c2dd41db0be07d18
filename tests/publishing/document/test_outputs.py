"""Printed text is joined, errors are told, and readers of foreign outputs are no part of a report of ours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from analysis.publishing.building.build import build
from analysis.publishing.document.blocks import Listing, Picture, Place
from analysis.publishing.document.outputs import OutputReader
from analysis.publishing.document.part_reader import PART_TYPE

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

RENDERED = """
import sys
from pathlib import Path
from analysis.publishing.running.quick_imports import defer_grammars
defer_grammars()
from analysis.publishing.exporters.rendering import read_notebook, render
folder, *notebooks = map(Path, sys.argv[1:])
for notebook in notebooks:
    render(read_notebook(notebook), notebook.stem, ["html", "pdf"], folder)
print(*(name for name in sys.modules if name.startswith("analysis.publishing.document.")))
"""


def no_picture(address: str, alt: str) -> Picture:
    raise AssertionError(address)


def read(*outputs: Mapping[str, object]) -> tuple[list[object], list[str]]:
    told: list[str] = []
    reader = OutputReader(
        place=Place(1, "cell"),
        load=no_picture,
        markdown=lambda source: [],
        report=lambda what, fix, lost=False: told.append(what),
    )
    return list(reader.read(outputs)), told


def test_pieces_of_one_stream_are_one_and_the_other_stream_is_another() -> None:
    pieces = [("stdout", "a"), ("stdout", ["b", "c\n"]), ("stderr", "careful\n"), ("stdout", " \n")]
    streams: list[dict[str, object]] = [
        {"output_type": "stream", "name": name, "text": text} for name, text in pieces
    ]
    blocks, told = read(*streams)
    shown = [(block.role, block.spans[0][1].strip()) for block in blocks if isinstance(block, Listing)]
    assert shown == [("output", "abc"), ("stderr", "careful")]
    assert told == ["writes to stderr: careful"]


def test_an_error_is_shown_and_told() -> None:
    blocks, told = read({"output_type": "error", "ename": "ValueError", "evalue": "no rain", "traceback": []})
    assert [block.spans for block in blocks if isinstance(block, Listing)] == [(("", "ValueError: no rain"),)]
    assert told == ["ends in an error: ValueError: no rain"]


def test_what_a_notebook_found_wrong_with_its_drawing_is_told() -> None:
    content = {
        "kind": "figure",
        "caption": "Tons by hour.",
        "alt": "A line",
        "source": "own count",
        "details": [],
        "problems": [
            {"what": "covers words with words: “one” and “two”", "fix": "give it room"},
            "no problem",
        ],
    }
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    _, told = read({"output_type": "display_data", "data": {PART_TYPE: content, "image/svg+xml": svg}})
    assert told == ["shows a drawing that covers words with words: “one” and “two”"]


def test_a_report_of_ours_never_loads_the_readers_of_foreign_outputs(project: Callable[..., Asked]) -> None:
    request = project("states-a-finding", "reads-another-table", formats=())
    (place,) = build(*request, say=lambda line: None)
    notebooks = sorted(map(str, place.glob("*.ipynb")))
    assert len(notebooks) == 2
    command = [sys.executable, "-c", RENDERED, str(request.project.cache), *notebooks]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "analysis.publishing.document.part_reader" in loaded
    assert not [name for name in loaded if "foreign" in name]
