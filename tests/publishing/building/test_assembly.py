"""Reports that are made become one folder with its manifest, in place at once; nothing is made here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.assembly import Making, assemble, draw_pages
from analysis.publishing.editions.manifests import NAME, is_sealed, read_manifest
from analysis.publishing.editions.staging import Archive, opened
from analysis.publishing.planning.plan import Plan, plan

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

REPORT, DAY = "states-a-finding", "2024-01-10"
NOTE = {"revision": 2, "note": "Misread.", "corrected_on": "2024-03-02"}
INPUTS = [{"path": "data/nights.csv", "sha256": "0" * 64}]


@pytest.fixture
def planned(project: Callable[..., Asked]) -> Plan:
    (only,) = plan(*project(REPORT, "prints-and-warns", formats=("html",))[:2])
    return only


@pytest.fixture
def archive(planned: Plan, tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "reports") as archive:
        yield archive


def finding(name: str, value: int = 11) -> dict[str, Any]:
    sentence = f"At most there were {value} lights."
    return {"name": name, "value": value, "unit": "lights", "sentence": sentence, "key": True}


def made(
    archive: Archive, planned: Plan, *findings: dict[str, Any], reports: tuple[str, ...] = (REPORT,)
) -> Making:
    """Return an edition of which the reports named have been made, the others have failed."""
    number = len(list(archive.staging.iterdir()))
    making = Making(planned, archive.staging / f"making-{number}")
    for each in planned.reports:
        name = each.report.id
        if name not in reports:
            making.failed[name] = "it fails"
            continue
        folder = making.folder_of(name) / "made"
        folder.mkdir(parents=True)
        for kind in ("html", "ipynb"):
            (folder / f"{name}.{kind}").write_text(
                f"{name} {[each['value'] for each in findings]}", encoding="utf-8"
            )
        making.results[name] = {
            "headline": "",
            "findings": list(findings),
            "changes": None,
            "pages": None,
            "inputs": INPUTS,
        }
    return making


def test_an_edition_holds_its_reports_the_pages_and_a_manifest_of_both(
    archive: Archive, planned: Plan
) -> None:
    assert assemble(archive, made(archive, planned, finding("lights")), lock=None)
    place = archive.edition(DAY)
    reports, pages = {f"{REPORT}.html", f"{REPORT}.ipynb"}, {"index.html", "ro-crate-metadata.json"}
    assert {path.name for path in place.iterdir()} == {*reports, *pages, NAME}
    assert is_sealed(place, (place / NAME).read_bytes())
    manifest = read_manifest(place)
    assert {each["path"] for each in manifest["files"]} == pages
    told = manifest["reports"][REPORT]
    assert {each["path"] for each in told["outputs"]} == reports
    assert (told["findings"], told["inputs"], told["pages"]) == ([finding("lights")], INPUTS, None)
    (report,) = [each for each in planned.reports if each.report.id == REPORT]
    assert told["parameters"] == report.parameters
    assert (told["title"], told["order"]) == (report.report.title, report.report.order)


def test_a_report_that_failed_makes_the_edition_partial(archive: Archive, planned: Plan) -> None:
    assemble(archive, made(archive, planned), lock=None)
    manifest = read_manifest(archive.edition(DAY))
    assert (manifest["partial"], manifest["failed"], set(manifest["reports"])) == (
        True, ["prints-and-warns"], {REPORT},
    )  # fmt: skip
    everything = made(archive, planned, reports=(REPORT, "prints-and-warns"))
    assert assemble(archive, everything, lock=None)
    assert not read_manifest(archive.edition(DAY))["partial"]


def test_the_same_edition_again_is_left_alone_and_another_one_replaces_it(
    archive: Archive, planned: Plan
) -> None:
    assemble(archive, made(archive, planned, finding("lights")), lock=None)
    before = archive.edition(DAY).stat().st_ino
    assert not assemble(archive, made(archive, planned, finding("lights")), lock=None)
    assert archive.edition(DAY).stat().st_ino == before
    assert assemble(archive, made(archive, planned, finding("lights", 12)), lock=None)
    assert archive.edition(DAY).stat().st_ino != before
    assert [path.name for path in archive.folder.iterdir() if path != archive.staging] == [DAY]


def test_a_correction_keeps_the_former_revision_beside_it(archive: Archive, planned: Plan) -> None:
    assemble(archive, made(archive, planned, finding("lights")), lock=None)
    former = (archive.edition(DAY) / NAME).read_bytes()
    corrected = replace(planned, corrections=(NOTE,), is_correction=True)
    assert assemble(archive, made(archive, corrected, finding("lights", 12)), lock=None)
    manifest = read_manifest(archive.edition(DAY))
    assert (manifest["revision"], manifest["corrections"]) == (2, [NOTE])
    assert is_sealed(archive.folder / f"{DAY}-r1", former)


def test_a_corrected_edition_made_once_more_is_no_new_revision(archive: Archive, planned: Plan) -> None:
    assemble(archive, made(archive, replace(planned, corrections=(NOTE,)), finding("lights")), lock=None)
    assert read_manifest(archive.edition(DAY))["revision"] == 2
    assert not (archive.folder / f"{DAY}-r1").exists()


def test_findings_that_share_a_name_are_refused_and_nothing_is_put(archive: Archive, planned: Plan) -> None:
    findings = (finding("lights"), finding("storms"), finding("lights", 12))
    with pytest.raises(AnalysisError, match=rf"{REPORT}\.ipynb: findings share a name: lights; rename"):
        assemble(archive, made(archive, planned, *findings), lock=None)
    assert not archive.edition(DAY).exists()


def test_the_lock_file_is_named_in_the_manifest(archive: Archive, planned: Plan, tmp_path: Path) -> None:
    lock = tmp_path / "project" / "requirements.lock"
    assemble(archive, made(archive, planned), lock=lock)
    assert read_manifest(archive.edition(DAY))["environment"]["lock"]["path"] == "requirements.lock"


def test_pages_are_drawn_from_the_manifest_and_the_notebooks_alone(
    archive: Archive, planned: Plan, tmp_path: Path
) -> None:
    assemble(archive, made(archive, planned, finding("lights")), lock=None)
    place = archive.edition(DAY)
    again = tmp_path / "again"
    again.mkdir()
    shutil.copy(place / f"{REPORT}.ipynb", again)
    for page in draw_pages(json.loads((place / NAME).read_bytes()), again):
        assert page.read_bytes() == (place / page.name).read_bytes()
    assert len(list(again.iterdir())) == 3
