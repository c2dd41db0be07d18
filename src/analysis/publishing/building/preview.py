"""What will my change look like? On every save, what it has changed is run, and the page is drawn at once.

Everything stays warm meanwhile: the server of processes, the executions, the program that draws. Nothing is
sealed and the archive is not touched.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import analysis
from analysis.errors import AnalysisError
from analysis.publishing.building import processes, rounds
from analysis.publishing.building.preview_pages import serving
from analysis.publishing.building.sweeping import swept
from analysis.publishing.editions import staging
from analysis.publishing.planning.plan import Plan, Planned, plan
from analysis.publishing.planning.request import Options, Project, Request, Say
from analysis.publishing.running.execution import ExecutionRequest, executed
from analysis.publishing.running.own_modules import own_modules
from analysis.publishing.running.views import View, Views
from analysis.publishing.running.workers import LocalRunner, Workers

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.publishing.caching.executions import Executions
    from analysis.publishing.running.fork_client import ForkServer

WATCHED = ("*.ipynb", "*.csv", "*.tsv", "*.json", "*.py")
SECONDS_BETWEEN_LOOKS = 0.2
OPTIONS = Options()


@dataclass
class Preview:
    """The pages of the reports asked for, each with a number that grows as it changes, and what is wrong."""

    project: Project
    request: Request
    server: ForkServer
    folder: Path
    pages: dict[str, bytes] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    problems: Sequence[str] = ()
    is_working: bool = False
    _notebooks: dict[str, NotebookNode] = field(default_factory=dict)
    _drawn: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    _flaws: dict[str, list[str]] = field(default_factory=dict)

    def refresh(self) -> None:
        """Bring the pages up to date; what is wrong is told beside those that there are."""
        self.is_working, problems = True, list[str]()
        try:
            plans = plan(self.project, self.request)
            views = Views(rounds.snapshot(self.project.data, plans[0].descriptor, self.folder))
            with Workers(processes.at_once(OPTIONS), server=self.server) as workers:
                runner = LocalRunner(
                    workers,
                    views,
                    self.folder,
                    at_once=processes.at_once(OPTIONS),
                    results=rounds.results_of(self.project),
                )
                executions = rounds.executions_of(self.project, views, runner, force=False)
                wanted = [(each, planned) for each in plans for planned in each.reports]
                tasks = [Thread(target=self._show, args=(executions, *one, problems)) for one in wanted]
                for task in tasks:
                    task.start()
                for task in tasks:
                    task.join()
        except AnalysisError as error:
            problems.append(str(error))
        self.problems, self.is_working = problems, False

    def pdf(self, name: str) -> bytes:
        """Return a page that is shown as PDF, without attachments."""
        from analysis.publishing.exporters import AnalysisPDFExporter

        notebook, about = self._notebooks[name], {"metadata": {"name": Path(name).name}}
        pdf, _ = AnalysisPDFExporter().from_notebook_node(notebook, about)  # type: ignore[no-untyped-call]
        return bytes(pdf)

    def _show(self, executions: Executions, plan: Plan, planned: Planned, problems: list[str]) -> None:
        """Draw one report, where anything in it has changed."""
        name = f"{plan.as_of}/{planned.report.id}"
        modules = own_modules(self.project.notebooks)
        view = View(plan.as_of, plan.known_on)
        notebook = planned.report.notebook
        request = ExecutionRequest(notebook, planned.parameters, view, OPTIONS.timeout, modules)
        try:
            execution = executions.get(request)
            edition = {**plan.edition_of(planned.report)}
            edition["notices"] = [*edition["notices"], *plan.limits(execution.tables)]
            state = (notebook.content, execution.packed(), repr(edition))
            if self._drawn.get(name) != state:
                self._draw(name, executed(notebook.content, execution), edition)
                self._drawn[name] = state
        except AnalysisError as error:
            problems.append(str(error))
        else:
            problems.extend(f"{notebook.label}: {flaw}" for flaw in self._flaws.get(name, ()))

    def _draw(self, name: str, notebook: NotebookNode, edition: Mapping[str, Any]) -> None:
        from analysis.publishing.exporters import AnalysisHTMLExporter

        notebook.metadata.setdefault("analysis", {})["edition"] = dict(edition)
        exporter = AnalysisHTMLExporter()  # type: ignore[no-untyped-call]
        document, resources = exporter.read(notebook, {"metadata": {"name": Path(name).name}})
        self.pages[name] = exporter.draw(document, resources).encode()
        self._notebooks[name] = notebook
        self._flaws[name] = [str(flaw) for flaw in document.flaws]
        self.versions[name] = self.versions.get(name, 0) + 1


def show(project: Project, request: Request, *, port: int, say: Say) -> None:
    """Serve the reports asked for, as drafts, and draw them again on each change until interrupted.

    Raises ``AnalysisError`` when the port is taken.
    """
    own = replace(project, out=project.cache / "preview", published=project.out)
    with ExitStack() as stack:
        stack.enter_context(swept(own.out, own.build_cache))
        waiting = "another preview of this project is at work; waiting for it to end"
        archive = stack.enter_context(staging.opened(own.out, waiting=lambda: say(waiting)))
        server = stack.enter_context(processes.fork_server(archive, wanted=True))
        server.expect_executions()
        preview = Preview(own, request, server, archive.staging)
        stack.enter_context(serving(preview, port=port))
        say(f"http://127.0.0.1:{port}/ (Ctrl-C ends it)")
        seen: dict[Path, int] = {}
        with suppress(KeyboardInterrupt):
            while True:
                if (now := watched(own)) != seen:
                    seen, former = now, preview.problems
                    preview.refresh()
                    for problem in preview.problems or (["mended"] if former else []):
                        say(problem)
                time.sleep(SECONDS_BETWEEN_LOOKS)
    say("preview ended")


def watched(project: Project) -> dict[Path, int]:
    """Return every file that a report depends on, with the time of its last change in nanoseconds."""
    own = project.notebooks.resolve().parent / "src"
    folders = (project.notebooks, project.data, own, Path(analysis.__file__).parent)
    files = (path for folder in folders for pattern in WATCHED for path in folder.rglob(pattern))
    found: dict[Path, int] = {}
    for path in files:
        with suppress(FileNotFoundError):  # an editor may replace a file while we look
            if ".ipynb_checkpoints" not in path.parts:
                found[path] = path.stat().st_mtime_ns
    return found
