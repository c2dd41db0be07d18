"""Which editions are to be made, of which reports, with which values?

Everything a user can get wrong in the asking is found here, before anything runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.editions import manifests
from analysis.publishing.editions.notices import label, notices
from analysis.publishing.planning.catalogue import Report, choose, load_catalogue
from analysis.publishing.planning.parameters import SET_BY_OPTION, Value, iso_date, resolve
from analysis.publishing.planning.project import project_metadata
from analysis.publishing.planning.request import Project, Request
from analysis.publishing.planning.rules import broken_rules

if TYPE_CHECKING:
    from analysis.data.dataset import Dataset

NOT_ASKED: Final = "it was not asked for"
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

    ``corrections`` are those of the edition, the last of them new when ``is_correction``; ``as_sealed`` is
    what a sealed report says of its edition and changes, which is then told again.
    """

    as_of: str
    known_on: str
    reports: tuple[Planned, ...]
    omitted: Mapping[str, str]
    dataset: Dataset
    formats: Sequence[str]
    corrections: tuple[Mapping[str, Any], ...] = ()
    is_correction: bool = False
    as_sealed: Mapping[str, Any] | None = None

    @property
    def revision(self) -> int:
        """Which revision of the edition this is: 1, and one more with each correction."""
        return 1 + len(self.corrections)

    @property
    def edition(self) -> dict[str, Any]:
        """What each report is told of the edition it belongs to."""
        return {
            "as_of": self.as_of,
            "known_on": self.known_on,
            "edition": label(self.as_of, self.revision),
            "revision": self.revision,
            "corrections": [dict(each) for each in self.corrections],
            "notices": notices(self.corrections),
            "project": project_metadata(self.dataset.descriptor.content),
        }


def plan(project: Project, request: Request) -> list[Plan]:
    """Return the editions to be made, oldest first, after checking notebooks, data, parameters and dates.

    Raises ``AnalysisError`` with everything that is wrong in the notebooks, the parameters or the dates;
    ``DataError`` with every problem of the data.
    """
    from analysis.data import load_dataset, load_record
    from analysis.data.timeliness import today

    catalogue = load_catalogue(project.notebooks)
    chosen = choose(catalogue, request.reports)
    _check_dates(request.as_of, request.known_on)
    given = {} if request.again else _given(chosen, request.parameters)
    _check_rules([report for report in chosen if report.id in given])
    an_excerpt = request.as_sealed  # which is made again on any day
    whole = load_dataset(project.data) if an_excerpt else load_record(project.data, today=today())
    record = whole.select(known_on=request.known_on or None)
    plans = []
    for as_of in _dates(request.as_of, record.newest.isoformat()):
        sealed = _sealed(project, as_of)
        carried = _carried(sealed, catalogue, given, again=request.again) if sealed else {}
        _check_rules([report for report in catalogue if report.id in carried])
        dataset = record.select(as_of=as_of, known_on=record.known_on)
        planned = _plan(catalogue, {**carried, **given}, dataset, request)
        plans.append(replace(planned, corrections=_corrections(request, sealed, planned.known_on)))
    return plans


def _check_rules(reports: Sequence[Report]) -> None:
    problems = [problem for report in reports for problem in broken_rules(report.notebook)]
    if problems:
        raise AnalysisError("\n".join(map(str, problems)))


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


def _check_dates(as_of: Sequence[str], known_on: str) -> None:
    problems = []
    known = [("--known-on", known_on)] if known_on else []
    for option, text in [*(("--as-of", each) for each in as_of), *known]:
        try:
            iso_date(text)
        except ValueError as error:
            problems.append(Problem(option, text, str(error)))
    if problems:
        raise AnalysisError("\n".join(map(str, problems)))


