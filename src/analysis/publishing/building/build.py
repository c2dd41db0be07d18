"""How does a build go? Each planned report is made by itself; an edition is sealed when all of it is there.

Reports of which nothing has changed are taken from the build cache. One report that fails stops no other; a
former edition stays as it was until the new one takes its place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.publishing.archive import archive as archives
from analysis.publishing.building.assembly import Making, assemble
from analysis.publishing.building.sweeping import swept
from analysis.publishing.caching import up_to_date
from analysis.publishing.caching.staleness import Judge, Judgement
from analysis.publishing.comparing.lost_rows import refuse_lost_rows
from analysis.publishing.editions import staging
from analysis.publishing.editions.manifests import all_revisions
from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.plan import Plan, plan
from analysis.publishing.planning.request import Options, Project, Request
from analysis.publishing.running.fork_client import CAN_FORK, ForkServer
from analysis.publishing.running.workers import Outcome, Task, Workers, environment

Say = Callable[[str], None]
KEPT_OF_A_FAILURE = ("failed.ipynb", "traceback.txt")


def build(project: Project, request: Request, options: Options, *, say: Say = print) -> list[Path]:
    """Make and seal the editions asked for; return their folders.

    Raises ``AnalysisError`` with everything that is wrong before anything runs, or, after all other reports
    are done, with every report that failed; editions that these belong to are then left as they were
    (unless ``options.partial``).
    """
    waiting = f"another build is at work in {project.out}; waiting for it to end"
    with (
        swept(project.out, project.build_cache),
        staging.opened(project.out, waiting=lambda: say(waiting)) as archive,
    ):
        if not options.force and (places := up_to_date.answered(project, request)):
            say("nothing to do: all is as it should be")
            return places
        made_from = up_to_date.inputs(project)
        with _fork_server(archive, wanted=options.warm) as server:  # which imports the libraries meanwhile
            makings = [Making(each, archive.staging / each.as_of) for each in plan(project, request)]
            refuse_lost_rows(project.out, project.data, makings[0].plan.dataset.descriptor)
            data = _snapshot(project.data, makings[0].plan, archive.staging)
            for making in makings:  # the oldest first: each edition is compared with the one before it
                _make(making, project, options, archive, server, data, say)
                _seal(making, archive, say, lock=project.lock, partial=options.partial)
            archives.draw(archive)
            if server.remark:
                say(server.remark)
        _complain(makings, partial=options.partial)
        places = [archive.edition(making.plan.as_of) for making in makings]
        up_to_date.remember(project, request, places, made_from)
        return places


def _fork_server(archive: Archive, *, wanted: bool) -> ForkServer:
    surroundings = environment("1970-01-01", archive.staging.resolve())
    return ForkServer(surroundings, held=(archive.lock,), wanted=CAN_FORK and wanted)


def _snapshot(source: Path, plan: Plan, staging: Path) -> Path:
    """Copy the data as they are now, so that all reports see the same whatever is edited meanwhile."""
    snapshot = staging / "data"
    for name in ("datapackage.json", *(table.path for table in plan.dataset.descriptor.tables.values())):
        (snapshot / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, snapshot / name)
    return snapshot


def _make(
    making: Making,
    project: Project,
    options: Options,
    archive: Archive,
    server: ForkServer,
    data: Path,
    say: Say,
) -> None:
    """Make what is stale of an edition, take the rest from the build cache, and record what came of each."""
    judge = Judge(project, all_revisions(archive.folder), force=options.force)
    stale = _stale(making, judge, say)
    kept = project.cache / "failed" / making.plan.as_of
    tasks = [
        _task(making.plan, judged, folder, data, judge=judge, lock=project.lock, timeout=options.timeout)
        for folder, judged in stale.items()
    ]
    count = 0

    def done(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        judged = stale[outcome.task.folder]
        report = judged.planned.report.id
        say(f"[{count}/{len(stale)}] {making.plan.as_of} {report}: {'failed' if outcome.error else 'made'}")
        if outcome.error:
            making.failed[report] = _with_remains(outcome, kept / report)
            return
        making.results[report] = outcome.result
        judge.keep(making.plan, judged.planned, outcome.task.folder, outcome.result)
        for remark in outcome.result["used"]["remarks"]:
            say(f"  {report}, {remark}")

    at_once = options.jobs or os.cpu_count() or 1
    with Workers(at_once, server=server, held=(archive.lock,)) as workers:
        workers.run(tasks, done)


def _stale(making: Making, judge: Judge, say: Say) -> dict[Path, Judgement]:
    """Take what is fresh from the build cache; return the rest by working folder, and say why it is made."""
    stale: dict[Path, Judgement] = {}
    for planned in making.plan.reports:
        judged = judge.judge(making.plan, planned)
        folder = making.folder_of(planned.report.id)
        folder.mkdir(parents=True)
        say(f"{making.plan.as_of} {judged.words}")
        if judged.kept and judged.is_fresh:
            shutil.copytree(judged.kept.made, folder / "made")
            making.results[planned.report.id] = judged.kept.result
        else:
            stale[folder] = judged
    return stale


def _task(
    plan: Plan,
    judged: Judgement,
    folder: Path,
    data: Path,
    *,
    judge: Judge,
    lock: Path | None,
    timeout: int,
) -> Task:
    """Lay out the working folder of a report: the notebook and the data, nothing else of the machine."""
    report = judged.planned.report
    (folder / "notebook.ipynb").write_bytes(report.notebook.content)
    (folder / "data").symlink_to(data.resolve(), target_is_directory=True)
    drawn_only = judged.kept if not judged.runs else None
    if drawn_only:
        shutil.copyfile(drawn_only.executed, folder / "executed.ipynb")
    told = plan.as_sealed or {}
    return Task(
        folder,
        {
            "report": report.id,
            "label": str(report.notebook.path),
            "parameters": dict(judged.planned.given),
            "edition": told.get("edition") or plan.edition,
            "previous": judge.previous(plan, report.id),
            "changes": told.get("changes"),
            "formats": list(plan.formats),
            "timeout": timeout,
            "data": str(data.resolve()),
            "lock": str(lock) if lock else None,
            "used": drawn_only.result["used"] if drawn_only else None,
        },
    )


def _with_remains(outcome: Outcome, kept: Path) -> str:
    """Keep the failed notebook and its traceback for the analyst, and say where."""
    shutil.rmtree(kept, ignore_errors=True)
    remains = [outcome.task.folder / name for name in KEPT_OF_A_FAILURE]
    try:
        for path in filter(Path.exists, remains):
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept / path.name)
    except OSError as failure:
        return f"{outcome.error}\n  (its remains could not be kept: {failure.strerror})"
    return f"{outcome.error}\n  kept for you: {kept}" if kept.exists() else outcome.error


def _seal(making: Making, archive: Archive, say: Say, *, lock: Path | None, partial: bool) -> None:
    """Seal an edition that is whole, or may be partial; else its place stays as it was."""
    if not making.failed or (partial and making.results):
        changed = assemble(archive, making, lock=lock)
        place = archive.edition(making.plan.as_of)
        say(f"{'sealed' if changed else 'unchanged'} {place}{' (partial)' if making.failed else ''}")


def _complain(makings: list[Making], *, partial: bool) -> None:
    """Raise ``AnalysisError`` with every report that failed."""
    failures = [error for making in makings for error in making.failed.values()]
    unsealed = [making.plan.as_of for making in makings if making.failed and not partial]
    if unsealed:
        failures.append(f"not sealed: {', '.join(unsealed)}; what was there before is untouched")
    if failures:
        raise AnalysisError("\n".join(failures))
