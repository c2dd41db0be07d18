"""What is still to be filled in? Nothing of it stops a build; readers would miss it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import Problem
from analysis.publishing.planning.notebooks import Cell, Notebook

if TYPE_CHECKING:
    from analysis.data.descriptor import Descriptor, Table

MARK: Final = "TODO"
NUMBERS: Final = ("integer", "number")
UNFINISHED: Final = f"Unfinished: words marked {MARK} are still to be written."


def unwritten(notebook: Notebook) -> list[str]:
    """Return where readers would see TODO: fields of the description, and cells with it in their words."""
    described = [name for name, text in _described(notebook) if MARK in text]
    return [*described, *(f"cell {cell.name}" for cell in notebook.cells if _shows_mark(cell))]


def to_fill_in(descriptor: Descriptor, notebooks: Iterable[Notebook]) -> Iterator[Problem]:
    """Yield what a data package does not say yet, and what readers of a notebook would see marked TODO."""
    if not descriptor.content.get("licenses"):
        fix = 'add "licenses": [{"name": "CC-BY-4.0"}], or what holds for these data'
        yield Problem(descriptor.place, "", "names no licence", fix)
    for table in descriptor.tables.values():
        if not table.has_vintages:
            yield from _of_table(table, f"{descriptor.place} {table.name}")
    for notebook in notebooks:
        for name, text in _described(notebook):
            if MARK in text:
                yield notebook.problem(None, "is to be written", "", value=f"metadata analysis.{name}")
        for cell in notebook.cells:
            if _shows_mark(cell):
                yield notebook.problem(cell, f"holds {MARK}", "write what it asks for")


def _of_table(table: Table, place: str) -> Iterator[Problem]:
    if not table.sources:
        fix = 'add "sources": [{"title": "…", "path": "https://…"}]: it stands under each figure and table'
        yield Problem(place, "", "names no source", fix)
    bare = [one.name for one in table.fields if one.type in NUMBERS and not one.unit]
    if bare:
        fix = 'add "unit", as "t" or "share", where the numbers have one'
        yield Problem(place, "", f"gives no unit for {', '.join(bare)}", fix)


def _described(notebook: Notebook) -> Iterator[tuple[str, str]]:
    described: Any = notebook.metadata.get("analysis")
    for name, value in described.items() if isinstance(described, dict) else ():
        yield name, str(value)


def _shows_mark(cell: Cell) -> bool:
    """Whether a cell's words are marked: a text, or a text in code, but no comment."""
    if MARK not in cell.source or cell.kind != "code":
        return MARK in cell.source
    texts = (node.value for node in cell.nodes if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and MARK in text for text in texts)
