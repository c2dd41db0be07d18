"""How are editions made? All executions are had, many at once; editions are sealed in order of date.

An edition does not wait for the executions of another one. One report that fails stops no other; a former
edition stays as it was until the new one takes its place, and what is published stays for good.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError, Problem
from analysis.parts import wording
from analysis.publishing.archive import archive as archives
from analysis.publishing.building.assembly import Making
from analysis.publishing.building.press import Press, first_runs
from analysis.publishing.building.processes import at_once
from analysis.publishing.caching import fingerprints, publication, up_to_date
from analysis.publishing.caching.execution_store import ExecutionStore
from analysis.publishing.caching.executions import Executions, Runner
from analysis.publishing.caching.notes import Notes
from analysis.publishing.caching.results import results_at_hand, sweep
from analysis.publishing.caching.staleness import Judge
from analysis.publishing.comparing.former import PastEditions
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.plan import Plan, plan
from analysis.publishing.planning.request import Options, Progress, Project, Request, Say
from analysis.publishing.running.fork_client import ForkServer
from analysis.publishing.running.own_modules import OwnModule, own_modules
from analysis.publishing.running.views import Views
from analysis.publishing.running.workers import LocalRunner, Workers

if TYPE_CHECKING:
    from analysis.data.descriptor import Descriptor
    from analysis.publishing.running.cluster import DaskRunner


def make_editions(
    archive: Archive,
    project: Project,
    request: Request,
    options: Options,
    server: ForkServer,
    made_from: str,
    *,
    say: Say,
    progress: Progress,
) -> list[Path]:
    """Make and seal the editions asked for in an archive that is held; return their folders.

    ``made_from`` are the `up_to_date.inputs` before anything was read of them.

    Raises ``AnalysisError`` as `build` does.
    """
    notes = Notes(project)
    plans = plan(project, request, noted=notes.noted)
    notes.keep()
    views = Views(snapshot(project.data, plans[0].descriptor, archive.staging))
    _check_published(project, plans, views, say)
    plans = [each.anew() if options.force or each.is_damaged else each for each in plans]
    results = results_of(project) if len(plans) == 1 and not options.force else None
    makings = [Making(each, archive.staging / each.as_of) for each in plans]
    with (
        Workers(at_once(options), server=server, held=(archive.lock,)) as workers,
        _runner(project, options, workers, views, archive, results) as runner,
    ):
        executions = executions_of(project, views, runner, force=options.force)
        past = PastEditions.of(project.published or project.out)
        judge = Judge(project, force=options.force)
        first = first_runs(plans, past)
        press = Press(project, options, archive, views, executions, workers, judge, past, first, say)
        wanted = (press.request(each, planned) for each in plans for planned in each.reports)
        if not all(map(executions.may_have, wanted)):
            server.expect_executions()
        _make(makings, press, progress, at_once=runner.at_once)
    archives.draw(archive)
    if results:
        sweep(project.results)
    if server.remark:
        say(server.remark)
    _complain(makings, say, partial=options.partial)
    places = [each.place for each in plans]
    up_to_date.remember(project, request, places, made_from)
    return places


def snapshot(source: Path, descriptor: Descriptor, staging: Path) -> Path:
    """Copy the data as they are now, so that all reports see the same whatever is edited meanwhile."""
    folder = staging / "data"
    for name in ("datapackage.json", *(table.path for table in descriptor.tables.values())):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, folder / name)
    return folder


def executions_of(project: Project, views: Views, runner: Runner, *, force: bool) -> Executions:
    """Return the executions of a project: those that are kept, and a runner for the others."""
    program, surroundings = fingerprints.program_group(), _surroundings(project)
    store = ExecutionStore(project.executions, views, program=program, surroundings=surroundings)
    return Executions(store, runner, force=force)


def results_of(project: Project) -> Path:
    """Return the folder of what earlier runs of the project's notebooks have computed."""
    program, surroundings = fingerprints.program_group(), _surroundings(project)
    modules = own_modules(project.notebooks)
    return results_at_hand(project, surroundings=surroundings, program=program, modules=modules)


def _surroundings(project: Project) -> Mapping[str, Any]:
    lock = {project.lock.name: sha256(project.lock.read_bytes())} if project.lock else {}
    return {"packages": fingerprints.packages_group(project.lock), "lock": lock}


