"""Which reports are there? Each notebook of the folder whose metadata describe it, checked all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, NotebookError, Problem
from analysis.publishing.planning.notebooks import Notebook, read_notebook
from analysis.publishing.planning.parameters import Value, declared
from analysis.publishing.planning.runs import ENDING, JOINT, notebooks_of_runs, table_of

ID = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(--?[a-z0-9]+)*")  # two hyphens: one of a notebook's runs
ID_RULE = "use lower-case words joined by hyphens, at most 80 letters"
WORDS = ("title", "description", "audience")
TABLES = ("requires", "complete")


@dataclass(frozen=True)
class Report:
    """A notebook that is published.

    ``requires`` names the tables that must have rows at the as-of date, ``complete`` those that must be
    complete to it, since what the report says would be untrue otherwise.
    """

    id: str
    title: str
    description: str
    order: int
    audience: str
    requires: tuple[str, ...]
    complete: tuple[str, ...]
    notebook: Notebook
    source: Notebook  # the file that the notebook is, or that a row of parameters was filled into

    @property
    def parameters(self) -> dict[str, Value]:
        """Name and default value of each parameter."""
        return declared(self.notebook)


def load_catalogue(folder: Path) -> tuple[Report, ...]:
    """Return all reports of a folder in reading order; of a notebook with a table of runs, one for each row.

    Raises ``AnalysisError`` with every problem of every notebook's description.
    """
    reports: list[Report] = []
    problems: list[str] = []
    for path in notebook_files(folder):
        try:
            notebook = read_notebook(path)
        except NotebookError as error:
            problems.append(str(error))
            continue
        wrong = list(description_problems(notebook))
        problems.extend(map(str, wrong))
        if not wrong:
            reports.append(_report(notebook, notebook))
    problems.extend(map(str, _repeated_orders(reports)))
    problems.extend(map(str, _tables_of_no_notebook(folder)))
    spread = list(_spread(reports, problems))
    if problems:
        raise AnalysisError("\n".join(problems))
    return tuple(sorted(spread, key=lambda report: (report.order, report.id)))


def _spread(reports: Iterable[Report], problems: list[str]) -> Iterator[Report]:
    """Yield each report, and the reports of its runs in place of one that has a table of these."""
    known = {report.id for report in reports}
    for report in reports:
        if not table_of(report.notebook.path).exists():
            yield report
            continue
        notebooks, wrong = notebooks_of_runs(report.notebook)
        problems.extend(map(str, wrong))
        for run in (_report(each, report.notebook) for each in notebooks):
            if run.id in known or not ID.fullmatch(run.id):
                reason = "is a notebook's as well" if run.id in known else "is no report id"
                problems.append(str(Problem(str(table_of(report.notebook.path)), run.id, reason, ID_RULE)))
            yield run


def notebook_at_hand(folder: Path, report: str) -> bytes | None:
    """Return the notebook of a report, a row of its table filled in; None where there is none any more."""
    path = folder / f"{report}.ipynb"
    if path.is_file():
        return _content(path)
    stem, joint, _ = report.rpartition(JOINT)
    source = folder / f"{stem}.ipynb"
    if not joint or not source.is_file() or not table_of(source).exists():
        return None
    runs, _ = notebooks_of_runs(read_notebook(source))
    return next((run.content for run in runs if run.path == path), None)


def _content(path: Path) -> bytes:
    try:
        return read_notebook(path).content
    except NotebookError:
        return path.read_bytes()  # none that anything was sealed from


def source_of(folder: Path, report: str) -> str:
    """Return what makes a report, for messages: its notebook; of one of its runs, with its row.

    >>> source_of(Path("notebooks"), "rain"), source_of(Path("notebooks"), "rain--north")
    ('notebooks/rain.ipynb', "notebooks/rain.ipynb with the row 'north' of rain.runs.csv")
    """
    stem, joint, address = report.rpartition(JOINT)
    if joint:
        return f"{folder / stem}.ipynb with the row {address!r} of {stem}{ENDING}"
    return f"{folder / report}.ipynb"


def notebook_files(folder: Path) -> list[Path]:
    """Return the notebooks of a folder by name; raises ``AnalysisError`` when there is none."""
    files = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    if odd := [path for path in files if path.exists() and not (path.is_file() or path.is_dir())]:
        reason, fix = "is no regular file", "move it away"  # a pipe would be waited for without end
        raise AnalysisError("\n".join(str(Problem(str(path), "", reason, fix)) for path in odd))
    if not files:
        reason = "holds no notebook" if folder.is_dir() else "does not exist"
        raise AnalysisError(str(Problem(str(folder), "", reason, "name the folder with --notebooks")))
    return files


def choose(reports: Sequence[Report], names: Iterable[str]) -> tuple[Report, ...]:
    """Return the named reports in reading order, all when no name is given; unknown names are an error.

    The name of a notebook with a table of runs stands for all of them.
    """
    known = {report.id: report for report in reports}
    wanted = set(names)
    of_runs = {report.source.path.stem for report in reports}
    problems = []
    for name in sorted(wanted - set(known) - of_runs):
        near = get_close_matches(name, known, n=1)
        fix = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        problems.append(str(Problem("report", name, "is unknown", fix)))
    if problems:
        raise AnalysisError("\n".join(problems))
    return tuple(
        report for report in reports if not wanted or report.id in wanted or report.source.path.stem in wanted
    )


def description_problems(notebook: Notebook) -> Iterator[Problem]:
    """Yield what is missing or wrong in the notebook's metadata ``analysis``."""
    described = notebook.metadata.get("analysis")
    if not isinstance(described, Mapping):
        fix = 'add {"id", "title", "description", "order", "audience", "requires"}'
        yield notebook.problem(None, "is missing", fix, value="metadata analysis")
        return
    for reason, fix, value in _wrong_fields(notebook.path.stem, described):
        yield notebook.problem(None, reason, fix, value=value)


