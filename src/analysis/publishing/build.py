"""How does a build go? Each planned report is made by itself; an edition is sealed when all of it is there.

One report that fails stops no other; a former edition stays as it was until the new one takes its place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError
from analysis.publishing import editions, index, manifests
from analysis.publishing.assembly import Making, assemble
from analysis.publishing.changes import previous_of
from analysis.publishing.comparison import entry
from analysis.publishing.editions import Archive
from analysis.publishing.planning import Plan, Planned, Request, plan
from analysis.publishing.workers import Outcome, Task, Workers

Say = Callable[[str], None]
KEPT_OF_A_FAILURE = ("failed.ipynb", "traceback.txt")


def build(request: Request, *, say: Say = print) -> list[Path]:
    """Make and seal the editions asked for; return their folders.

    Raises ``AnalysisError`` with everything that is wrong before anything runs, or, after all other reports
    are done, with every report that failed; editions that these belong to are then left as they were
    (unless ``request.partial``).
    """
    waiting = f"another build is at work in {request.out}; waiting for it to end"
    with editions.opened(request.out, waiting=lambda: say(waiting)) as archive:
        makings = [Making(each, archive.staging / each.as_of) for each in plan(request)]
        places = []
        for making in makings:  # the oldest first: each edition is compared with the one before it
            _make(request, archive, making, say)
            places.append(_sealed(request, archive, making, say))
        _draw_archive(archive)
    failures = [error for making in makings for error in making.failed.values()]
    if failures:
        unsealed = [making.plan.as_of for making in makings if making.failed and not request.partial]
        note = [f"not sealed: {', '.join(unsealed)}; what was there before is untouched"] if unsealed else []
        raise AnalysisError("\n".join([*failures, *note]))
    return list(filter(None, places))


def _make(request: Request, archive: Archive, making: Making, say: Say) -> None:
    """Run all reports of an edition, and record what came of each."""
    sealed = manifests.sealed_editions(archive.folder)
    tasks = [_task(request, making, planned, sealed) for planned in making.plan.reports]
    count = 0

    def done(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        report = outcome.task.request["report"]
        if outcome.error:
            making.failed[report] = _with_remains(request, making, report, outcome.error)
        else:
            making.results[report] = outcome.result
        ending = "failed" if outcome.error else "made"
        say(f"[{count}/{len(tasks)}] {making.plan.as_of} {report}: {ending}")
        for remark in outcome.result.get("remarks", ()):
            say(f"  {report}, {remark}")

    with Workers(request.jobs or os.cpu_count() or 1, held=(archive.lock,)) as workers:
        workers.run(tasks, done)


def _task(request: Request, making: Making, planned: Planned, sealed: Sequence[Mapping[str, Any]]) -> Task:
    """Lay out the working folder of a report: the notebook and the data, nothing else."""
    report, plan = planned.report, making.plan
    folder = making.folder_of(report.id)
    folder.mkdir(parents=True)
    shutil.copyfile(report.notebook.path, folder / "notebook.ipynb")
    data = request.data.resolve()
    (folder / "data").symlink_to(data, target_is_directory=True)
    return Task(
        folder,
        {
            "report": report.id,
            "label": str(report.notebook.path),
            "parameters": dict(planned.given),
            "edition": {
                "as_of": plan.as_of,
                "known_on": plan.known_on,
                "edition": plan.as_of,
            },
            "previous": _previous(plan, report.id, sealed),
            "changes": request.changes,
            "formats": list(request.formats),
            "timeout": request.timeout,
            "data": str(data),
            "lock": str(request.lock) if request.lock else None,
        },
    )


def _previous(plan: Plan, report: str, sealed: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return what a report's findings are compared with: the newest edition before this one that has it."""
    manifest = previous_of(sealed, report=report, as_of=plan.as_of, known_on=plan.known_on)
    return entry(manifest, report) if manifest else None


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


def _sealed(request: Request, archive: Archive, making: Making, say: Say) -> Path | None:
    """Seal an edition that is whole, or may be partial; None when it stays what it was."""
    if making.failed and not (request.partial and making.results):
        return None
    place = assemble(request, archive, making)
    say(f"sealed {place}" + (" (partial)" if making.failed else ""))
    return place


def _draw_archive(archive: Archive) -> None:
    """Bring the page of all editions up to date; an archive without editions has none."""
    if sealed := manifests.sealed_editions(archive.folder):
        page = index.archive_page(sealed)
        editions.write_atomically(archive.folder / index.NAME, page, archive.staging)
