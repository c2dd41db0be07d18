"""Which editions are to be made, of which reports, with which values?

Everything a user can get wrong in the asking is found here, before anything runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.parts import wording
from analysis.publishing.editions import manifests
from analysis.publishing.editions.notices import DRAFT, address, label, notices
from analysis.publishing.planning.catalogue import Report, choose, load_catalogue
from analysis.publishing.planning.dates import asked_for, known_by
from analysis.publishing.planning.notebooks import Notebook
from analysis.publishing.planning.parameters import Value, resolve
from analysis.publishing.planning.project import project_metadata
from analysis.publishing.planning.record import Noted, Record, Selection
from analysis.publishing.planning.request import FORMATS, Project, Request
from analysis.publishing.planning.standing import (
    NOT_ASKED,
    carried,
    corrections,
    known_on_of,
    sealed_in,
    with_sealed_values,
)
from analysis.publishing.planning.to_fill_in import UNFINISHED, unwritten

if TYPE_CHECKING:
    from analysis.data.dataset import Dataset
    from analysis.data.descriptor import Descriptor

ALL_REPORTS: Final = "<the reports>"  # stands in a message for the reports it is about


@dataclass(frozen=True)
class Planned:
    """A report and the values of all its parameters; ``given`` are those that are not the notebook's own."""

    report: Report
    given: Mapping[str, Value]

    @property
    def parameters(self) -> dict[str, Value]:
        """All parameters as the run sees them."""
        return {**self.report.parameters, **self.given}


@dataclass(frozen=True)
class Plan:
    """An edition to be made: its dates, its reports, and which reports it leaves out and why.

    ``sealed`` are the reports that the edition has already, as its manifest says; those that are not made
    stay. ``held`` were asked for, though they are published. ``corrections`` are those of the edition, the
    last of them new when ``is_correction``; ``as_sealed`` is what a sealed report says of its edition and
    changes, which is then told again. ``is_damaged`` when files of a published edition are not what was
    sealed: they are made again; ``recorded_since`` is the newest day of the record where that is later than
    what a published edition knows. ``incomplete`` are tables that are complete to an earlier day only.
    ``gone`` are reports of a former draft that no notebook makes any more: the next draft is without them.
    """

    as_of: str
    known_on: str
    reports: tuple[Planned, ...]
    omitted: Mapping[str, str]
    descriptor: Descriptor
    formats: Sequence[str]
    place: Path
    sealed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    held: tuple[Planned, ...] = ()
    corrections: tuple[Mapping[str, Any], ...] = ()
    is_correction: bool = False
    is_draft: bool = False
    is_damaged: bool = False
    recorded_since: str = ""
    incomplete: Mapping[str, date] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    as_sealed: Mapping[str, Any] | None = None

    @property
    def revision(self) -> int:
        """Which revision of the edition this is: 1, and one more with each correction."""
        return 1 + len(self.corrections)

    @property
    def manifest_of_sealed(self) -> dict[str, Any]:
        """The reports that are sealed already, as a manifest has them."""
        return {"as_of": self.as_of, "known_on": self.known_on, "reports": self.sealed}

    def anew(self) -> Plan:
        """Return the plan by which published reports are made as well, to be held against what is sealed."""
        sealed = {Path(one["path"]).suffix for each in self.sealed.values() for one in each["outputs"]}
        formats = [name for name in FORMATS if f".{name}" in sealed or name in self.formats]
        return replace(self, reports=(*self.reports, *self.held), formats=formats)

    def limits(self, tables: Iterable[str]) -> list[str]:
        """Return what a reader must know of some tables: complete to an earlier day, or without vintages."""
        known = [self.descriptor.tables[name] for name in tables if name in self.descriptor.tables]
        undated = [table.title or table.name for table in known if not table.has_vintages]
        standing = "shown as known when this was made; no row says when it was recorded."
        titles = {table.name: table.title or table.name for table in known}
        as_of = wording.day(self.as_of)
        behind = [
            f"{titles[name]}: complete to {wording.day(day)} only; facts from then to {as_of} may be missing."
            for name, day in self.incomplete.items()
            if name in titles
        ]
        return [*behind, f"{wording.listing(undated)}: {standing}"] if undated else behind

    def edition_of(self, report: Report) -> dict[str, Any]:
        """Return what a report is told of the edition it belongs to."""
        draft = [DRAFT] if self.is_draft else []
        unfinished = [UNFINISHED] if unwritten(report.notebook) else []
        return {
            "as_of": self.as_of,
            "known_on": self.known_on,
            "edition": label(self.as_of, self.revision),
            "revision": self.revision,
            "corrections": [dict(each) for each in self.corrections],
            "notices": [*draft, *notices(self.corrections, report.id), *unfinished],
            "project": project_metadata(self.descriptor.content),
        }


