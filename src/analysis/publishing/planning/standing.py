"""What does a plan take from an edition that stands already? Its reports, their parameters, its corrections.

A published edition also fixes the day of knowledge, since no build changes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.editions import manifests
from analysis.publishing.planning.catalogue import Report
from analysis.publishing.planning.parameters import SET_BY_OPTION, Value
from analysis.publishing.planning.request import Request

NOT_ASKED: Final = "it was not asked for"


def sealed_in(place: Path) -> Mapping[str, Any] | None:
    """Return the manifest of an edition, None when there is none yet."""
    return manifests.read_manifest(place) if (place / manifests.NAME).is_file() else None


def carried(manifest: Mapping[str, Any], catalogue: Sequence[Report]) -> dict[str, Mapping[str, Value]]:
    """Return the reports of a sealed edition that is made again, with the parameters they have there.

    Those that were meant for it and are missing come along.
    """
    missing: dict[str, Mapping[str, Value]] = {name: {} for name in missed(manifest)}
    return missing | {
        report.id: _sealed_values(manifest, report)
        for report in catalogue
        if report.id in manifest["reports"]
    }


def with_sealed_values(
    given: Mapping[str, Mapping[str, Value]],
    catalogue: Sequence[Report],
    published: Mapping[str, Any] | None,
) -> dict[str, Mapping[str, Value]]:
    """Return the values given; a published report has those it is sealed with where none is given."""
    values = dict(given)
    for report in catalogue:
        if published and report.id in published["reports"] and report.id in given:
            values[report.id] = {**_sealed_values(published, report), **given[report.id]}
    return values


def _sealed_values(manifest: Mapping[str, Any], report: Report) -> dict[str, Value]:
    """Return the values of a report's own parameters in a sealed edition."""
    sealed = manifest["reports"][report.id]["parameters"]
    return {
        name: sealed.get(name, default)
        for name, default in report.parameters.items()
        if name not in SET_BY_OPTION
    }


def missed(manifest: Mapping[str, Any]) -> list[str]:
    """Return the reports that were meant for an edition and are not in it: they failed, or had no rows."""
    without_rows = [name for name, why in manifest["omitted"].items() if why != NOT_ASKED]
    return sorted({*without_rows, *manifest["failed"]})


def corrections(request: Request, sealed: Mapping[str, Any] | None) -> tuple[Mapping[str, Any], ...]:
    """Return the corrections of an edition, the one to be issued last."""
    if request.as_sealed:
        return tuple(request.as_sealed["edition"]["corrections"])
    if sealed is None:
        return ()
    new = ({"revision": sealed["revision"] + 1, **request.correction},) if request.correction else ()
    return (*sealed["corrections"], *new)


def known_on_of(request: Request, published: Mapping[str, Any] | None) -> str:
    """Return the day of knowledge asked for: that of a published edition, which no build changes."""
    if published is None:
        return request.known_on
    if request.known_on and request.known_on != published["known_on"]:
        edition = published["as_of"]
        known = published["known_on"]
        reason = f"is not what the published edition of {edition} knows, which is all until {known}"
        fix = f"try it with --draft, or issue a revision: analysis correct {edition}"
        raise AnalysisError(str(Problem("--known-on", request.known_on, reason, fix)))
    return str(published["known_on"])
