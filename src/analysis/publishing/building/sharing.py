"""How do many machines make one archive without a scheduler of ours? Each runs its share of the notebooks.

The shares go into one folder of executions; a last build without a share finds them there, and seals. So an
array of jobs can do it, or any engine that starts commands.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.building.press import first_runs
from analysis.publishing.building.processes import at_once
from analysis.publishing.building.rounds import executions_of, snapshot
from analysis.publishing.caching.notes import Notes
from analysis.publishing.comparing.former import PastEditions
from analysis.publishing.planning.plan import plan
from analysis.publishing.planning.request import Options, Progress, Project, Request, Say
from analysis.publishing.running.execution import ExecutionRequest
from analysis.publishing.running.fork_client import CAN_FORK, ForkServer
from analysis.publishing.running.own_modules import own_modules
from analysis.publishing.running.views import View, Views
from analysis.publishing.running.workers import LocalRunner, Workers, environment

SHARE: Final = re.compile(r"([1-9]\d*)/([1-9]\d*)")


@dataclass(frozen=True)
class Share:
    """The ``number``-th of ``of`` parts, counted from 1."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Share:
        """Return what a text says, as 2/4; raises ``AnalysisError`` when it says nothing of the kind."""
        match = SHARE.fullmatch(text)
        if match is None or int(match[1]) > int(match[2]):
            reason, fix = "is no share", "write K/N, as 1/4 to 4/4"
            raise AnalysisError(str(Problem("--share", text, reason, fix)))
        return cls(int(match[1]), int(match[2]))


def execute_share(
    project: Project,
    request: Request,
    options: Options,
    share: Share,
    *,
    say: Say,
    progress: Progress = lambda done, all_: None,
) -> None:
    """Run one part of the notebooks that a build of the same would run; nothing is sealed.

    Every N-th report of every date is a part, so that all parts are about as long. Raises ``AnalysisError``
    with everything that is wrong before anything runs, or with every notebook that failed.
    """
    notes = Notes(project)
    plans = plan(project, request, noted=notes.noted)
    notes.keep()
    wanted = [(each, planned) for each in plans for planned in each.reports]
    modules = own_modules(project.notebooks)
    past = PastEditions.of(project.published or project.out)
    first = {f"{as_of} {report}" for as_of, report in first_runs(plans, past)}
    own = wanted[share.number - 1 :: share.of]
    asked = {
        f"{each.as_of} {planned.report.id}": ExecutionRequest(
            planned.report.notebook,
            planned.parameters,
            View(each.as_of, each.known_on),
            options.timeout,
            modules,
        )
        for each, planned in own
    }
    project.cache.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="share-", dir=project.cache)).resolve()
    try:
        views = Views(snapshot(project.data, plans[0].descriptor, staging))
        surroundings = environment("1970-01-01", staging)
        with (
            ForkServer(surroundings, wanted=CAN_FORK and options.warm, renders=False) as server,
            Workers(at_once(options), server=server) as workers,
        ):
            runner = LocalRunner(workers, views, staging, at_once=at_once(options))
            executions = executions_of(project, views, runner, force=options.force)

            def get(name: str) -> None:
                twice = name in first if options.twice is None else options.twice
                executions.get(asked[name], twice=twice)

            failures = _run(asked, get, at_once(options), say=say, progress=progress)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    say(f"share {share.number}/{share.of}: {len(asked) - len(failures)} of {len(asked)} executions are there")
    if failures:
        raise AnalysisError("\n".join(failures))


def _run(
    asked: Iterable[str],
    get: Callable[[str], None],
    at_once: int,
    *,
    say: Say,
    progress: Progress,
) -> list[str]:
    """Have all executions, by name; return what went wrong."""
    failures = []
    pool = ThreadPoolExecutor(at_once)
    try:
        futures = {pool.submit(get, name): name for name in asked}
        for done, future in enumerate(as_completed(futures), start=1):
            try:
                future.result()
            except AnalysisError as error:
                failures.append(str(error))
            say(f"{futures[future]}: {'failed' if future.exception() else 'there'}")
            progress(done, len(futures))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return failures