def plan(project: Project, request: Request, *, noted: Noted | None = None) -> list[Plan]:
    """Return the editions to be made, oldest first, after checking notebooks, data, parameters and dates.

    ``noted`` is what need not be found out again; what is found out now is added.

    Raises ``AnalysisError`` with everything that is wrong in the notebooks, the parameters or the dates;
    ``DataError`` with every problem of the data.
    """
    catalogue = load_catalogue(project.notebooks)
    chosen = choose(catalogue, request.reports)
    wanted = asked_for(request.as_of, request.known_on)
    given = {} if request.again else _given(chosen, request.parameters)
    noted = Noted() if noted is None else noted
    _check_rules([report for report in chosen if report.id in given], noted.notebooks)
    record = Record(project.data, noted.answers, lambda: _whole(project, request))
    newest, _ = record.newest(request.known_on)
    dates = known_by(wanted, "" if request.as_sealed else newest)
    plans = [_plan(project, request, catalogue, given, record, as_of) for as_of in dates]
    made_again = [planned.report for each in plans for planned in each.reports if request.again]
    _check_rules(made_again, noted.notebooks)
    _check_places(plans)
    return plans


def _whole(project: Project, request: Request) -> Dataset:
    """Read and check the data: the record, or an excerpt of it, which is made again on any day."""
    from analysis.data import load_dataset, load_record
    from analysis.data.timeliness import today

    return load_dataset(project.data) if request.as_sealed else load_record(project.data, today=today())


def mark(notebook: Notebook) -> str:
    """Return what a notebook is known again by: its name and content."""
    return manifests.sha256(notebook.path.name.encode() + b"\n" + notebook.content)


def _check_rules(reports: Sequence[Report], passed: set[str]) -> None:
    """Raise ``AnalysisError`` with every breach of a rule; the marks of the others are added."""
    sources = {mark(report.source): report.source for report in reports}
    if new := {known: notebook for known, notebook in sources.items() if known not in passed}:
        from analysis.publishing.planning.rules import broken_rules  # slow to import

        problems = [problem for notebook in new.values() for problem in broken_rules(notebook)]
        if problems:
            raise AnalysisError("\n".join(map(str, problems)))
        passed.update(new)


def _check_places(plans: Sequence[Plan]) -> None:
    """Raise ``AnalysisError`` naming each file that would be lost with the former edition."""
    reason, fix = "is none of the edition's files, and would be lost", "move it away"
    lost = [str(Problem(str(path), "", reason, fix)) for each in plans for path in _lost(each)]
    if lost:
        raise AnalysisError("\n".join(lost))


def _lost(plan: Plan) -> Iterator[Path]:
    """Yield what stands in the place of an edition, or of its former revision, and belongs to neither."""
    yield from (plan.place / name for name in manifests.unlisted(plan.place))
    if plan.place.exists() and not plan.place.is_dir():
        yield plan.place
    former = plan.place.with_name(address(plan.as_of, plan.revision - 1, newest=plan.revision))
    kept = plan.is_correction and former.exists()
    if kept and not manifests.same(former, plan.place):  # as one is that a killed correction has kept
        yield former


