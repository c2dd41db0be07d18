"""Is the project fit to be published? Tables and notebooks are checked together, all problems said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analysis.errors import AnalysisError, NotebookError, Problem, counted
from analysis.publishing.planning.catalogue import Report, load_catalogue, notebook_files
from analysis.publishing.planning.notebooks import Notebook, read_notebook
from analysis.publishing.planning.reading_ease import SCALE, reading_ease, reading_hints
from analysis.publishing.planning.rules import broken_rules
from analysis.publishing.planning.style import hints
from analysis.publishing.planning.to_fill_in import to_fill_in


def check_project(*, data: Path, notebooks: Path) -> str:
    """Return what is in order, what is to be filled in, how it reads, and hints of style; none stops it.

    Raises ``AnalysisError`` with every problem there is, and the hints after them.
    """
    from analysis.data import load_record
    from analysis.data.timeliness import today

    read, problems = _read(notebooks)
    problems += [str(problem) for notebook in read for problem in broken_rules(notebook)]
    tables: tuple[str, ...] = ()
    lacking: list[str] = []
    try:
        descriptor = load_record(data, today=today()).descriptor
        tables = tuple(descriptor.tables)
        lacking = _said(to_fill_in(descriptor, read), "to fill in: {} (nothing stops a build)")
    except AnalysisError as error:
        problems.insert(0, str(error))
    if not problems:
        problems = list(_catalogue_problems(notebooks, tables))
    style = (hint for notebook in read for hint in (*hints(notebook), *reading_hints(notebook)))
    said = [*lacking, *_said(style, "hints: {} (style; nothing has to change)")]
    if problems:
        raise AnalysisError("\n".join([*problems, *said]))
    eases = [told for notebook in read if (told := reading_ease(notebook))]
    eases = [f"{SCALE}:", *(f"  {told}" for told in eases)] if eases else []
    found = f"{counted(len(tables), 'table')} and {counted(len(read), 'notebook')} are in order"
    return "\n".join([found, *eases, *said])


def _read(folder: Path) -> tuple[list[Notebook], list[str]]:
    """Return the notebooks of a folder that can be read, and what is wrong with the others."""
    read, problems = [], []
    try:
        for path in notebook_files(folder):
            try:
                read.append(read_notebook(path))
            except NotebookError as error:
                problems.append(str(error))
    except AnalysisError as error:
        problems.append(str(error))
    return read, problems


def _catalogue_problems(notebooks: Path, tables: Sequence[str]) -> Iterator[str]:
    try:
        reports = load_catalogue(notebooks)
    except AnalysisError as error:
        yield str(error)
    else:
        found = (str(problem) for report in reports for problem in _unknown_tables(report, tables))
        yield from dict.fromkeys(found)  # once for all runs of a notebook


def _unknown_tables(report: Report, tables: Sequence[str]) -> Iterator[Problem]:
    for kind, named in (("requires", report.requires), ("complete", report.complete)):
        for name in named:
            if name not in tables:
                fix = f"the tables are {', '.join(tables)}"
                yield report.source.problem(
                    None, f"names no table: {name!r}", fix, value=f"metadata analysis.{kind}"
                )


def _said(found: Iterable[Problem], head: str) -> list[str]:
    lines = [f"  {hint}" for hint in found]
    return [head.format(len(lines)), *lines] if lines else []
