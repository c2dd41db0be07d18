"""Does a notebook put something else in the place of what a module holds? Then modules say not all of a run.

Found by reading: `hills.HEIGHT = 4`, `del`, `setattr`, and what changes a list or mapping of a module. The
style of drawings (`rcParams`) is no such thing: it is asked for by each drawing.
"""

from __future__ import annotations

import ast
from collections.abc import Set
from typing import Final

from analysis.publishing.planning.notebooks import Notebook

STYLE: Final = "rcParams"
_CHANGING: Final = {"append", "extend", "insert", "update", "setdefault", "pop", "remove", "clear", "add"}


def changes_modules(notebook: Notebook) -> bool:
    """Return whether a cell changes what it has imported."""
    nodes = [node for cell in notebook.code for node in cell.nodes]
    imported = {
        each.asname or each.name.partition(".")[0]
        for node in nodes
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for each in node.names
    }
    return any(_changes(node, imported) for node in nodes)


def _changes(node: ast.AST, imported: Set[str]) -> bool:
    match node:
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            return _is_of_module(node.value, imported)
        case ast.Call(func=ast.Name(id="setattr" | "delattr")):
            return True
        case ast.Call(func=ast.Attribute(value=value, attr=method)) if method in _CHANGING:
            return _is_of_module(value, imported)
    return False


def _is_of_module(node: ast.expr, imported: Set[str]) -> bool:
    """Return whether something is imported, or is held by what is."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute) and node.attr == STYLE:
            return False
        node = node.value
    return isinstance(node, ast.Name) and node.id in imported and node.id != STYLE
