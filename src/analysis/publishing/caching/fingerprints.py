"""What is a report made from, and what of it has changed? Everything is compared by value, nothing by date.

A fingerprint names each thing with its SHA-256 or value, in groups: those a run depends on, and those that
only the drawing of its result depends on.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analysis.publishing.editions.manifests import PYTHON, sha256
from analysis.publishing.planning.notebooks import Notebook

if TYPE_CHECKING:
    from analysis.data.descriptor import Table

Fingerprint = dict[str, dict[str, str]]

PACKAGE: Final = Path(__file__).parents[2]
RUN: Final = ("code", "parameters", "data", "modules", "packages", "lock")
DRAWING: Final = ("notebook", "program", "edition", "formats")
#: A change that is told of the second group is not told of the first as well: it is the same change.
TWIN: Final = {"program": "modules", "edition": "parameters", "notebook": "code"}
WHOLE_FILE: Final = "the file"
ORDER: Final = "order of cells"
NAMED: Final = 3  # so many things are named in one sentence, the rest are counted


@dataclass(frozen=True)
class Change:
    """What differs within one group: the names, and words for a reader."""

    group: str
    names: tuple[str, ...]
    words: str

    @property
    def runs(self) -> bool:
        """Whether the notebook must run again, or only be drawn again."""
        return self.group in RUN


def code_group(notebook: Notebook) -> dict[str, str]:
    """Return a notebook's code cells by id: what a run depends on."""
    cells = {cell.id: sha256(f"{cell.tags}\n{cell.source}".encode()) for cell in notebook.code}
    return {ORDER: sha256("\n".join(cells).encode()), **cells}


def notebook_group(notebook: Notebook) -> dict[str, str]:
    """Return a notebook's other cells by id, and the whole file: what is drawn around a run."""
    text = (cell for cell in notebook.cells if cell.kind != "code")
    cells = {cell.id: sha256(f"{cell.kind}\n{cell.tags}\n{cell.source}".encode()) for cell in text}
    return {WHOLE_FILE: sha256(notebook.content), **cells}


def value_group(values: Mapping[str, Any]) -> dict[str, str]:
    """Return values by name, as JSON writes them."""
    return {name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in values.items()}


def program_group() -> dict[str, str]:
    """Return all files of this program by path."""
    files = (path for path in sorted(PACKAGE.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(PACKAGE).as_posix(): sha256(path.read_bytes()) for path in files}


def modules_group(program: Mapping[str, str], modules: Iterable[str]) -> dict[str, str]:
    """Return the files of the modules named, of those the program has.

    >>> modules_group({"measures/gaps.py": "1", "measures/__init__.py": "2"}, ["analysis.measures"])
    {'measures/__init__.py': '2'}
    """
    places = [module.replace(".", "/").partition("/")[2] for module in modules]
    files = [path for place in places for path in (f"{place}.py", f"{place}/__init__.py".lstrip("/"))]
    return {path: program[path] for path in sorted(files) if path in program}


def packages_group(lock: Path | None) -> dict[str, str]:
    """Return the versions installed of what the lock file names, and that of Python."""
    named = re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE) if lock else []
    wanted = {_normal(name) for name in named}
    versions = {_normal(name): version for name, version in map(_split, installed())}
    return {"Python": PYTHON, **{name: versions[name] for name in sorted(wanted & set(versions))}}


def changes(before: Fingerprint, now: Fingerprint, *, rows: Mapping[str, str]) -> list[Change]:
    """Return what differs, group by group; ``rows`` says of a file of data how its rows differ.

    >>> changes({"parameters": {"window": "28"}}, {"parameters": {"window": "7"}}, rows={})[0].words
    'parameter window is 7, was 28'
    """
    found: list[Change] = []
    for group in (*RUN, *DRAWING):
        old, new = before.get(group, {}), now.get(group, {})
        said = {name for change in found if change.group == TWIN.get(group) for name in change.names}
        said |= {WHOLE_FILE} if said else set()
        differing = (name for name in {**old, **new} if old.get(name) != new.get(name))
        if names := tuple(name for name in differing if name not in said):
            found.append(Change(group, names, "; ".join(_words(group, names, old, new, rows))))
    return found


def row_changes(before: bytes, now: bytes, table: Table) -> str:
    r"""Say how the facts of a table differ, by their key; a fact may have a row for each record of it.

    >>> from analysis.data import Table
    >>> days = Table(name="days", path="days.csv", key=("day",))
    >>> row_changes(b"day,n\n1,5\n2,6\n", b"day,n\n1,5\n2,7\n3,1\n", days)
    '+1 row, 1 revised'
    """
    old, new = _facts(before, table), _facts(now, table)
    added, removed = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    revised = sum(old[fact] != new[fact] for fact in old.keys() & new.keys())
    said = [f"+{added} row{'' if added == 1 else 's'}"] if added else []
    said += [f"{revised} revised"] if revised else []
    said += [f"{removed} gone"] if removed else []
    return ", ".join(said) or "fields or order of rows"


def _words(
    group: str,
    names: tuple[str, ...],
    old: Mapping[str, str],
    new: Mapping[str, str],
    rows: Mapping[str, str],
) -> Iterator[str]:
    if group in {"code", "notebook"}:
        cells = [name for name in names if name not in {WHOLE_FILE, ORDER}]
        other = ORDER if group == "code" else "metadata or layout"
        yield f"the notebook changed ({_listing(cells) or other})"
    elif group == "parameters":
        for name in names:
            is_now, was = (values.get(name, "not set").strip('"') for values in (new, old))
            yield f"parameter {name} is {is_now}, was {was}"
    elif group == "data":
        for name in names:
            yield f"{name} changed ({rows[name]})" if rows.get(name) else f"{name} changed"
    elif group == "packages":
        yield _listing(
            [f"{name} is {new.get(name, 'gone')}, was {old.get(name, 'absent')}" for name in names]
        )
    elif group == "edition":
        what = {"previous": "the edition before", "changes": "what is told of changes"}
        yield f"{_listing(what.get(name, name) for name in names)} changed"
    elif group == "formats":
        yield f"other formats are asked for ({_listing(new)})"
    else:
        yield f"{_listing(names)} changed"


def _listing(names: Iterable[str]) -> str:
    """Return the first few names and the number of the others."""
    listed = list(names)
    more = [f"{len(listed) - NAMED} more"] if len(listed) > NAMED else []
    return ", ".join([*listed[:NAMED], *more])


def _facts(content: bytes, table: Table) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    from analysis.data.excerpts import rows_of

    facts: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    fields, rows = rows_of(content, table)
    for row in rows:
        fact = tuple(row.get(field, "") for field in table.key or fields)
        facts.setdefault(fact, set()).add(tuple(row.values()))
    return facts


def installed() -> list[str]:
    """Return what is installed, as name and version joined by a hyphen, first what is found first."""
    folders = [folder for folder in map(Path, sys.path) if folder.is_dir()]
    return [
        path.name.removesuffix(".dist-info") for folder in folders for path in folder.glob("*-*.dist-info")
    ]


def _split(distribution: str) -> tuple[str, str]:
    name, version = distribution.split("-")
    return name, version


def _normal(name: str) -> str:
    """Return a distribution's name as all tools compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
