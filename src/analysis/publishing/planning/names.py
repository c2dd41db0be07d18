"""Does every name and module that a notebook's code uses exist? Found by reading, before anything runs.

Cells are read in their order: what a cell uses must be set by a statement before it.
"""

from __future__ import annotations

import ast
import builtins
import symtable
import sys
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib import invalidate_caches
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Final

from analysis.errors import Problem
from analysis.publishing.planning.notebooks import Cell, Notebook

Beside = tuple[str, ...]  # the folders of a project's own modules: beside the notebooks, and its src

_ALWAYS_THERE: Final = frozenset(dir(builtins)) | {"display", "get_ipython", "__name__"}
_RUN_AT_ONCE: Final = {"listcomp", "setcomp", "dictcomp", "genexpr"}
_HIDES_ITS_NAMES: Final = ("import *", "__getattr__", "globals()", "sys.modules")


def imported_names(notebook: Notebook) -> dict[str, str]:
    """Return what each imported name stands for: {"np": "numpy", "now": "datetime.datetime.now"}."""
    found: dict[str, str] = {}
    for cell in notebook.code:
        for node in cell.nodes:
            if isinstance(node, ast.Import):
                found |= {each.asname: each.name for each in node.names if each.asname}
            elif isinstance(node, ast.ImportFrom):
                found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def full_name(node: ast.AST, imported: Mapping[str, str]) -> str:
    """Return the dotted name of what is used or called, by its full name where it was imported.

    >>> full_name(ast.parse("pd.Timestamp.now").body[0].value, {"pd": "pandas"})
    'pandas.Timestamp.now'
    >>> full_name(ast.parse("Path('a').read_text").body[0].value, {"Path": "pathlib.Path"})
    'pathlib.Path().read_text'
    """
    match node:
        case ast.Name(id=name):
            return imported.get(name, name)
        case ast.Attribute(value=value, attr=name):
            return f"{full_name(value, imported)}.{name}"
        case ast.Call(func=function):
            return f"{full_name(function, imported)}()"
    return ""


def unknown_names(notebook: Notebook) -> Iterator[Problem]:
    """Yield each name that a cell uses and no statement before it sets."""
    statements = [(cell, each) for cell in notebook.code if cell.tree for each in cell.tree.body]
    if any(cell.tree is None for cell in notebook.code) or any(_imports_all(each) for _, each in statements):
        return
    uses = [(cell, *_names(statement)) for cell, statement in statements]
    ever = _ALWAYS_THERE.union(*(bound for _, bound, _, _ in uses))
    known = set(_ALWAYS_THERE)
    missed: dict[tuple[Cell, str], None] = {}
    for cell, bound, at_once, when_called in uses:
        missed |= {(cell, name): None for name in sorted((at_once - known - bound) | (when_called - ever))}
        known |= bound
    for cell, name in missed:
        fix = "move up the cell that sets it" if name in ever else _nearest(name, ever - _ALWAYS_THERE)
        yield notebook.problem(cell, "is used and not set before", fix, value=f"`{name}`")


def unknown_modules(notebook: Notebook) -> Iterator[Problem]:
    """Yield each module that cannot be imported, and each name that its module does not have."""
    _spec.cache_clear()  # a preview sees modules come and go
    _offered.cache_clear()
    invalidate_caches()
    beside = (str(notebook.path.parent), str(notebook.path.resolve().parent.parent / "src"))
    for cell in notebook.code:
        for node in cell.nodes:
            if isinstance(node, ast.Import):
                for each in node.names:
                    if not _exists(each.name, beside):
                        yield _no_module(notebook, cell, each.name)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from _unknown_parts(notebook, cell, node, beside)


def _unknown_parts(notebook: Notebook, cell: Cell, node: ast.ImportFrom, beside: Beside) -> Iterator[Problem]:
    module = str(node.module)
    if not _exists(module, beside):
        yield _no_module(notebook, cell, module)
        return
    offered = _offered(module, beside)
    if offered is None:
        return
    for each in node.names:
        if each.name not in offered and not _exists(f"{module}.{each.name}", beside):
            fix = _nearest(each.name, offered)
            yield notebook.problem(cell, f"is not in the module {module}", fix, value=f"`{each.name}`")


def _no_module(notebook: Notebook, cell: Cell, name: str) -> Problem:
    fix = "correct its name, or install it and renew the lock file"
    return notebook.problem(cell, "is no module that can be imported", fix, value=f"`{name}`")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {near[0]}?" if near else "set it in a cell before, or import it in the setup cell"


def _imports_all(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and any(each.name == "*" for each in statement.names)


def _names(statement: ast.stmt) -> tuple[set[str], set[str], set[str]]:
    """Return the names that a statement sets, uses at once, and uses when a function of it is called."""
    bound: set[str] = set()
    at_once: set[str] = set()
    when_called: set[str] = set()
    waiting = [(symtable.symtable(ast.unparse(statement), "cell", "exec"), False)]
    while waiting:
        table, deferred = waiting.pop()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            is_global = top or symbol.is_global()
            if is_global and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(symbol.get_name())
            elif is_global and symbol.is_referenced():
                (when_called if deferred else at_once).add(symbol.get_name())
        for child in table.get_children():
            is_function = child.get_type() == "function" and child.get_name() not in _RUN_AT_ONCE
            waiting.append((child, deferred or is_function))
    return bound, at_once, when_called


@lru_cache(maxsize=512)
def _spec(name: str, beside: Beside) -> ModuleSpec | None:
    """Return where a module is, without importing it or the packages around it; None when it is nowhere."""
    parent, _, _ = name.rpartition(".")
    if not parent:
        finders = (finder.find_spec(name, None) for finder in sys.meta_path)
        return next((spec for spec in finders if spec), None) or PathFinder.find_spec(name, list(beside))
    package = _spec(parent, beside)
    places = package.submodule_search_locations if package else None
    if places is None:
        return None
    finders = (finder.find_spec(name, places) for finder in sys.meta_path)
    return next((spec for spec in finders if spec), None)


def _exists(name: str, beside: Beside) -> bool:
    return name in sys.modules or _spec(name, beside) is not None


@lru_cache(maxsize=128)
def _offered(module: str, beside: Beside) -> frozenset[str] | None:
    """Return the names that a module's source sets at its top, None when that cannot be told by reading."""
    spec = _spec(module, beside)
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        return None
    source = Path(spec.origin).read_text(encoding="utf-8")
    if any(sign in source for sign in _HIDES_ITS_NAMES):
        return None
    symbols = symtable.symtable(source, module, "exec").get_symbols()
    return frozenset(each.get_name() for each in symbols if each.is_assigned() or each.is_imported())
