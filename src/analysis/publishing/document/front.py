"""What stands on a report's cover? What the build tells of it, else what the notebook says of itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

_LANGUAGE: Final = re.compile("[a-z]{2,3}")


def front(
    metadata: Mapping[str, Any], about: Mapping[str, Any], cells: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what stands on the cover: told by the build, else by the notebook's parameters."""
    told = {**_parameters(metadata, cells), **_mapping(about.get("edition"))}
    language = str(about.get("language") or "en")
    project = _mapping(told.get("project"))
    publishers = tuple(map(str, project.get("publishers") or ()))
    authors = metadata.get("authors") or about.get("authors") or project.get("authors") or publishers
    return {
        "description": str(about.get("description") or ""),
        "language": language if _LANGUAGE.fullmatch(language) else "en",
        "authors": tuple(
            str(each.get("name", "") if isinstance(each, Mapping) else each) for each in authors
        ),
        "project": str(project.get("title") or ""),
        "publishers": publishers,
        "licences": tuple(map(_licence, project.get("licences") or ())),
        "audience": str(about.get("audience") or ""),
        "as_of": _date(told.get("as_of")),
        "known_on": _date(told.get("known_on")),
        "edition": str(told.get("edition") or ""),
        "notices": tuple(map(str, told.get("notices") or ())),
        "changes": tuple(map(str, told.get("changes") or ())),
    }


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _licence(licence: object) -> str:
    """Return a licence in words, with its address where there is one."""
    said = _mapping(licence)
    name, path = str(said.get("title") or said.get("name") or ""), str(said.get("path") or "")
    return f"{name} ({path})" if name and path else name or path


def _date(value: object) -> str:
    """Return an ISO date, blank when the value begins with none."""
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return ""


def _parameters(metadata: Mapping[str, Any], cells: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the dates with which the notebook ran, later cells before earlier, papermill's record last."""
    found: dict[str, Any] = {}
    for cell in cells:
        if {"parameters", "injected-parameters"} & set(cell.get("metadata", {}).get("tags", [])):
            found.update(_literals(source_of(cell)))
    found.update(_mapping(_mapping(metadata.get("papermill")).get("parameters")))
    return {name: value for name, value in found.items() if name in {"as_of", "known_on"}}


def _literals(source: str) -> Iterator[tuple[str, Any]]:
    """Yield the names and literal values that a cell of parameters assigns; nothing is run."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, statement.value.value


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell, which a file may hold in lines."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)
