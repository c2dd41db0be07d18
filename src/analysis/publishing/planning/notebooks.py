"""What does a notebook file say before anything runs? Reads the JSON into cells of plain values.

Needs neither nbformat nor Jupyter, so that `list`, `check` and "nothing to do" answer at once.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from analysis.errors import NotebookError, Problem

HALF: Final = re.compile("[\ud800-\udfff]")  # of a pair: JSON can hold it alone, no encoding can


@dataclass(frozen=True)
class Cell:
    """One cell as its author saved it; ``number`` counts from 1 over all cells."""

    number: int
    id: str
    kind: str
    source: str
    tags: tuple[str, ...] = ()
    has_outputs: bool = False

    @property
    def name(self) -> str:
        """How a message names the cell: its id and its number.

        >>> Cell(3, "nightly", "code", "").name
        'nightly (no. 3)'
        """
        return f"{self.id} (no. {self.number})" if self.id else f"no. {self.number}"

    @cached_property
    def tree(self) -> ast.Module | None:
        """The cell's code as a syntax tree, None when it is not plain Python."""
        try:
            return ast.parse(self.source)
        except (SyntaxError, ValueError, RecursionError):
            return None

    @cached_property
    def nodes(self) -> Sequence[ast.AST]:
        """Every node of the cell's code, walked once for all rules; none when it is not plain Python."""
        return tuple(ast.walk(self.tree)) if self.tree else ()


@dataclass(frozen=True)
class Notebook:
    """A notebook file: where it lies, its bytes, its cells, its metadata.

    ``content`` is without what JupyterLab stores with each save and no report is made from: outputs, and the
    version of Python.
    ``run`` is blank but for a notebook that a row of parameters was filled into, of which there is no file:
    it names the file that it was before, and the row.
    """

    path: Path
    content: bytes
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]
    run: str = ""

    @property
    def label(self) -> str:
        """How a message names the notebook, so that whoever reads it finds what to mend."""
        return self.run or str(self.path)

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells in order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")

    @property
    def markdown(self) -> tuple[Cell, ...]:
        """The Markdown cells in order."""
        return tuple(cell for cell in self.cells if cell.kind == "markdown")

    def problem(self, cell: Cell | None, reason: str, fix: str, *, value: str = "") -> Problem:
        """Return a problem placed in this notebook, or in one cell of it."""
        place = f"{self.label}, cell {cell.name}:" if cell else f"{self.label}:"
        return Problem(f"{place} {value}".rstrip(), "", reason, fix)


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of format 4; raises ``NotebookError`` when the file is none."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise OSError(0, "it is no regular file")
        return parsed_notebook(path, path.read_bytes())
    except FileNotFoundError:
        problem = Problem("the file", "", "does not exist", "`analysis list` shows all reports")
    except OSError as error:
        problem = Problem(
            "the file", "", f"cannot be read: {error.strerror}", "give a notebook that can be opened"
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"is not a Jupyter notebook of format 4 ({type(error).__name__}: {error})"
        problem = Problem("the file", "", reason, "save it again from JupyterLab")
    raise NotebookError(str(path), "", [problem]) from None


def parsed_notebook(path: Path, content: bytes) -> Notebook:
    """Return the notebook that some bytes are; raises ``ValueError`` or ``KeyError`` when they are none."""
    parsed = json.loads(content.decode("utf-8"))
    if parsed["nbformat"] != 4:
        raise ValueError(f"nbformat is {parsed['nbformat']!r}")
    cells = tuple(_cell(number, cell) for number, cell in enumerate(parsed["cells"], start=1))
    metadata = dict(parsed["metadata"])
    if any(cell.has_outputs for cell in cells):
        content = _without_outputs(parsed)
    return Notebook(path, content, cells, metadata)


def _without_outputs(parsed: dict[str, Any]) -> bytes:
    """Return a notebook as it was before its cells ran in JupyterLab."""
    for cell in parsed["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    language = parsed["metadata"].get("language_info", {})
    for name in set(language) - {"name"}:
        del language[name]
    return as_saved(parsed).encode()


def as_saved(notebook: Mapping[str, Any]) -> str:
    """Return the text of a notebook's file, as Jupyter writes it."""
    return f"{json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)}\n"


def _cell(number: int, cell: Mapping[str, Any]) -> Cell:
    source, tags = cell["source"], cell["metadata"].get("tags", [])
    told = {
        "id": cell.get("id", ""),
        "type": cell["cell_type"],
        "source": source if isinstance(source, str) else "".join(source),
    }
    for what, text in (*told.items(), *(("tag", tag) for tag in tags)):
        if not isinstance(text, str):
            raise TypeError(f"the {what} of cell no. {number} is no text")
        if broken := HALF.search(text):
            raise ValueError(f"the {what} of cell no. {number} holds half a character, {broken[0]!a}")
    return Cell(
        number,
        told["id"],
        told["type"],
        told["source"],
        tuple(tags),
        bool(cell.get("outputs")) or cell.get("execution_count") is not None,
    )
