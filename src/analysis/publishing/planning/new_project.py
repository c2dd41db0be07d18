"""How does a subject begin? With its tables in a folder that builds at once: `analysis init`.

The data package is inferred from the tables, the first notebooks from the data package. All is written beside
the place first and moved there when it is sound, so that a mistake leaves nothing behind.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.planning import installed
from analysis.publishing.planning.notebooks import as_saved

EXAMPLE: Final = "harvests.csv"
FREE: Final = (".git", ".DS_Store")  # what a folder may hold and still be empty
_PLACES: Final = {  # template → file of the project
    "Makefile.j2": "Makefile",
    "README.md.j2": "README.md",
    "pyproject.toml.j2": "pyproject.toml",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "run": ".ci/run",
}


@dataclass(frozen=True)
class NewProject:
    """A project that was begun: where it is, and what was guessed of its tables, line by line."""

    place: Path
    guesses: tuple[str, ...]

    def __str__(self) -> str:
        where = self.place / "data" / "datapackage.json"
        told = [f"guessed of the tables (mend it in {where}):", *(f"  {line}" for line in self.guesses)]
        return "\n".join([*told, f"next: cd {self.place} && make reports"])


def start_project(
    folder: Path, tables: Sequence[Path], *, title: str, toolkit: str, today: str
) -> NewProject:
    """Write a project into a new or empty folder, around some tables or a small example.

    ``toolkit`` is what pip installs there: a name, a wheel or a folder; ``today`` becomes the day on which
    the data package was made. Raises ``AnalysisError`` when the folder holds something, or a table is not
    sound.
    """
    from analysis.data.inferring.tables import told

    _check_empty(folder)
    _check_names(tables)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".analysis-init-", dir=folder.parent) as temporary:
        place = Path(temporary) / folder.name
        package = _write_data(place / "data", tables, title=title or _title(folder), today=today)
        reports = _write_notebooks(place)
        _write_templates(place, package, reports, toolkit)
        (place / "requirements.lock").write_text(installed.pins(), encoding="utf-8")
        for each in sorted(place.iterdir()):
            folder.mkdir(exist_ok=True)
            shutil.move(each, folder / each.name)
    return NewProject(folder, tuple(line for one in package["resources"] for line in told(one)))


def _check_empty(folder: Path) -> None:
    there = sorted(path.name for path in folder.iterdir() if path.name not in FREE) if folder.is_dir() else []
    if there or (folder.exists() and not folder.is_dir()):
        reason = f"holds {', '.join(there[:3])} already" if there else "is no folder"
        raise AnalysisError(str(Problem(str(folder), "", reason, "name a new folder, or an empty one")))


def _check_names(tables: Iterable[Path]) -> None:
    from analysis.data.inferring.tables import slug

    first: dict[str, Path] = {}
    problems = []
    for path in tables:
        if (other := first.setdefault(slug(path.stem), path)) != path:
            reason = f"would be the table {slug(path.stem)}, as {other}"
            problems.append(str(Problem(str(path), "", reason, "rename one of the files")))
    if problems:
        raise AnalysisError("\n".join(problems))


def _title(folder: Path) -> str:
    from analysis.data.inferring.tables import words

    return words(folder.resolve().name)


def _write_data(folder: Path, tables: Sequence[Path], *, title: str, today: str) -> dict[str, Any]:
    """Copy the tables, infer their data package, write and return it."""
    from analysis.data.inferring.tables import inferred_table, slug
    from analysis.errors import DataError

    folder.mkdir(parents=True)
    if not tables:
        (folder / EXAMPLE).write_bytes(_template(EXAMPLE).read_bytes())
        tables = [folder / EXAMPLE]
    problems: list[Problem] = []
    resources = []
    for path in tables:
        if path.parent != folder:
            shutil.copyfile(path, folder / path.name)
        try:
            resources.append(inferred_table(path))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    created = f"{today}T00:00:00Z"
    package = {"name": slug(title), "title": title, "created": created, "resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
    return package


def _write_notebooks(place: Path) -> list[str]:
    """Write a first report on each table that has rows; return their names."""
    from analysis.data import load_dataset
    from analysis.publishing.planning.first_report import first_report

    dataset = load_dataset(place / "data")
    days = {"as_of": dataset.as_of.isoformat(), "known_on": dataset.known_on.isoformat()}
    (place / "notebooks").mkdir()
    for number, table in enumerate(dataset.descriptor.tables.values(), start=1):
        content = first_report(table, report=table.name, order=10 * number, **days)
        (place / "notebooks" / f"{table.name}.ipynb").write_text(as_saved(content), encoding="utf-8")
    return list(dataset.descriptor.tables)


def _write_templates(place: Path, package: Mapping[str, Any], reports: Sequence[str], toolkit: str) -> None:
    from jinja2 import StrictUndefined, Template

    told = {"name": package["name"], "title": package["title"], "reports": reports, "toolkit": toolkit}
    for name, path in _PLACES.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        text = _template(name).read_text(encoding="utf-8")
        if name.endswith(".j2"):
            text = Template(text, undefined=StrictUndefined, keep_trailing_newline=True).render(told)
        (place / path).write_text(text, encoding="utf-8")
    (place / ".ci" / "run").chmod(0o755)
    (place / "reports").mkdir()


def _template(name: str) -> Path:
    with as_file(files("analysis.publishing") / "templates" / "project" / name) as path:
        return path
