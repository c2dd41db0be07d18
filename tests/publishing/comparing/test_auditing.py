"""A manifest that says anything else than files, seals and rebuilt reports is found out, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.comparing import auditing
from analysis.publishing.comparing.attachment_reader import Sealed
from analysis.publishing.editions import manifests
from analysis.publishing.editions.manifests import entry

ENVIRONMENT: dict[str, Any] = {"python": "3.11", "packages": {"pandas": "3.1.1"}, "lock": None}


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition of one report and an index page, in order."""
    for name in ("index.html", "nights.html"):
        (tmp_path / name).write_text(f"<p>{name}", encoding="utf-8")
    (tmp_path / manifests.NAME).write_bytes(manifests.dumps(manifest_of(tmp_path)))
    return tmp_path


def manifest_of(edition: Path) -> dict[str, Any]:
    report = {
        "title": "Nights",
        "description": "What was seen.",
        "order": 1,
        "parameters": {"as_of": "2024-01-10", "window": 7},
        "findings": [],
        "changes": None,
        "pages": 3,
        "inputs": [{"path": "data/nights.csv", "sha256": "0" * 64}],
        "outputs": [entry(edition / "nights.html", "nights.html")],
    }
    return manifests.manifest(
        as_of="2024-01-10",
        known_on="2024-02-01",
        revision=1,
        corrections=[],
        reports={"nights": report},
        omitted={},
        failed=[],
        files=[entry(edition / "index.html", "index.html")],
        environment=ENVIRONMENT,
        project={},
    )


def test_a_manifest_as_its_schema_says_is_returned(edition: Path) -> None:
    assert manifests.read_manifest(edition) == manifest_of(edition)


def test_everything_that_is_not_as_the_schema_says_is_named_at_once(edition: Path) -> None:
    wrong = manifest_of(edition) | {"revision": 0, "as_of": "soon"}
    (edition / manifests.NAME).write_bytes(manifests.dumps(wrong))
    with pytest.raises(AnalysisError) as caught:
        manifests.read_manifest(edition)
    said = str(caught.value).splitlines()
    assert len(said) == 2
    for name in ("$.as_of", "$.revision"):
        assert any(f"{edition / manifests.NAME} {name} is not as its schema says" in line for line in said)


def test_files_that_are_missing_unlisted_or_altered_are_named(edition: Path) -> None:
    manifest = manifest_of(edition)
    assert list(auditing.file_breaches(edition, manifest)) == []
    (edition / "nights.html").write_text("altered", encoding="utf-8")
    (edition / "index.html").rename(edition / "other.html")
    assert list(auditing.file_breaches(edition, manifest)) == [
        "index.html is missing",
        "other.html is not in the manifest",
        "nights.html is not what the manifest lists",
    ]


def test_pages_are_held_against_those_drawn_again(edition: Path) -> None:
    pages = {"index.html": b"<p>index.html", "nights.html": b"another", "gone.html": b"x"}
    assert list(auditing.page_breaches(edition, pages)) == ["nights.html is not what the manifest makes"]
    assert list(auditing.page_breaches(edition, "it lacks a title")) == [
        "no page can be drawn from it: it lacks a title"
    ]


def test_a_manifest_and_a_seal_that_differ_are_told_field_by_field(edition: Path) -> None:
    manifest = manifest_of(edition)
    said = {name: manifest[name] for name in ("as_of", "known_on", "revision", "corrections")}
    agreeing = Sealed(Path("nights.pdf"), {"edition": said, "environment": ENVIRONMENT}, {})
    assert list(auditing.seal_breaches(manifest, agreeing)) == []
    seal = {"edition": said | {"known_on": "2024-01-31", "revision": 2}, "environment": {}}
    assert list(auditing.seal_breaches(manifest, Sealed(Path("nights.pdf"), seal, {}))) == [
        "known_on is '2024-02-01', nights.pdf was sealed with '2024-01-31'",
        "revision is 1, nights.pdf was sealed with 2",
        "environment is not the one nights.pdf was sealed in",
    ]


@pytest.mark.parametrize(
    ("field", "told", "again", "said"),
    [
        ("findings", [{"name": "a", "value": 1}], [{"name": "a", "value": 2}], "a"),
        ("findings", [{"name": "a"}, {"name": "b"}], [{"name": "b"}, {"name": "c"}], "a, c"),
        ("inputs", [{"path": "x.csv", "sha256": "1"}], [{"path": "x.csv", "sha256": "2"}], "x.csv"),
        ("parameters", {"window": 7, "as_of": "d"}, {"window": 8, "as_of": "d"}, "window"),
        ("pages", 3, 4, "3, 4"),
        ("changes", None, {"moves": []}, "moves"),
    ],
)
def test_what_was_not_rebuilt_is_told_by_name(field: str, told: Any, again: Any, said: str) -> None:
    manifest = {"reports": {"nights": {"title": "Nights", field: told}}}
    rebuilt = {"title": "Nights", field: again}
    assert list(auditing.entry_breaches(manifest, "nights", rebuilt)) == [
        f"{field} of nights: not what was rebuilt ({said})"
    ]


def test_outputs_are_not_compared_by_their_entry_and_a_missing_report_is_told() -> None:
    rebuilt = {"title": "Nights", "outputs": [{"path": "a"}]}
    same = {"reports": {"nights": {"title": "Nights", "outputs": []}}}
    assert list(auditing.entry_breaches(same, "nights", rebuilt)) == []
    assert list(auditing.entry_breaches({"reports": {}}, "nights", rebuilt)) == [
        "title of nights: not what was rebuilt ('Nights')"
    ]
