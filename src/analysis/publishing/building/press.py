"""How is one edition made? Its executions are had, each report is compared and rendered, all of it is sealed.

What is common to all editions of a build stands here: the data as they were when it began, the executions,
the processes, the editions there are.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from analysis.errors import AnalysisError, Problem
from analysis.publishing.building.assembly import Making, assemble, get_ready
from analysis.publishing.building.processes import at_once
from analysis.publishing.caching.executions import Executions
from analysis.publishing.caching.staleness import Judge, Judgement, outputs_in
from analysis.publishing.comparing import comparison, sameness
from analysis.publishing.comparing.changes import Findings, State
from analysis.publishing.comparing.former import PastEditions
from analysis.publishing.editions import attachments, manifests
from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.catalogue import source_of
from analysis.publishing.planning.parameters import Value
from analysis.publishing.planning.plan import Plan, Planned
from analysis.publishing.planning.request import Options, Project, Say
from analysis.publishing.planning.standing import NOT_ASKED
from analysis.publishing.planning.to_fill_in import unwritten
from analysis.publishing.running import making as rendering
from analysis.publishing.running.executing import ExecutionError
from analysis.publishing.running.execution import Execution, ExecutionRequest
from analysis.publishing.running.views import View, Views
from analysis.publishing.running.workers import Workers


def first_runs(plans: Iterable[Plan], past: PastEditions) -> frozenset[tuple[str, str]]:
    """Return date and report of what is run twice: each report that no edition holds yet, at its oldest date.

    The others of a range rest on that; should it fail, the next date is tried in its place.
    """
    oldest: dict[str, str] = {}
    for plan in plans:
        for planned in plan.reports:
            if not (plan.is_draft or plan.as_sealed or past.hold(planned.report.id)):
                oldest.setdefault(planned.report.id, plan.as_of)
    return frozenset((as_of, report) for report, as_of in oldest.items())


@dataclass(frozen=True)
class Press:
    """Makes editions into one archive; ``first_runs`` are those that run twice."""

    project: Project
    options: Options
    archive: Archive
    views: Views
    executions: Executions
    workers: Workers
    judge: Judge
    past: PastEditions
    first_runs: frozenset[tuple[str, str]]
    say: Say

    def request(self, plan: Plan, planned: Planned) -> ExecutionRequest:
        """Return what has to run for a report."""
        view = View(plan.as_of, plan.known_on)
        return self._asked(planned, planned.parameters, view)

    def _execution(self, plan: Plan, planned: Planned) -> Execution:
        """Return a report's execution; before the report is first published, it has run twice."""
        is_first = not (plan.is_draft or plan.as_sealed or self.past.hold(planned.report.id))
        twice = is_first if self.options.twice is None else self.options.twice
        return self.executions.get(self.request(plan, planned), twice=twice)

    def _asked(self, planned: Planned, values: Mapping[str, Value], view: View) -> ExecutionRequest:
        notebook, timeout = planned.report.notebook, self.options.timeout
        return ExecutionRequest(notebook, values, view, timeout, self.judge.modules)

    def execute(self, plan: Plan, planned: Planned) -> None:
        """See to it that a report's execution is there; what goes wrong is said when the report is made.

        Where what was made before will do, or will when it is drawn again, none is looked for.
        """
        if not self.judge.judge(plan, planned, previous=None).runs:
            return
        is_first = (plan.as_of, planned.report.id) in self.first_runs
        twice = is_first if self.options.twice is None else self.options.twice
        try:
            self.executions.get(self.request(plan, planned), twice=twice)
        except AnalysisError:
            return

    def make(self, making: Making, pool: Executor, step: Callable[[], None]) -> None:
        """Make what is stale of an edition, keep the rest, and record what came of each; then seal it.

        ``step`` is called when a report is done.
        """
        for report in making.plan.gone:
            source = source_of(self.project.notebooks, report)
            self.say(f"{making.plan.as_of} {report}: gone from this draft; there is no {source} any more")
        for report, why in making.plan.omitted.items():
            if why != NOT_ASKED:
                self.say(f"{making.plan.as_of} {report}: left out, since {why}")
        if making.plan.is_correction:
            making.plan = self._with_reports_meant(making.plan)
        stale = self._stale(making)
        is_alone = len(stale) == 1 and at_once(self.options) > 1
        futures = {
            report: pool.submit(self._report, making, judged, is_alone=is_alone)
            for report, judged in stale.items()
        }
        for report, future in futures.items():
            self._record(making, report, future)
            step()
        self._say_what_is_unwritten(making)
        is_worth_it = making.results or making.kept
        if making.plan.reports and (not making.failed or (self.options.partial and is_worth_it)):
            self._seal(making)
        making.results.clear()  # a thousand editions need no more memory than ten
        shutil.rmtree(making.folder, ignore_errors=True)

    def _say_what_is_unwritten(self, making: Making) -> None:
        """Say, once for each notebook of the reports made, where words are still to be written."""
        made = (planned.report for planned in making.plan.reports if planned.report.id in making.results)
        for notebook in {report.source.path: report.source for report in made}.values():
            if places := unwritten(notebook):
                what = f"still to be written, as a notice says: {', '.join(places)}"
                self.say(f"{making.plan.as_of} {notebook.path}: {what}")

    def _with_reports_meant(self, plan: Plan) -> Plan:
        """Say of a new correction in which reports something changes; in all where that is in none."""
        meant = [planned.report.id for planned in plan.reports if not self._says_the_same(plan, planned)]
        *issued, new = plan.corrections
        reports = meant or [planned.report.id for planned in plan.reports]
        return replace(plan, corrections=(*issued, {**new, "reports": reports}))

    def _says_the_same(self, plan: Plan, planned: Planned) -> bool:
        """Return whether a report says now what it says in the edition that is corrected."""
        try:
            execution = self._execution(plan, planned)
        except AnalysisError:
            return False
        notebook = planned.report.notebook
        texts = {cell.id: cell.source for cell in notebook.cells if cell.kind != "code"}
        days = [plan.known_on, str(manifests.read_manifest(plan.place)["known_on"])]
        sealed = plan.place / f"{planned.report.id}.ipynb"
        return sameness.says_the_same(sealed, texts, execution.cells, days=days)

    def _stale(self, making: Making) -> dict[str, Judgement]:
        """Say of each report why it is made; those of a draft that are as they would be made are kept."""
        stale = {}
        for planned in making.plan.reports:
            judged = self.judge.judge(making.plan, planned, previous=self._previous(making.plan, planned))
            self.say(f"{making.plan.as_of} {judged.words}")
            if judged.is_fresh and planned.report.id in making.plan.sealed:
                making.keep(planned.report.id)
            else:
                making.folder_of(planned.report.id).mkdir(parents=True)
                stale[planned.report.id] = judged
        return stale

    def _previous(self, plan: Plan, planned: Planned) -> dict[str, Any] | None:
        """Return what a report is compared with: its part in the editions before this one."""
        dates = {"as_of": plan.as_of, "known_on": plan.known_on}
        return self.past.former(report=planned.report.id, revision=plan.revision, **dates)

    def _report(
        self, making: Making, judged: Judgement, *, is_alone: bool
    ) -> tuple[Execution, Mapping[str, Any]]:
        """Compare and render one report; return its execution and what its manifest says of it.

        A report that is made alone may use two processors, if the build may.
        """
        plan, planned, folder = making.plan, judged.planned, making.folder_of(judged.planned.report.id)
        request = self.request(plan, planned)
        if judged.kept and (kept := judged.seen):
            self.views.know(request.view, judged.kept.used["tables"], kept)
        execution = self._execution(plan, planned)
        seen = self.views.seen(View(plan.as_of, plan.known_on), execution.tables)
        told = plan.as_sealed or {}
        previous = self._previous(plan, planned)
        changes = told.get("changes") or self._changes(plan, planned, execution, previous)
        imported = request.imported(execution)
        rendering.laid_out(planned.report.notebook.content, execution, seen, imported, folder)
        job = {
            "job": "render",
            "label": planned.report.notebook.label,
            "report": planned.report.id,
            "parameters": dict(planned.given),
            "edition": told.get("edition") or self._edition(plan, planned, execution),
            "changes": changes,
            "formats": list(plan.formats),
            "beside": is_alone,
            "lock": str(self.project.lock) if self.project.lock else None,
        }
        result = self.workers.do(job, folder, as_of=plan.as_of, meanwhile=get_ready)
        if "error" not in result and not plan.as_sealed:
            used = {name: getattr(execution, name) for name in ("tables", "modules", "own")}
            made = folder / rendering.MADE
            self.judge.keep(plan, planned, previous=previous, used=used, seen=seen, made=made)
        stated = {"headline": execution.headline, "findings": execution.findings, "changes": changes}
        return execution, {**result, **stated}

    def _edition(self, plan: Plan, planned: Planned, execution: Execution) -> dict[str, Any]:
        """Return what a report is told of its edition, and of how far its tables go."""
        edition = plan.edition_of(planned.report)
        return {**edition, "notices": [*edition["notices"], *plan.limits(execution.tables)]}

    def _changes(
        self, plan: Plan, planned: Planned, execution: Execution, previous: Mapping[str, Any] | None
    ) -> dict[str, Any] | None:
        """Compare with the previous edition, if there is one: the notebook runs again under each change."""
        if previous is None:
            return None

        def record_of(as_of: str, known_on: str) -> str:
            seen = self.views.seen(View(as_of, known_on), execution.tables)
            return comparison.record(one.entry for one in attachments.data_inputs(seen))

        def run(state: State) -> Findings:
            view = View(state.as_of, state.known_on, state.corrections_since)
            values = {
                **planned.parameters,
                **state.parameters,
                "as_of": state.as_of,
                "known_on": state.known_on,
            }
            return self.executions.get(self._asked(planned, values, view)).findings

        tables = [table for name, table in plan.descriptor.tables.items() if name in execution.tables]
        may_be_replaced = not all(table.has_vintages for table in tables)
        own, method = comparison.own(planned.parameters), self._method(plan, planned, execution)
        now = State(plan.as_of, plan.known_on, own, method, is_replaced=may_be_replaced)
        return comparison.compared(
            previous,
            now,
            execution.findings,
            run=run,
            record_of=record_of,
        )

    def _method(self, plan: Plan, planned: Planned, execution: Execution) -> str:
        """Return the digest of all that a report is made with: notebook, modules, program, libraries."""
        imported = self.request(plan, planned).imported(execution)
        found = attachments.inputs(
            planned.report.notebook.content,
            report=planned.report.id,
            data={},
            modules=imported,
            lock=self.project.lock,
            program=self._program,
        )
        return comparison.method(one.entry for one in found)

    @cached_property
    def _program(self) -> bytes:
        return attachments.source()

    def _record(
        self,
        making: Making,
        report: str,
        future: Future[tuple[Execution, Mapping[str, Any]]],
    ) -> None:
        """Take in what came of a report, and say it."""
        error = ""
        try:
            execution, result = future.result()
        except ExecutionError as failure:
            error = self._with_remains(making.plan.as_of, report, str(failure), failure.remains)
        except AnalysisError as failure:
            error = str(failure)
        else:
            error = str(result.get("error", "")) or self._difference(making, report)
        self.say(f"{making.plan.as_of} {report}: {'failed' if error else 'made'}")
        if error:
            making.failed[report] = error
            return
        making.results[report] = result
        for remark in (*execution.remarks, *result.get("remarks", ())):
            self.say(f"  {report}, {remark}")

    def _difference(self, making: Making, report: str) -> str:
        """Return in which files a published report differs from what was made now; blank if in none."""
        if making.plan.is_draft or report not in making.plan.sealed:
            return ""
        made = outputs_in(making.folder_of(report) / rendering.MADE, report)
        sealed = {one["path"]: one["sha256"] for one in making.plan.sealed[report]["outputs"]}
        names = [name for name, digest in made.items() if sealed.get(name) != digest]
        fix = f"it stays as it is; `analysis correct {making.plan.as_of}` issues a revision"
        reason = f"is published, and what its inputs make now differs in {', '.join(names)}"
        return str(Problem(f"{making.plan.as_of} {report}", "", reason, fix)) if names else ""

    def _with_remains(self, as_of: str, report: str, error: str, remains: Mapping[str, bytes]) -> str:
        """Keep the failed notebook and its traceback for the analyst, and say where."""
        kept = self.project.cache / "failed" / as_of / report
        shutil.rmtree(kept, ignore_errors=True)
        try:
            for name, content in remains.items():
                kept.mkdir(parents=True, exist_ok=True)
                (kept / name).write_bytes(content)
        except OSError as failure:
            return f"{error}\n  (its remains could not be kept: {failure.strerror})"
        return f"{error}\n  kept for you: {kept}" if remains else error

    def _seal(self, making: Making) -> None:
        """Seal an edition that is whole, or may be partial; one that is published already only grows."""
        place = self.archive.edition(making.plan.as_of)
        manifest = assemble(self.archive, making, lock=self.project.lock)
        making.is_sealed = manifest is not None
        if manifest and not making.plan.is_draft:  # drafts are compared with what is published
            self.past.add(manifest)
        self.say(f"{'sealed' if manifest else 'unchanged'} {place}{' (partial)' if making.failed else ''}")
