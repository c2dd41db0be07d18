"""What a plan holds follows from what is asked, the notebooks, the data, and the edition that is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analysis.publishing.editions import manifests
from analysis.publishing.planning.plan import NOT_ASKED, missed, plan

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

DAY = "2024-01-10"


def seal(asked: Asked, **told: Any) -> None:
    """Leave a manifest as of an earlier build."""
    place = asked.project.out / DAY
    place.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, Any] = {"as_of": DAY, "known_on": "2024-02-01", "revision": 1}
    manifest |= {"corrections": [], "reports": {}, "omitted": {}, "failed": []}
    (place / "manifest.json").write_text(json.dumps(manifest | told), encoding="utf-8")


def test_dates_come_once_and_in_order_and_the_newest_when_none_is_asked(
    project: Callable[..., Asked],
) -> None:
    asked = project("states-a-finding", as_of=("2024-01-08", "2024-01-06", "2024-01-08"))
    assert [each.as_of for each in plan(*asked[:2])] == ["2024-01-06", "2024-01-08"]
    (only,) = plan(*asked.but(as_of=(), formats=("html",))[:2])
    assert (only.as_of, only.formats, only.revision, only.is_correction) == (DAY, ("html",), 1, False)
    (planned,) = only.reports
    assert planned.given == {"as_of": DAY, "known_on": only.known_on, "data_dir": "data"}
    assert planned.parameters["bright"] == planned.report.parameters["bright"]


def sealed_alone(asked: Asked) -> dict[str, Any]:
    """Leave a published edition of one report, which has a parameter of its own; return what it seals."""
    place = asked.project.out / DAY
    place.mkdir(parents=True, exist_ok=True)
    (place / "states-a-finding.html").write_text("eleven", encoding="utf-8")
    outputs = [manifests.entry(place / "states-a-finding.html", "states-a-finding.html")]
    reports = {"states-a-finding": {"parameters": {"bright": "Never more"}, "outputs": outputs}}
    seal(asked, reports=reports, files=[])
    (place / manifests.NAME).write_bytes(manifests.dumps(manifests.read_manifest(place)))
    return reports


def test_a_report_that_is_not_asked_for_stays_as_it_was_sealed(project: Callable[..., Asked]) -> None:
    asked = project("states-a-finding", "reads-another-table", reports=("reads-another-table",))
    (alone,) = plan(*asked[:2])
    assert alone.omitted == {"states-a-finding": NOT_ASKED}
    reports = sealed_alone(asked)
    (joined,) = plan(*asked[:2])
    assert [each.report.id for each in joined.reports] == ["reads-another-table"]
    assert (joined.sealed, joined.held, joined.omitted) == (reports, (), {})


def test_a_published_report_that_is_asked_for_is_held_with_its_parameters(
    project: Callable[..., Asked],
) -> None:
    asked = project("states-a-finding", "reads-another-table")
    sealed_alone(asked)
    (held,) = plan(*asked[:2])
    assert [each.report.id for each in held.reports] == ["reads-another-table"]
    assert [each.parameters["bright"] for each in held.held] == ["Never more"]
    assert [each.report.id for each in held.anew().reports] == ["reads-another-table", "states-a-finding"]
    (asked_otherwise,) = plan(*asked.but(parameters={"bright": "Always"}, reports=("states-a-finding",))[:2])
    assert [each.parameters["bright"] for each in asked_otherwise.held] == ["Always"]
    (draft,) = plan(*asked.drafts()[:2])
    assert [each.report.id for each in draft.reports] == ["states-a-finding", "reads-another-table"]


def test_a_manifest_alone_is_no_published_edition(project: Callable[..., Asked]) -> None:
    asked = project("states-a-finding")
    sealed_alone(asked)
    (asked.project.out / DAY / "states-a-finding.html").unlink()
    (only,) = plan(*asked[:2])
    assert [each.report.id for each in only.reports] == ["states-a-finding"]
    assert (only.sealed, only.held) == ({}, ())


def test_a_correction_follows_those_that_were_issued(project: Callable[..., Asked]) -> None:
    issued = [{"revision": 2, "note": "Misread.", "corrected_on": "2024-03-02"}]
    new = {"note": "Again.", "corrected_on": "2024-03-03"}
    asked = project("states-a-finding", correction=new, again=True)
    seal(asked, revision=2, corrections=issued, reports={"states-a-finding": {"parameters": {}}})
    (corrected,) = plan(*asked[:2])
    assert (corrected.revision, corrected.is_correction) == (3, True)
    assert [one["revision"] for one in corrected.corrections] == [2, 3]


def test_a_report_is_missed_when_it_failed_or_had_no_rows() -> None:
    assert missed({"omitted": {"a": NOT_ASKED, "b": "no row of storms"}, "failed": ["c"]}) == ["b", "c"]
