"""A file is read into cells of plain values, or refused with the reason; never with a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import v4

from analysis.errors import NotebookError
from analysis.publishing.planning.notebooks import read_notebook

SOUND: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# A", " title"]},
        {"cell_type": "code", "id": "code", "metadata": {"tags": ["a"]}, "source": "x = 1", "outputs": []},
        {"cell_type": "code", "metadata": {}, "source": "%magic", "outputs": [{}], "execution_count": None},
    ],
    "metadata": {"analysis": {}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def changed(**parts: object) -> bytes:
    """Return the bytes of a notebook whose first cell has other parts."""
    return json.dumps({**SOUND, "cells": [{**SOUND["cells"][0], **parts}]}).encode()


def test_cells_are_plain_values(tmp_path: Path) -> None:
    path = tmp_path / "sound.ipynb"
    path.write_text(json.dumps(SOUND), encoding="utf-8")
    title, code, magic = read_notebook(path).cells
    assert (title.source, title.name, title.kind) == ("# A title", "title (no. 1)", "markdown")
    assert (code.tags, code.has_outputs) == (("a",), False)
    assert code.tree is not None
    assert len(code.nodes) > 3
    assert (magic.name, magic.has_outputs, magic.tree, magic.nodes) == ("no. 3", True, None, ())


def test_what_jupyterlab_stores_when_cells_have_run_is_left_out(tmp_path: Path) -> None:
    notebook = v4.new_notebook(
        cells=[v4.new_markdown_cell("# Drei Äpfel", id="a"), v4.new_code_cell("1 + 1", id="b")],
        metadata={"language_info": {"name": "python"}},
    )
    path = tmp_path / "x.ipynb"
    nbformat.write(notebook, path)
    before = path.read_bytes()
    assert read_notebook(path).content == before
    notebook.cells[1].update(execution_count=1, outputs=[v4.new_output("stream", text="2")])
    notebook.metadata.language_info["version"] = "3.13.1"
    nbformat.write(notebook, path)
    assert read_notebook(path).content == before != path.read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not a Jupyter notebook of format 4"),
        (json.dumps({**SOUND, "nbformat": 3}).encode(), "nbformat is 3"),
        (json.dumps({name: SOUND[name] for name in ("cells", "metadata")}).encode(), "KeyError: 'nbformat'"),
        (json.dumps(SOUND).encode("utf-16"), "UnicodeDecodeError"),
        (b"\xef\xbb\xbf" + json.dumps(SOUND).encode(), "BOM"),
        (b"[" * 100_000, "RecursionError"),
        (json.dumps({**SOUND, "metadata": 3}).encode(), "TypeError"),
        (json.dumps({**SOUND, "cells": [{**SOUND["cells"][0], "id": []}]}).encode(), "the id of cell no. 1"),
        (changed(cell_type=["code"]), "the type of cell no. 1 is no text"),
        (changed(source=3), "TypeError"),
        (changed(metadata={"tags": [3]}), "the tag of cell no. 1 is no text"),
        (changed(metadata=None), "AttributeError"),
        (changed(source="x = '\ud800'"), r"the source of cell no. 1 holds half a character, '\ud800'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_no_notebook_is_refused_with_the_reason(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content)
    with pytest.raises(NotebookError) as caught:
        read_notebook(path)
    assert said in str(caught.value)


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="cannot be read: Is a directory"):
        read_notebook(tmp_path)
    with pytest.raises(NotebookError, match="does not exist"):
        read_notebook(tmp_path / "none.ipynb")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(NotebookError, match="cannot be read: it is no regular file"):
        read_notebook(tmp_path / "pipe.ipynb")
