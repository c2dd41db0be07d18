"""What would a build do, and why? The same questions that it asks, answered without making anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.publishing.caching import publication, up_to_date
from analysis.publishing.caching.staleness import Judge
from analysis.publishing.comparing.former import PastEditions
from analysis.publishing.planning.plan import Plan, plan
from analysis.publishing.planning.request import Project, Request
from analysis.publishing.running.views import Views


@dataclass(frozen=True)
class Reason:
    """What a build would do to one report of one edition; ``is_fresh`` when that is nothing."""

    words: str
    is_fresh: bool


def why(project: Project, request: Request) -> list[Reason]:
    """Return, for each report of each edition asked for, what a build would do to it and why."""
    if places := up_to_date.answered(project, request, up_to_date.inputs(project)):
        return [Reason(f"{place.name} everything is as it should be", is_fresh=True) for place in places]
    judge = Judge(project)
    past = PastEditions.of(project.published or project.out)
    return [reason for each in plan(project, request) for reason in _reasons(each, project, judge, past)]


def _reasons(plan: Plan, project: Project, judge: Judge, past: PastEditions) -> Iterator[Reason]:
    for planned in plan.reports:
        dates = {"as_of": plan.as_of, "known_on": plan.known_on}
        previous = past.former(report=planned.report.id, revision=plan.revision, **dates)
        judged = judge.judge(plan, planned, previous=previous)
        yield Reason(f"{plan.as_of} {judged.words}", judged.is_fresh)
    for planned in plan.held:
        changed = list(publication.changed_on_purpose(plan, planned, judge.modules))
        told = f"is published and would change: {'; '.join(changed)}" if changed else "published, unchanged"
        yield Reason(f"{plan.as_of} {planned.report.id}: {told}", is_fresh=not changed)
    for problem in publication.losses(plan.manifest_of_sealed, Views(project.data)) if plan.held else ():
        yield Reason(f"{plan.as_of} {problem}", is_fresh=False)