@contextmanager
def _runner(
    project: Project,
    options: Options,
    workers: Workers,
    views: Views,
    archive: Archive,
    results: Path | None,
) -> Iterator[LocalRunner | DaskRunner]:
    """Give what runs notebooks: this machine, or a cluster where one is named."""
    if not options.scheduler:
        yield LocalRunner(workers, views, archive.staging, at_once=at_once(options), results=results)
        return
    try:
        from analysis.publishing.running.cluster import DaskRunner
    except ImportError as error:
        fix = "pip install 'analysis-reports[cluster]'"
        problem = Problem("--scheduler", options.scheduler, f"needs Dask ({error})", fix)
        raise AnalysisError(str(problem)) from None
    packages = fingerprints.packages_group(project.lock)
    with DaskRunner(options.scheduler, views.folder, packages=packages) as runner:
        yield runner


def _check_published(project: Project, plans: Sequence[Plan], views: Views, say: Say) -> None:
    """Raise ``AnalysisError`` when a published report would change; say what is for its next edition only."""
    if project.is_draft:
        return
    modules = own_modules(project.notebooks)
    problems = [problem for each in plans for problem in _changes_of_published(each, views, modules)]
    newest = max((each.as_of for each in plans), default="")
    if standing := publication.newest_before(project.out, newest):
        problems += publication.losses(standing, views)
    if problems:
        from analysis.publishing.comparing.lost_rows import refuse_lost_rows  # reads the data, slow to import

        refuse_lost_rows(project.out, project.data, views.descriptor)  # which can name the rows
        raise AnalysisError("\n".join(map(str, dict.fromkeys(problems))))
    method = publication.method_at_hand(project.lock)
    for each in plans:
        if each.recorded_since:
            say(
                f"{each.as_of} is published as known on {each.known_on}; what was recorded since, until"
                f" {each.recorded_since}, is for later editions, or for `analysis correct {each.as_of}`"
            )
        moved = {words for planned in each.held for words in publication.moved_on(each, planned, now=method)}
        if moved:
            what = wording.listing(sorted(moved))
            say(f"{each.as_of} is published; {what} changed since, for later editions")


def _changes_of_published(plan: Plan, views: Views, modules: Mapping[str, OwnModule]) -> Iterator[Problem]:
    fix = f"try it with --draft, or issue a revision: analysis correct {plan.as_of}"
    for planned in plan.held:
        if changed := list(publication.changed_on_purpose(plan, planned, modules)):
            place = f"{plan.as_of} {planned.report.id}"
            yield Problem(place, "", f"is published and would change: {'; '.join(changed)}", fix)
    yield from publication.losses(plan.manifest_of_sealed, views)


def _make(makings: Sequence[Making], press: Press, progress: Progress, *, at_once: int) -> None:
    """Have all executions in any order, and make each edition when its own are there, the oldest first."""
    wanted = [(making, planned) for making in makings for planned in making.plan.reports]
    done = count(1)

    def step() -> None:
        progress(next(done), 2 * len(wanted))

    running, rendering = ThreadPoolExecutor(at_once), ThreadPoolExecutor(at_once)
    try:
        waited: dict[str, list[Future[None]]] = {making.plan.as_of: [] for making in makings}
        for making, planned in wanted:
            future = running.submit(press.execute, making.plan, planned)
            future.add_done_callback(lambda _: step())
            waited[making.plan.as_of].append(future)
        for making in makings:
            for future in waited.pop(making.plan.as_of):
                future.result()
            press.make(making, rendering, step)
    finally:
        for pool in (running, rendering):
            pool.shutdown(wait=False, cancel_futures=True)


def _complain(makings: Sequence[Making], say: Say, *, partial: bool) -> None:
    """Sum up several editions; raise ``AnalysisError`` with every report that failed."""
    failures = [error for making in makings for error in making.failed.values()]
    unsealed = [making.plan.as_of for making in makings if making.failed and not partial]
    if len(makings) > 1:
        sealed = sum(making.is_sealed for making in makings)
        unchanged = len(makings) - sealed - len(unsealed)
        asked = wording.count(len(makings), "edition")
        say(f"{asked}: {sealed} sealed, {unchanged} unchanged, {len(unsealed)} failed")
    if unsealed:
        failures.append(f"not sealed: {', '.join(unsealed)}; what was there before is untouched")
    if failures:
        raise AnalysisError("\n".join(failures))
