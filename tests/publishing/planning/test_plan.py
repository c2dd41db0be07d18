"""What a plan holds follows from what is asked, the notebooks, the data, and the edition that is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analysis.errors import AnalysisError
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


def test_a_report_that_is_not_asked_for_stays_as_it_was_sealed(project: Callable[..., Asked]) -> None:
    asked = project("states-a-finding", "reads-another-table", reports=("reads-another-table",))
    (alone,) = plan(*asked[:2])
    assert alone.omitted == {"states-a-finding": NOT_ASKED}
    seal(asked, reports={"states-a-finding": {"parameters": {"bright": "Never more"}}})
    (joined,) = plan(*asked[:2])
    assert {each.report.id: each.parameters.get("bright") for each in joined.reports} == {
        "states-a-finding": "Never more",
        "reads-another-table": None,
    }


def test_a_correction_follows_those_that_were_issued_and_older_knowledge_undoes_none(
    project: Callable[..., Asked],
) -> None:
    issued = [{"revision": 2, "note": "Misread.", "corrected_on": "2024-03-02"}]
    asked = project("states-a-finding", correction={"note": "Again.", "corrected_on": "2024-03-03"})
    seal(asked, revision=2, corrections=issued)
    (corrected,) = plan(*asked[:2])
    assert (corrected.revision, corrected.is_correction) == (3, True)
    assert [one["revision"] for one in corrected.corrections] == [2, 3]
    seal(asked, revision=2, corrections=issued, known_on="2024-02-20")
    with pytest.raises(AnalysisError, match="would undo the correction of 2024-01-10"):
        plan(*asked.but(known_on="2024-02-10")[:2])


def test_a_report_is_missed_when_it_failed_or_had_no_rows() -> None:
    assert missed({"omitted": {"a": NOT_ASKED, "b": "no row of storms"}, "failed": ["c"]}) == ["b", "c"]
