"""What could be simpler in a notebook? Hints only: nothing has to change, and no build looks at them.

Pandas, seaborn, loops and small functions are welcome in a cell; what is used twice is worth a measure.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from analysis.errors import Problem, counted
from analysis.publishing.planning.notebooks import Cell, Notebook
from analysis.publishing.planning.parameters import parameters_cell, setup_cell

LONGEST_CELL: Final = 8
MOST_IMPORTS: Final = 12
_FORMS: Final = {
    ast.FunctionDef: "a function",
    ast.ClassDef: "a class",
    ast.For: "a loop",
    ast.While: "a loop",
}
_RESHAPING: Final = {
    "apply", "groupby", "melt", "merge", "merge_asof", "pivot", "pivot_table", "resample", "rolling",
}  # fmt: skip
_BOOTSTRAPPING: Final = {"lineplot", "barplot", "pointplot", "regplot", "lmplot", "catplot", "relplot"}


def hints(notebook: Notebook) -> Iterator[Problem]:
    """Yield what is a matter of style: long cells, loops, functions, reshaping, imports, stored outputs."""
    setup = setup_cell(notebook)
    if stored := sum(cell.has_outputs for cell in notebook.code):
        fix = "no report takes them; `make lab` keeps them out of commits"
        yield notebook.problem(None, f"stores outputs of {counted(stored, 'cell')}", fix)
    for cell in notebook.code:
        statements = len(cell.tree.body) if cell.tree else 0  # words make a cell long, but not hard to read
        if statements > LONGEST_CELL and cell not in (setup, parameters_cell(notebook)):
            fix = f"cells of up to {LONGEST_CELL} are read at a glance"
            yield notebook.problem(cell, f"has {statements} statements", fix)
        for what in sorted({found for node in cell.nodes if (found := _computation(node))}):
            fix = "what is used twice, or needs a test, is better a measure in a module"
            yield notebook.problem(cell, f"holds {what}", fix)
        for name in sorted({found for node in cell.nodes if (found := _bootstrapped(node))}):
            fix = "give seed=1, or errorbar=None where there is one value for each mark"
            yield notebook.problem(cell, f"may draw the interval of {name} by chance", fix)
        yield from _imports(notebook, cell, setup)


def _imports(notebook: Notebook, cell: Cell, setup: Cell | None) -> Iterator[Problem]:
    count = sum(isinstance(node, ast.Import | ast.ImportFrom) for node in cell.nodes)
    if cell != setup and count:
        yield notebook.problem(cell, "imports", "the setup cell is where a reader looks for imports")
    elif count > MOST_IMPORTS:
        yield notebook.problem(cell, f"has {count} imports", "one line for each topic is enough")


def _computation(node: ast.AST) -> str:
    """Return what a piece of code computes by itself; blank when it only calls."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _RESHAPING:
        return node.func.attr
    return _FORMS.get(type(node), "")


def _bootstrapped(node: ast.AST) -> str:
    """Return the name of a seaborn chart that resamples for its interval with neither seed nor errorbar."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name), keywords=given) if name in _BOOTSTRAPPING:
            return "" if {each.arg for each in given} & {"seed", "errorbar", "ci"} else name
    return ""
