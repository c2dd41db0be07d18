"""How does one notebook become many reports? A table beside it has a row for each: ``<report>.runs.csv``.

Its columns are parameters of the notebook; a blank cell leaves the notebook's own value. ``address`` (by
default made from the values) ends the report's id, as in ``rain--north-coast``, ``title`` its title. Each
report is the notebook with its row filled in: what is published, carried and verified is that notebook.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from analysis.errors import Problem
from analysis.publishing.planning.notebooks import Notebook, parsed_notebook
from analysis.publishing.planning.parameters import (
    SET_BY_OPTION,
    TAG,
    Value,
    literals,
    parameters_cell,
    typed,
)

ENDING: Final = ".runs.csv"
CLOSE: Final = 0.7  # so alike must two names be that one is likely meant as the other
JOINT: Final = "--"
ADDRESS, TITLE = "address", "title"
MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>#|~$&!]")  # what Markdown would not print as it stands
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Run:
    """A row: where it stands, the end of the report's id and of its title, its values."""

    place: str
    address: str
    title: str
    values: Mapping[str, Value]


def table_of(notebook: Path) -> Path:
    """Return where the table of a notebook's runs is, if it has one."""
    return notebook.with_name(f"{notebook.stem}{ENDING}")


def notebooks_of_runs(notebook: Notebook) -> tuple[list[Notebook], list[Problem]]:
    """Return the notebook with each row of its table filled in, and what is wrong with the table."""
    runs, problems = _runs(notebook)
    return [] if problems else [_filled(notebook, run) for run in runs], problems


def _runs(notebook: Notebook) -> tuple[list[Run], list[Problem]]:
    """Read the table of a notebook, each cell in the type of its parameter."""
    from analysis.data.descriptor import Table
    from analysis.data.records import read_records

    path = table_of(notebook.path)
    cell = parameters_cell(notebook)
    defaults = literals(notebook, cell)[0] if cell else {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        header = next(csv.reader(lines), [])
    if not any(map(str.strip, header)):
        fix = f"name parameters in its first line ({_own(defaults)}), give each report a row, or delete it"
        return [], [Problem(str(path), "", "is empty", fix)]
    records = read_records(Table.of(path.stem, *header), path.parent)
    problems = [problem for _, problem in records.problems]
    problems += _problems_of_header(f"{records.place}:1", header, defaults)
    if problems:
        return [], problems
    found = []
    for row in range(len(records)):
        cells = {name: records[name][row] for name in header}
        found.append(_run(f"{records.place}:{records.starts[row]}", cells, defaults, problems))
    problems += _problems_of_addresses(found)
    if not found:
        fix = "add one for each report, or delete the file"
        problems.append(Problem(records.place, "", "has no row", fix))
    return found, problems


def _problems_of_header(place: str, header: list[str], defaults: Mapping[str, Value]) -> Iterator[Problem]:
    for name in header:
        if name in SET_BY_OPTION:
            fix = f"leave the column out: {SET_BY_OPTION[name]} sets it"
            yield Problem(place, name, "has an option of its own", fix)
        elif name not in (*defaults, ADDRESS, TITLE):
            near = get_close_matches(name, [*defaults, ADDRESS, TITLE], n=1, cutoff=CLOSE)
            fix = f"did you mean {near[0]}?" if near else _own(defaults)
            yield Problem(place, name, "is no parameter of the notebook", fix)


def _own(defaults: Mapping[str, Value]) -> str:
    """Return which parameters of a notebook a table can name."""
    own = [name for name in defaults if name not in SET_BY_OPTION]
    return f"its parameters are {', '.join(own)}" if own else 'it has none yet: add one, as in town = "Ghent"'


def _run(place: str, cells: Mapping[str, str], defaults: Mapping[str, Value], problems: list[Problem]) -> Run:
    """Read one row; note each cell that does not fit its parameter."""
    values: dict[str, Value] = {}
    said = {name: text for name, text in cells.items() if text and name not in (ADDRESS, TITLE)}
    for name, text in said.items():
        try:
            values[name] = typed(text, defaults[name])
        except (ValueError, TypeError) as error:
            problems.append(Problem(f"{place} {name}", text, str(error)))
    made = "-".join(re.findall(r"[a-z0-9]+", "-".join(said.values()).casefold()))
    title = " ".join((cells.get(TITLE) or ", ".join(said.values())).split())
    return Run(place, cells.get(ADDRESS) or made, title, values)


def _problems_of_addresses(runs: list[Run]) -> Iterator[Problem]:
    first: dict[str, Run] = {}
    for run in runs:
        place = f"{run.place} {ADDRESS}"
        if not run.address:
            fix = f"fill in a parameter, or the column {ADDRESS}"
            yield Problem(run.place, "", "has nothing to tell its report from the others", fix)
        elif not SLUG.fullmatch(run.address):
            fix = "write lower-case words joined by hyphens, as in north-coast"
            yield Problem(place, run.address, "cannot be a part of a file's name", fix)
        elif (other := first.setdefault(run.address, run)) is not run:
            yield Problem(place, run.address, f"is that of {other.place} as well", "give each row its own")


def _filled(notebook: Notebook, run: Run) -> Notebook:
    """Return the notebook of one run: id, title and parameters are those of its row."""
    content: dict[str, Any] = json.loads(notebook.content)
    described = content["metadata"]["analysis"]
    described["id"] = f"{described['id']}{JOINT}{run.address}"
    described["title"] = f"{described['title']}: {run.title}"
    first, *others = content["cells"]
    first["source"] = _with_title("".join(first["source"]), run.title)
    for cell in others:
        if TAG in cell["metadata"].get("tags", []):
            cell["source"] = _with_values("".join(cell["source"]), run.values).splitlines(keepends=True)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    filled = parsed_notebook(notebook.path.with_name(f"{described['id']}.ipynb"), f"{text}\n".encode())
    return replace(filled, run=f"{notebook.path}, run {run.address!r} ({run.place})")


def _with_title(source: str, title: str) -> str:
    r"""Return the cell of a title with more words at the end of it, which Markdown prints as they stand.

    >>> _with_title("# Rain\n\nOf the year.", "North [1]")
    '# Rain: North \\[1\\]\n\nOf the year.'
    """
    line, end, rest = source.partition("\n")
    said = MARKUP.sub(r"\\\g<0>", title)
    return f"{line.rstrip()}: {said}{end}{rest}"


def _with_values(source: str, values: Mapping[str, Value]) -> str:
    r"""Return lines of ``name = literal`` with other literals, all else as it stands.

    >>> _with_values('town = "Ghent"  # one of ours\nn = 3', {"town": "Ypres"})
    'town = "Ypres"  # one of ours\nn = 3'
    """
    lines = source.encode().splitlines(keepends=True)
    for node in reversed(ast.parse(source).body):
        name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)  # type: ignore[attr-defined]
        if name in values and (value := node.value):  # type: ignore[attr-defined]
            before = lines[value.lineno - 1][: value.col_offset]
            after = lines[value.end_lineno - 1][value.end_col_offset :]
            lines[value.lineno - 1 : value.end_lineno] = [before + _literal(values[name]).encode() + after]
    return b"".join(lines).decode()


def _literal(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
