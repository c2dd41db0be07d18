"""Does each figure, table and sentence that a notebook shows get the words that it must have?

Reads the calls of ``part`` and holds them against its functions; nothing runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from inspect import Parameter, signature
from typing import Final

from analysis.errors import Problem
from analysis.publishing.planning.names import full_name, imported_names
from analysis.publishing.planning.notebooks import Notebook

_ROOMS: Final = ("analysis.part.", "analysis.parts.")
_NAMED: Final = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_WORDS: Final = {"title", "caption", "text", "alt", "source"}


def calls_with_words(notebook: Notebook) -> Iterator[Problem]:
    """Yield each call of ``part`` that lacks words, gives empty ones, or one that ``part`` does not take."""
    imported = imported_names(notebook)
    for cell in notebook.code:
        for node in cell.nodes:
            name = full_name(node.func, imported) if isinstance(node, ast.Call) else ""
            room = next((room for room in _ROOMS if name.startswith(room)), "")
            if isinstance(node, ast.Call) and room and "." not in (name := name.removeprefix(room)):
                for reason, fix in _wrong(node, name):
                    yield notebook.problem(cell, reason, fix, value=f"part.{name}")


def _wrong(call: ast.Call, name: str) -> Iterator[tuple[str, str]]:
    from analysis import parts

    function = getattr(parts, name, None)
    if not callable(function):
        yield "is nothing that a notebook can show", _nearest(name, parts.__all__)
        return
    taken = signature(function).parameters
    given = {each.arg: each.value for each in call.keywords if each.arg}
    for word in sorted(_WORDS & given.keys()):
        value = given[word]
        if isinstance(value, ast.Constant) and not str(value.value or "").strip():
            yield f"has an empty {word}", "say it in words"
    if any(each.arg is None for each in call.keywords) or any(isinstance(a, ast.Starred) for a in call.args):
        return
    if not any(each.kind is Parameter.VAR_KEYWORD for each in taken.values()):
        for unknown in sorted(given.keys() - taken.keys()):
            yield f"takes no {unknown}", _nearest(unknown, list(taken))
    placed = [each.name for each in taken.values() if each.kind is not Parameter.KEYWORD_ONLY][
        : len(call.args)
    ]
    needed = [name for name, each in taken.items() if each.default is Parameter.empty and each.kind in _NAMED]
    lacking = [name for name in needed if name not in placed and name not in given]
    if lacking:
        yield f"lacks {', '.join(lacking)}", f"give {'it' if len(lacking) == 1 else 'them'}"


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
