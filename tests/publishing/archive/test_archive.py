"""The pages over all editions follow the manifests, and one that says the same is not written again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.archive.archive import draw
from analysis.publishing.archive.revision_triangle import ENOUGH
from analysis.publishing.editions import manifests
from analysis.publishing.editions.staging import opened

DAYS = ["2024-01-01", "2024-01-05", "2024-01-10", "2024-01-15"]
ALWAYS = {"feed.xml", "index.html", "manifest.schema.json"}


def seal(folder: Path, as_of: str, *, value: int = 8) -> None:
    """Leave the manifest of an edition of one report."""
    sentence = f"At most there were {value} lights."
    finding = {"name": "lights", "unit": "lights", "value": value, "key": True, "sentence": sentence}
    report: dict[str, Any] = {
        "title": "Nights",
        "description": "What was seen.",
        "order": 1,
        "pages": 3,
        "findings": [finding],
        "changes": None,
        "parameters": {},
        "inputs": [{"path": "data/nights.csv", "sha256": "0" * 64}],
        "outputs": [{"path": "nights.html", "sha256": "0" * 64}],
    }
    content = manifests.manifest(
        as_of=as_of,
        known_on="2024-02-01",
        revision=1,
        corrections=[],
        reports={"nights": report},
        omitted={},
        failed=[],
        files=[],
        environment={"python": "3.11", "packages": {}, "lock": None},
        project={},
    )
    (folder / as_of).mkdir(exist_ok=True)
    (folder / as_of / manifests.NAME).write_bytes(manifests.dumps(content))


def drawn(folder: Path, days: Sequence[str] = ()) -> dict[str, Path]:
    """Seal editions, draw, and return the pages by name."""
    for day in days:
        seal(folder, day)
    with opened(folder) as archive:
        draw(archive)
    return {path.name: path for path in folder.iterdir() if path.is_file()}


def test_an_archive_without_editions_has_no_pages(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    assert drawn(tmp_path) == {}


def test_index_feed_and_schema_tell_every_edition(tmp_path: Path) -> None:
    pages = drawn(tmp_path, DAYS[: ENOUGH - 1])
    assert set(pages) == ALWAYS
    for day in DAYS[: ENOUGH - 1]:
        assert f"{day}/" in pages["index.html"].read_text(encoding="utf-8")
        assert f"{day}/" in pages["feed.xml"].read_text(encoding="utf-8")
    assert pages["manifest.schema.json"].read_bytes() == manifests.schema()


def test_how_figures_were_restated_is_told_once_there_are_editions_enough(tmp_path: Path) -> None:
    assert set(drawn(tmp_path, DAYS[:ENOUGH])) == {*ALWAYS, "revisions.html"}


@pytest.mark.parametrize("changed", [False, True])
def test_only_a_page_that_says_something_else_is_written(tmp_path: Path, changed: bool) -> None:
    before = {name: page.stat().st_ino for name, page in drawn(tmp_path, DAYS[:ENOUGH]).items()}
    if changed:
        seal(tmp_path, DAYS[ENOUGH - 1], value=11)
    after = {name: page.stat().st_ino for name, page in drawn(tmp_path).items()}
    written = {name for name in after if after[name] != before[name]}
    assert written == ({"index.html", "feed.xml", "revisions.html"} if changed else set())
