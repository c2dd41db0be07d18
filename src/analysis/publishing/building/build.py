"""How does a build go? Each planned report is made by itself; an edition is sealed when all of it is there.

What is as it should be is taken from the memory of earlier builds. One report that fails stops no other; a
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
from analysis.publishing.editions import staging
from analysis.publishing.editions.manifests import all_revisions
from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.plan import Plan, Request, plan
from analysis.publishing.running.fork_client import CAN_FORK, ForkServer
from analysis.publishing.running.workers import Outcome, Task, Workers, environment

Say = Callable[[str], None]
KEPT_OF_A_FAILURE = ("failed.ipynb", "traceback.txt")


def build(request: Request, *, say: Say = print) -> list[Path]:
    """Make and seal the editions asked for; return their folders.

    Raises ``AnalysisError`` with everything that is wrong before anything runs, or, after all other reports
    are done, with every report that failed; editions that these belong to are then left as they were
    (unless ``request.partial``).
    """
    waiting = f"another build is at work in {request.out}; waiting for it to end"
    with (
        swept(request.out, request.build_cache),
        staging.opened(request.out, waiting=lambda: say(waiting)) as archive,
    ):
        if not request.force and (places := up_to_date.answered(request)):
            say("nothing to do: all is as it should be")
            return places
        made_from = up_to_date.inputs(request)
        with _warm(request, archive) as server:
            places = _build(request, archive, server, say)
        up_to_date.remember(request, places, made_from)
        return places


def _warm(request: Request, archive: Archive) -> ForkServer:
    """Have the libraries imported while we check what there is to do."""
    surroundings = environment("1970-01-01", archive.staging.resolve())
    return ForkServer(surroundings, held=(archive.lock,), wanted=CAN_FORK and request.warm)


def _build(request: Request, archive: Archive, server: ForkServer, say: Say) -> list[Path]:
    makings = [Making(each, archive.staging / each.as_of) for each in plan(request)]
    data = _snapshot(request, makings[0].plan, archive.staging)
    places = []
    for making in makings:  # the oldest first: each edition is compared with the one before it
        _make(request, archive, server, making, data, say)
        places.append(_sealed(request, archive, making, say))
    archives.draw(archive)
    if server.remark:
        say(server.remark)
    _complain(request, makings)
    return places


def _snapshot(request: Request, plan: Plan, staging: Path) -> Path:
    """Copy the data as they are now, so that all reports see the same whatever is edited meanwhile."""
    snapshot = staging / "data"
    for name in ("datapackage.json", *(table.path for table in plan.dataset.descriptor.tables.values())):
        (snapshot / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(request.data / name, snapshot / name)
    return snapshot


def _make(
    request: Request, archive: Archive, server: ForkServer, making: Making, data: Path, say: Say
) -> None:
    """Make what is stale of an edition, take the rest as it is kept, and record what came of each report."""
    judge = Judge(request, all_revisions(archive.folder))
    tasks: dict[Path, Judgement] = {}
    for planned in making.plan.reports:
        judged = judge.judge(making.plan, planned)
        folder = making.folder_of(planned.report.id)
        folder.mkdir(parents=True)
        say(f"{making.plan.as_of} {judged.words}")
        if judged.kept and judged.is_fresh:
            shutil.copytree(judged.kept.made, folder / "made")
            making.results[planned.report.id] = judged.kept.result
        else:
            tasks[folder] = judged
    count = 0

    def done(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        judged = tasks[outcome.task.folder]
        report = judged.planned.report.id
        say(f"[{count}/{len(tasks)}] {making.plan.as_of} {report}: {'failed' if outcome.error else 'made'}")
        if outcome.error:
            making.failed[report] = _with_remains(request, making, report, outcome.error)
            return
        making.results[report] = outcome.result
        judge.keep(making.plan, judged.planned, outcome.task.folder, outcome.result)
        for remark in outcome.result["used"]["remarks"]:
            say(f"  {report}, {remark}")

    at_once = request.jobs or os.cpu_count() or 1
    with Workers(at_once, server=server, held=(archive.lock,)) as workers:
        workers.run([_task(request, making.plan, judge, *each, data) for each in tasks.items()], done)


def _task(request: Request, plan: Plan, judge: Judge, folder: Path, judged: Judgement, data: Path) -> Task:
    """Lay out the working folder of a report: the notebook and the data, nothing else of the machine."""
    report = judged.planned.report
    (folder / "notebook.ipynb").write_bytes(report.notebook.content)
    (folder / "data").symlink_to(data.resolve(), target_is_directory=True)
    drawn_only = judged.kept if not judged.runs else None
    if drawn_only:
        shutil.copyfile(drawn_only.executed, folder / "executed.ipynb")
    return Task(
        folder,
        {
            "report": report.id,
            "label": str(report.notebook.path),
            "parameters": dict(judged.planned.given),
            "edition": (request.as_sealed or {}).get("edition") or plan.edition,
            "previous": judge.previous(plan, report.id),
            "changes": (request.as_sealed or {}).get("changes"),
            "formats": list(request.formats),
            "timeout": request.timeout,
            "data": str(data.resolve()),
            "lock": str(request.lock) if request.lock else None,
            "used": drawn_only.result["used"] if drawn_only else None,
        },
    )


def _with_remains(request: Request, making: Making, report: str, error: str) -> str:
    """Keep the failed notebook and its traceback for the analyst, and say where."""
    kept = request.cache / "failed" / making.plan.as_of / report
    shutil.rmtree(kept, ignore_errors=True)
    remains = [making.folder_of(report) / name for name in KEPT_OF_A_FAILURE]
    try:
        for path in filter(Path.exists, remains):
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept / path.name)
    except OSError as failure:
        return f"{error}\n  (its remains could not be kept: {failure.strerror})"
    return f"{error}\n  kept for you: {kept}" if kept.exists() else error


def _sealed(request: Request, archive: Archive, making: Making, say: Say) -> Path:
    """Seal an edition that is whole, or may be partial, and return its place; else it stays what it was."""
    place = archive.edition(making.plan.as_of)
    if not making.failed or (request.partial and making.results):
        changed = assemble(request, archive, making)
        say(f"{'sealed' if changed else 'unchanged'} {place}{' (partial)' if making.failed else ''}")
    return place


def _complain(request: Request, makings: list[Making]) -> None:
    """Raise ``AnalysisError`` with every report that failed."""
    failures = [error for making in makings for error in making.failed.values()]
    unsealed = [making.plan.as_of for making in makings if making.failed and not request.partial]
    if unsealed:
        failures.append(f"not sealed: {', '.join(unsealed)}; what was there before is untouched")
    if failures:
        raise AnalysisError("\n".join(failures))
