"""What a plan holds follows from what is asked, the notebooks, the data, and the edition that is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.planning.plan import plan
from analysis.publishing.planning.standing import NOT_ASKED

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

DAY = "2024-01-10"
FILE = {"path": "a-file.html", "sha256": "0" * 64}
SEALED: dict[str, Any] = {
    "title": "A report",
    "description": "",
    "order": 1,
    "parameters": {},
    "findings": [],
}
SEALED |= {"changes": None, "pages": 1, "inputs": [FILE], "outputs": [FILE]}


def seal(asked: Asked, **told: Any) -> None:
    """Leave a manifest as of an earlier build."""
    place = asked.project.out / DAY
    place.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, Any] = {"schema_version": 1, "as_of": DAY, "known_on": "2024-02-01", "revision": 1}
    manifest |= {"corrections": [], "omitted": {}, "failed": [], "partial": False, "files": []}
    manifest |= {
        "environment": {"python": "3.11", "packages": {}, "lock": None},
        "reports": {"other": SEALED},
    }
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
    seal(asked, reports={"states-a-finding": {**SEALED, "parameters": {"bright": "Never more"}}})
    (asked.project.out / DAY / FILE["path"]).touch()
    (joined,) = plan(*asked[:2])
    assert [each.report.id for each in joined.reports] == ["reads-another-table"]
    assert (list(joined.sealed), joined.omitted) == (["states-a-finding"], {})


def test_a_correction_follows_those_that_were_issued(project: Callable[..., Asked]) -> None:
    issued = [{"revision": 2, "note": "Misread.", "corrected_on": "2024-03-02"}]
    correction = {"note": "Again.", "corrected_on": "2024-03-03"}
    asked = project("states-a-finding", as_of=(DAY,), correction=correction, again=True)
    seal(asked, revision=2, corrections=issued, reports={"states-a-finding": SEALED})
    (corrected,) = plan(*asked[:2])
    assert (corrected.revision, corrected.is_correction) == (3, True)
    assert [one["revision"] for one in corrected.corrections] == [2, 3]


def test_what_would_be_lost_with_a_former_edition_is_named_before_anything_runs(
    project: Callable[..., Asked],
) -> None:
    asked = project("states-a-finding")
    seal(asked)
    place = asked.project.out / DAY
    for name in ("a-file.html", "notes.txt"):
        (place / name).write_text("mine", encoding="utf-8")
    (place / "drafts").mkdir()
    with pytest.raises(AnalysisError) as caught:
        plan(*asked[:2])
    reason = "is none of the edition's files, and would be lost; move it away"
    assert str(caught.value).splitlines() == [f"{place / name} {reason}" for name in ("drafts", "notes.txt")]
    (place / "manifest.json").unlink()
    with pytest.raises(AnalysisError, match=r"a-file\.html is none of the edition's files"):
        plan(*asked[:2])


def test_a_file_in_the_place_of_an_edition_or_of_a_former_revision_is_named(
    project: Callable[..., Asked],
) -> None:
    asked = project("states-a-finding", correction={"note": "Again.", "corrected_on": "2024-03-03"})
    seal(asked)
    (asked.project.out / f"{DAY}-r1").mkdir()
    with pytest.raises(AnalysisError, match=rf"{DAY}-r1 is none of the edition's files"):
        plan(*asked.but(again=True)[:2])
    asked = project("states-a-finding", folder="another")
    asked.project.out.mkdir()
    (asked.project.out / DAY).write_text("mine", encoding="utf-8")
    with pytest.raises(AnalysisError, match=rf"{DAY} is none of the edition's files"):
        plan(*asked[:2])
