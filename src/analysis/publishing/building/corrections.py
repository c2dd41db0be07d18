"""How is a mistake in a published edition put right? By a new revision that says so, beside the former one.

The former revision keeps its bytes at an address of its own. Better data alone is no correction: it shows as
revised rows in the next edition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, Problem
from analysis.publishing.building.build import build
from analysis.publishing.editions import manifests
from analysis.publishing.planning.catalogue import load_catalogue, source_of
from analysis.publishing.planning.parameters import iso_date
from analysis.publishing.planning.request import FORMATS, Options, Project, Request


def correct(
    project: Project,
    edition: str,
    *,
    note: str,
    on: str,
    known_on: str = "",
    say: Callable[[str], None] = print,
) -> Path:
    """Issue the next revision of a sealed edition and return its folder.

    Its reports are made again with the parameters they have, from what was known on ``known_on``
    (blank: all that is recorded). ``note`` says in a sentence what was wrong; ``on`` is the day of the
    correction, no earlier than what it rests on. The same correction again changes nothing.

    Raises ``AnalysisError`` with all that is wrong in the asking, or with every report that failed; the
    edition is then what it was.
    """
    sealed = manifests.read_manifest(project.out / edition)
    if sealed["as_of"] != edition:
        fix = f"correct {sealed['as_of']}, which is the newest revision"
        raise AnalysisError(str(Problem(str(project.out / edition), "", "is a former revision", fix)))
    correction = {"note": sentence(note), "corrected_on": on}
    last = {name: sealed["corrections"][-1][name] for name in correction} if sealed["corrections"] else {}
    asked = Request(as_of=(edition,), formats=_formats(sealed), again=True)
    if last == correction:
        say(f"revision {sealed['revision']} of {edition} is this correction")
        asked = replace(asked, known_on=sealed["known_on"])
    else:
        known_on = _known_on(project.data, known_on)
        problems = [*_problems(project, edition, sealed), *_day_problems(sealed, on, known_on)]
        if not correction["note"]:
            problems.append(Problem("--note", note, "is blank", "say in a sentence what was wrong"))
        if problems:
            raise AnalysisError("\n".join(map(str, problems)))
        asked = replace(asked, known_on=known_on, correction=correction)
    (place,) = build(project, asked, Options(partial=sealed["partial"]), say=say)
    return place


def sentence(note: str) -> str:
    r"""Return a note as one line that ends as a sentence does.

    >>> sentence(" A night was\n counted twice")
    'A night was counted twice.'
    """
    line = " ".join(note.split())
    return line if not line or line[-1] in ".!?…" else f"{line}."


def _known_on(data: Path, known_on: str) -> str:
    """Return the day whose knowledge the correction rests on: the newest of the record when none is named."""
    from analysis.data import load_dataset

    return load_dataset(data).select(known_on=known_on or None).known_on.isoformat()


def _formats(sealed: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the formats that the edition has."""
    made = {Path(one["path"]).suffix for report in sealed["reports"].values() for one in report["outputs"]}
    return tuple(name for name in FORMATS if f".{name}" in made)


def _problems(project: Project, edition: str, sealed: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the edition: changed since it was sealed, or not to be made again."""
    place = project.out / edition
    problems = []
    if not manifests.is_sealed(place, manifests.dumps(sealed)):
        reason = "is not what its manifest lists, so that its bytes cannot be kept as the former revision"
        problems.append(Problem(str(place), "", reason, f"`analysis build --as-of {edition}` makes it anew"))
    known = {report.id for report in load_catalogue(project.notebooks)}
    for name in sorted(set(sealed["reports"]) - known):
        reason = f"belongs to {edition} and has no notebook any more"
        problems.append(
            Problem(f"report {name}", "", reason, f"put {source_of(project.notebooks, name)} back")
        )
    return problems


def _day_problems(sealed: Mapping[str, Any], on: str, known_on: str) -> list[Problem]:
    """Return what is wrong with the day of a correction."""
    try:
        iso_date(on)
    except ValueError as error:
        return [Problem("--on", on, str(error), "")]
    problems = []
    if on < known_on:
        reason = f"is earlier than the day whose knowledge it rests on, {known_on}"
        problems.append(Problem("--on", on, reason, "name a later day, or less knowledge with --known-on"))
    if known_on < sealed["known_on"]:
        reason = f"knows less than the edition does, which knows all until {sealed['known_on']}"
        problems.append(Problem("--known-on", known_on, reason, f"name {sealed['known_on']} or a later day"))
    if on > (today := date.today().isoformat()):
        problems.append(Problem("--on", on, f"is after today, {today}", "name the day of the correction"))
    if on < max((one["corrected_on"] for one in sealed["corrections"]), default=""):
        reason = f"is earlier than the last correction, of {sealed['corrections'][-1]['corrected_on']}"
        problems.append(Problem("--on", on, reason, "corrections follow one another"))
    return problems
