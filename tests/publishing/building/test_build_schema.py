"""What a build writes is what the published schema says, and a reader of research object crates opens it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from rocrate.rocrate import ROCrate

from analysis.publishing.archive import ro_crate
from analysis.publishing.building.build import build
from analysis.publishing.building.corrections import correct
from analysis.publishing.editions import manifests
from analysis.publishing.editions.manifests import sha256

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(manifests.schema())
    Draft202012Validator.check_schema(content)
    return content


def archive_of_three(project: Laid) -> Path:
    """Build three editions, compared with one another, the last one corrected."""
    days = ("2024-01-06", "2024-01-08", "2024-01-10")
    request = project("states-a-finding", "reads-another-table", as_of=days, formats=())
    build(*request, say=lambda line: None)
    nights = request.project.data / "nights.csv"
    nights.write_text(
        nights.read_text(encoding="utf-8") + "2024-01-08,8,watch,2024-03-01,\n", encoding="utf-8"
    )
    correct(request.project, days[-1], note="Misread.", on="2024-03-02", say=lambda line: None)
    return request.project.out


def problems(schema: dict[str, Any], manifest: dict[str, Any]) -> list[str]:
    return [error.json_path for error in Draft202012Validator(schema).iter_errors(manifest)]


def test_an_archive_is_as_schema_feed_and_crate_say(project: Laid) -> None:
    reports = archive_of_three(project)
    its_manifests_are_as_the_schema_says(reports)
    its_feed_figures_and_crate_open(reports)


def its_manifests_are_as_the_schema_says(reports: Path) -> None:
    schema = json.loads((reports / manifests.SCHEMA).read_bytes())
    sealed = {path.parent.name: json.loads(path.read_bytes()) for path in reports.glob("*/manifest.json")}
    assert sorted(sealed) == ["2024-01-06", "2024-01-08", "2024-01-10", "2024-01-10-r1"]
    assert not [problem for manifest in sealed.values() for problem in problems(schema, manifest)]
    told = sealed["2024-01-10"]["reports"]["states-a-finding"]["changes"]
    assert told["since"]["revision"] == 1
    assert sealed["2024-01-08"]["reports"]["states-a-finding"]["changes"]["moves"]


def its_feed_figures_and_crate_open(reports: Path) -> None:
    assert len(ElementTree.parse(reports / "feed.xml").getroot().findall("{*}entry")) == 3
    assert "2024-01-08" in (reports / "revisions.html").read_text(encoding="utf-8")
    manifest = json.loads((reports / "2024-01-10" / "manifest.json").read_bytes())
    opened = ROCrate(str(reports / "2024-01-10"))
    files = {entity.id: entity for entity in opened.data_entities}
    assert set(files) == {path.name for path in (reports / "2024-01-10").iterdir()} - {ro_crate.NAME}
    assert opened.root_dataset["version"] == "2"
    (entry,) = [each for each in manifest["files"] if each["path"] == ro_crate.NAME]
    assert entry["sha256"] == sha256((reports / "2024-01-10" / ro_crate.NAME).read_bytes())
    for report in manifest["reports"].values():
        for output in report["outputs"]:
            assert files[output["path"]]["sha256"] == output["sha256"]


def test_the_schema_refuses_what_is_no_manifest(schema: dict[str, Any]) -> None:
    plain = {
        "schema_version": 1,
        "as_of": "2024-01-10",
        "known_on": "2024-02-01",
        "revision": 1,
        "corrections": [],
        "reports": {},
        "omitted": {},
        "partial": False,
        "failed": [],
        "files": [],
        "environment": {"python": "3.11", "packages": {}, "lock": None},
    }
    assert problems(schema, plain) == ["$.reports"]
    for name, wrong in (
        ("as_of", "10 January 2024"),
        ("revision", 0),
        ("corrections", [{"revision": 1, "note": "", "corrected_on": "2024-01-10"}]),
        ("files", [{"path": "../elsewhere", "sha256": "a" * 64}]),
        ("files", [{"path": "index.html", "sha256": "short"}]),
        ("built_at", "2024-01-10T03:00:00Z"),
    ):
        assert len(problems(schema, {**plain, name: wrong})) > 1, name