def _wrong_fields(stem: str, described: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if described.get("id") != stem:
        yield f"is {described.get('id')!r}", f"the id is the file's stem: {stem}", "metadata analysis.id"
    if not ID.fullmatch(stem):
        yield "is no report id", ID_RULE, f"the file name {stem}"
    for name in WORDS:
        text = described.get(name)
        if not isinstance(text, str) or not text.strip():
            yield "is missing", f"say the report's {name}", f"metadata analysis.{name}"
    order = described.get("order")
    if not isinstance(order, int) or isinstance(order, bool):
        yield f"is {order!r}", "give a whole number: the place in the list", "metadata analysis.order"
    for name in TABLES:
        named = described.get(name, [])
        if not isinstance(named, list) or not all(isinstance(table, str) for table in named):
            yield f"is {named!r}", "list the names of tables", f"metadata analysis.{name}"


def _report(notebook: Notebook, source: Notebook) -> Report:
    described = notebook.metadata["analysis"]
    return Report(
        id=described["id"],
        title=described["title"],
        description=described["description"],
        order=described["order"],
        audience=described["audience"],
        requires=tuple(described.get("requires", ())),
        complete=tuple(described.get("complete", ())),
        notebook=notebook,
        source=source,
    )


def _tables_of_no_notebook(folder: Path) -> Iterator[Problem]:
    notebooks = [path.stem for path in notebook_files(folder)]
    for path in sorted(folder.glob(f"*{ENDING}")):
        if (named := path.name.removesuffix(ENDING)) not in notebooks:
            near = get_close_matches(named, notebooks, n=1)
            fix = f"did you mean {near[0]}{ENDING}?" if near else f"there are {', '.join(notebooks)}"
            yield Problem(str(path), "", "is the table of runs of no notebook", fix)


def _repeated_orders(reports: Iterable[Report]) -> Iterator[Problem]:
    taken: dict[int, str] = {}
    for report in reports:
        if report.order in taken:
            reason = f"is {report.order}, as in {taken[report.order]}"
            yield report.notebook.problem(None, reason, "give each its own", value="metadata analysis.order")
        taken.setdefault(report.order, report.id)