def _dates(as_of: Sequence[str], newest: str) -> list[str]:
    """Return the dates asked for, oldest first: the newest when none is; none later than the newest."""
    late = [each for each in sorted(set(as_of)) if each > newest]
    if late:
        reason, fix = "is later than the newest date in the data", f"the newest is {newest}"
        raise AnalysisError("\n".join(str(Problem("--as-of", each, reason, fix)) for each in late))
    return sorted(set(as_of)) or [newest]


def _sealed(project: Project, as_of: str) -> Mapping[str, Any] | None:
    """Return the manifest of the edition of a date, None when there is none yet."""
    place = project.out / as_of
    return manifests.read_manifest(place) if (place / manifests.NAME).is_file() else None


def _carried(
    manifest: Mapping[str, Any], catalogue: Sequence[Report], given: Mapping[str, object], *, again: bool
) -> dict[str, Mapping[str, Value]]:
    """Return the reports of a sealed edition that are not asked for: they stay, with their parameters.

    When all of it is made ``again``, those that were meant for it and are missing come along.
    """
    sealed = manifest["reports"]
    missing: dict[str, Mapping[str, Value]] = {name: {} for name in missed(manifest) if again}
    return missing | {
        report.id: {
            name: sealed[report.id]["parameters"].get(name, default)
            for name, default in report.parameters.items()
            if name not in SET_BY_OPTION
        }
        for report in catalogue
        if report.id in sealed and report.id not in given
    }


def missed(manifest: Mapping[str, Any]) -> list[str]:
    """Return the reports that were meant for an edition and are not in it: they failed, or had no rows."""
    without_rows = [name for name, why in manifest["omitted"].items() if why != NOT_ASKED]
    return sorted({*without_rows, *manifest["failed"]})


def _corrections(
    request: Request, sealed: Mapping[str, Any] | None, known_on: str
) -> tuple[Mapping[str, Any], ...]:
    """Return the corrections of an edition, the one to be issued last; older knowledge must undo none."""
    if request.as_sealed:
        return tuple(request.as_sealed["edition"]["corrections"])
    if sealed is None:
        return ()
    issued = tuple(sealed["corrections"])
    if issued and known_on < sealed["known_on"]:
        edition, known = sealed["as_of"], sealed["known_on"]
        reason = f"would undo the correction of {edition}, which was made as known on {known}"
        fix = "name another folder with --out; former revisions are kept beside the corrected one"
        raise AnalysisError(str(Problem("--known-on", known_on, reason, fix)))
    new = ({"revision": sealed["revision"] + 1, **request.correction},) if request.correction else ()
    return (*issued, *new)


def _plan(
    catalogue: Sequence[Report],
    given: Mapping[str, Mapping[str, Value]],
    dataset: Dataset,
    request: Request,
) -> Plan:
    """Plan one edition; a report whose required tables have no rows yet is left out, an error when named."""
    as_of, known_on = dataset.as_of.isoformat(), dataset.known_on.isoformat()
    dates: dict[str, Value] = {"as_of": as_of, "known_on": known_on, "data_dir": "data"}
    planned = []
    omitted = {}
    for report in catalogue:
        empty = [table for table in report.requires if dataset.table(table).empty]
        if report.id not in given:
            omitted[report.id] = NOT_ASKED
        elif empty:
            omitted[report.id] = f"no row of {', '.join(empty)} is dated {as_of} or earlier"
        else:
            defaults = report.parameters
            own = {name: value for name, value in given[report.id].items() if value != defaults[name]}
            planned.append(Planned(report, {**own, **dates}))
    without_data = {name: why for name, why in omitted.items() if why != NOT_ASKED}
    if without_data and (request.reports or not planned):
        problems = [
            Problem(f"report {name}", "", f"cannot be built: {why}", "") for name, why in without_data.items()
        ]
        raise AnalysisError("\n".join(map(str, problems)))
    return Plan(
        as_of,
        known_on,
        tuple(planned),
        omitted,
        dataset,
        request.formats,
        is_correction=bool(request.correction),
        as_sealed=request.as_sealed,
    )