def _given(chosen: Sequence[Report], parameters: Mapping[str, str]) -> dict[str, Mapping[str, Value]]:
    """Return the values given by the user for each report; what does not fit is said once for all reports."""
    given: dict[str, Mapping[str, Value]] = {}
    problems: dict[str, list[str]] = {}
    for report in chosen:
        try:
            given[report.id] = resolve(ALL_REPORTS, report.parameters, parameters)
        except AnalysisError as error:
            for line in str(error).splitlines():
                problems.setdefault(line, []).append(report.id)
    if problems:
        lines = (line.replace(ALL_REPORTS, ", ".join(reports)) for line, reports in problems.items())
        raise AnalysisError("\n".join(lines))
    return given


def _plan(
    project: Project,
    request: Request,
    catalogue: Sequence[Report],
    given: Mapping[str, Mapping[str, Value]],
    record: Record,
    as_of: str,
) -> Plan:
    """Plan one edition; what is published of it already stays, unless it is to be corrected."""
    place = project.out / as_of
    standing = None if request.again or request.as_sealed else manifests.standing(place)
    sealed = sealed_in(place) if request.again else standing
    published = standing if not project.is_draft else None
    _, newest = record.newest(request.known_on)
    known_on = known_on_of(request, published) or newest
    if project.is_draft and standing and standing["known_on"] != known_on:
        standing = None  # a draft with other knowledge takes its place
    damaged = published is not None and not manifests.is_sealed(place, manifests.dumps(published))
    again = carried(sealed, catalogue) if sealed and (request.again or damaged) else {}
    asked = again if request.again else {**again, **with_sealed_values(given, catalogue, published)}
    reports = dict(standing["reports"]) if standing else {}
    gone = sorted(set(reports) - {report.id for report in catalogue}) if project.is_draft else []
    for name in gone:
        del reports[name]
    for name in (table for report in catalogue for table in report.complete):
        record.descriptor.table(name)  # raises for one that is not there
    required = (table for report in catalogue for table in report.requires)
    selection = record.select(as_of, known_on, required)
    planned, omitted = _planned(catalogue, asked, selection, request, reports)
    return Plan(
        as_of,
        known_on,
        tuple(each for each in planned if not published or each.report.id not in reports),
        omitted,
        record.descriptor,
        request.formats,
        place,
        sealed=reports,
        held=tuple(each for each in planned if published and each.report.id in reports),
        corrections=corrections(request, sealed or standing),
        is_correction=bool(request.correction),
        is_draft=project.is_draft,
        is_damaged=damaged,
        recorded_since=newest if published and newest > known_on else "",
        incomplete={name: date.fromisoformat(day) for name, day in selection.incomplete.items()},
        gone=tuple(gone),
        as_sealed=request.as_sealed,
    )


def _planned(
    catalogue: Sequence[Report],
    asked: Mapping[str, Mapping[str, Value]],
    selection: Selection,
    request: Request,
    sealed: Mapping[str, object],
) -> tuple[list[Planned], dict[str, str]]:
    """Return the reports asked for, and why others are left out: an error where such a one was named."""
    as_of = selection.as_of
    dates: dict[str, Value] = {"as_of": as_of, "known_on": selection.known_on, "data_dir": "data"}
    planned: list[Planned] = []
    omitted: dict[str, str] = {}
    for report in catalogue:
        empty = [table for table in report.requires if table in selection.empty]
        behind = {
            name: selection.incomplete[name] for name in report.complete if name in selection.incomplete
        }
        if report.id not in asked:
            omitted |= {report.id: NOT_ASKED} if report.id not in sealed else {}
        elif behind:
            told = ", ".join(f"{name} to {day}" for name, day in behind.items())
            omitted[report.id] = f"it would be untrue of {as_of}: complete is {told} only"
        elif empty:
            omitted[report.id] = f"no row of {', '.join(empty)} is dated {as_of} or earlier"
        else:
            defaults = report.parameters
            own = {name: value for name, value in asked[report.id].items() if value != defaults[name]}
            planned.append(Planned(report, {**own, **dates}))
    without_data = {name: why for name, why in omitted.items() if why != NOT_ASKED}
    if without_data and (request.reports or not (planned or sealed)):
        problems = [
            Problem(f"report {name}", "", f"cannot be built: {why}", "") for name, why in without_data.items()
        ]
        raise AnalysisError("\n".join(map(str, problems)))
    return planned, omitted
