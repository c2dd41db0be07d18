"""Is the project fit to be published? Tables and notebooks are checked together, all problems said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analysis.errors import AnalysisError, NotebookError, Problem
from analysis.publishing.planning.catalogue import Report, load_catalogue, notebook_files
from analysis.publishing.planning.notebooks import read_notebook
from analysis.publishing.planning.rules import broken_rules


def check_project(*, data: Path, notebooks: Path) -> str:
    """Return one line that says what is in order; raises ``AnalysisError`` with every problem there is."""
    from analysis.data import load_dataset

    problems = list(notebook_problems(notebooks))
    tables: tuple[str, ...] = ()
    try:
        dataset = load_dataset(data)
    except AnalysisError as error:
        problems.insert(0, str(error))
    else:
        tables = tuple(dataset.descriptor.tables)
    if not problems:
        reports = load_catalogue(notebooks)
        problems = [str(problem) for report in reports for problem in _unknown_tables(report, tables)]
    if problems:
        raise AnalysisError("\n".join(problems))
    return f"{len(tables)} tables and {len(reports)} notebooks are in order"


def notebook_problems(folder: Path) -> Iterator[str]:
    """Yield every breach of a rule in the notebooks of a folder, and what their descriptions lack."""
    sound = True
    try:
        files = notebook_files(folder)
    except AnalysisError as error:
        yield str(error)
        return
    for path in files:
        try:
            problems = [str(problem) for problem in broken_rules(read_notebook(path))]
        except NotebookError as error:
            problems = [str(error)]
        sound = sound and not problems
        yield from problems
    if sound:
        try:
            load_catalogue(folder)
        except AnalysisError as error:
            yield str(error)


def _unknown_tables(report: Report, tables: tuple[str, ...]) -> Iterator[Problem]:
    for name in report.requires:
        if name not in tables:
            fix = f"the tables are {', '.join(tables)}"
            yield report.notebook.problem(
                None, f"names no table: {name!r}", fix, value="metadata analysis.requires"
            )
