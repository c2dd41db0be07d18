"""Which parameters has a report, and which values do they get?

Names and types come from the literals of its parameters cell; what does not fit is said before anything runs.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.planning.notebooks import Cell, Notebook

Value = str | int | float | bool | None | list[object] | dict[str, object]

TAG = "parameters"
MOST_TIMES: Final = 1_000  # how many times its default a parameter may be: more is a slip of the keyboard
SET_BY_OPTION = {"as_of": "--as-of", "known_on": "--known-on", "data_dir": "--data"}


def parameters_cell(notebook: Notebook) -> Cell | None:
    """Return the code cell tagged ``parameters``, None when there is none."""
    return next((cell for cell in notebook.code if TAG in cell.tags), None)


def setup_cell(notebook: Notebook) -> Cell | None:
    """Return the code cell that follows the parameters cell, which imports and selects the dataset."""
    parameters = parameters_cell(notebook)
    later = (cell for cell in notebook.code if parameters and cell.number > parameters.number)
    return next(later, None)


def declared(notebook: Notebook) -> dict[str, Value]:
    """Return the parameters and their default values, read from the literals, never run.

    Raises ``AnalysisError`` naming each line that is no plain ``name = literal``.
    """
    cell = parameters_cell(notebook)
    if cell is None:
        return {}
    found, problems = literals(notebook, cell)
    if problems:
        raise AnalysisError("\n".join(map(str, problems)))
    return found


def literals(notebook: Notebook, cell: Cell) -> tuple[dict[str, Value], list[Problem]]:
    """Return the ``name = literal`` lines of a cell, and a problem for each line that is something else."""
    found: dict[str, Value] = {}
    problems = []
    try:
        statements = ast.parse(cell.source).body
    except SyntaxError as error:
        return {}, [notebook.problem(cell, f"is not Python: {error.msg} (line {error.lineno})", "correct it")]
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_literal(value):
                found[name] = ast.literal_eval(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if _is_literal(value):
                found[name] = ast.literal_eval(value)
            case _:
                line = ast.unparse(statement).splitlines()[0]
                fix = "write name = literal; move the rest to the setup cell"
                problems.append(notebook.problem(cell, "is not a literal", fix, value=f"`{line}`"))
    return found, problems


def resolve(report: str, defaults: Mapping[str, Value], given: Mapping[str, str]) -> dict[str, Value]:
    """Return the parameters given on the command line, each in the type of its default.

    Raises ``AnalysisError`` with all unknown names (and the nearest known ones) and all unfit values.

    >>> resolve("x", {"window": 28, "as_of": "2026-01-05"}, {"window": "7"})
    {'window': 7}
    """
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for name, text in given.items():
        if name in SET_BY_OPTION:
            problems.append(
                Problem(f"parameter {name}", text, "has an option of its own", SET_BY_OPTION[name])
            )
        elif name not in defaults:
            problems.append(
                Problem(f"parameter {name}", "", f"is unknown to {report}", _nearest(name, defaults))
            )
        else:
            try:
                values[name] = typed(text, defaults[name])
            except ValueError as error:
                problems.append(Problem(f"parameter {name}", text, f"of {report} {error}", ""))
    if problems:
        raise AnalysisError("\n".join(map(str, problems)))
    return values


def typed(text: str, default: Value) -> Value:
    """Return what the text says, in the type of the default; raises ``ValueError`` saying what is expected.

    >>> typed("yes", True), typed("0.5", 1.0), typed("2025-12-06", "2026-01-05"), typed("[1, 2]", [])
    (True, 0.5, '2025-12-06', [1, 2])
    """
    if isinstance(default, bool):
        return _boolean(text)
    if isinstance(default, int | float):
        number = _number(text, type(default))
        _check_within([number], [default])
        return number
    if isinstance(default, str):
        return iso_date(text) if _is_date(default) else _printable(text, default)
    value: Value = ast.literal_eval(text) if _is_literal_text(text) else text
    if default is not None and type(value) is not type(default):
        raise ValueError(f"must be a {type(default).__name__}, such as {default!r}")
    if isinstance(default, list) and isinstance(value, list) and default and all(map(_is_number, default)):
        _check_within(value, default)
    return value


def _check_within(values: Sequence[Any], defaults: Sequence[Any]) -> None:
    """Raise ``ValueError`` unless numbers lie where their defaults say that such a number can lie.

    A parameter that is positive, or not negative, stays so, and is at most so many times its default.
    """
    least, most = min(defaults), max(map(abs, defaults)) * MOST_TIMES or MOST_TIMES
    low = -most if least < 0 else 0
    if not values or not all(
        _is_number(one) and low <= one <= most and (one > 0 or least <= 0) for one in values
    ):
        raise ValueError(f"must be {'more than' if least > 0 else 'at least'} {low:,} and at most {most:,}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _printable(text: str, default: str) -> str:
    if not text.isprintable() or (default and not text.strip()):
        raise ValueError("must be a text that can be printed")
    return text


def iso_date(text: str) -> str:
    """Return the text when it is an ISO date; raises ``ValueError`` otherwise.

    >>> iso_date("2026-02-30")
    Traceback (most recent call last):
    ValueError: is not a date; write it as 2026-01-05
    """
    if not _is_date(text):
        raise ValueError("is not a date; write it as 2026-01-05")
    return text


def _boolean(text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in words:
        raise ValueError("must be true or false")
    return words[text.lower()]


def _number(text: str, kind: type[int] | type[float]) -> int | float:
    try:
        return kind(text)
    except ValueError:
        raise ValueError("must be a whole number" if kind is int else "must be a number") from None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError):
        return False
    return True


def _is_literal_text(text: str) -> bool:
    try:
        return _is_literal(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _nearest(name: str, known: Mapping[str, Value]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        option = f" (option {SET_BY_OPTION[near[0]]})" if near[0] in SET_BY_OPTION else ""
        return f"did you mean {near[0]}{option}?"
    return f"it has {', '.join(known)}" if known else "it has none"
