"""What is published stays: no build changes a file of it; drafts may be made again and again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.building.reasons import why
from analysis.publishing.editions.manifests import read_manifest

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]
DAY = "2024-01-10"


def quiet(line: str) -> None:
    del line


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def original(shared_project: Laid) -> Asked:
    """A project with a published edition of one of its two reports."""
    asked = shared_project("states-a-finding", "reads-another-table", formats=("html",))
    build(*asked.but(reports=("states-a-finding",)), say=quiet)
    return asked


@pytest.fixture
def published(original: Asked, copied: Callable[[Asked], Asked]) -> Asked:
    return copied(original).but(reports=("states-a-finding",))


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def edit(asked: Asked, old: str, new: str) -> None:
    path = asked.project.notebooks / "states-a-finding.ipynb"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def refused(asked: Asked) -> str:
    before = files(asked.project.out)
    with pytest.raises(AnalysisError) as caught:
        build(*asked, say=quiet)
    assert files(asked.project.out) == before
    return str(caught.value)


def test_what_would_change_it_is_refused_with_the_words_for_what_was_meant(published: Asked) -> None:
    meant = "try it with --draft, or issue a revision: analysis correct 2024-01-10"
    edit(published, "## All nights", "## Each night")
    said = refused(published)
    assert f"{DAY} states-a-finding is published and would change: notebooks/states-a-finding.ipynb" in said
    assert meant in said
    assert [reason.is_fresh for reason in why(*published[:2])] == [False]
    edit(published, "## Each night", "## All nights")
    assert "parameter window is 9, was 7" in refused(published.but(parameters={"window": "9"}))
    assert "it has no pdf" in refused(published.but(formats=("pdf",)))
    append(published.project.data / "nights.csv", f"{DAY},12,watch,2024-03-01,\n")
    said = refused(published.but(known_on="2024-03-01"))
    assert "is not what the published edition of 2024-01-10 knows, which is all until 2024-02-01" in said
    assert meant in said


def test_what_is_recorded_later_is_said_and_left_for_later_editions(published: Asked) -> None:
    before = files(published.project.out)
    append(published.project.data / "nights.csv", f"{DAY},12,watch,2024-03-01,\n")
    said: list[str] = []
    build(*published, say=said.append)
    assert files(published.project.out) == before
    assert f"{DAY} is published as known on 2024-02-01; what was recorded since, until 2024-03-01" in said[0]


@pytest.mark.parametrize("as_of", [DAY, "2024-01-11"], ids=["the edition", "a later one"])
def test_rows_that_were_sealed_and_are_gone_stop_each_build(published: Asked, as_of: str) -> None:
    nights = published.project.data / "nights.csv"
    append(nights, "2024-01-11,30,watch,2024-02-01,\n")
    lines = nights.read_text(encoding="utf-8").splitlines(keepends=True)
    nights.write_text("".join([*lines[:3], *lines[4:]]), encoding="utf-8")
    said = refused(published.but(as_of=(as_of,)))
    assert said.startswith(
        "data/nights.csv no longer holds the rows that the published edition of 2024-01-10"
    )


def test_a_draft_is_made_again_and_again_marked_and_leaves_what_is_published(published: Asked) -> None:
    before = files(published.project.out)
    edit(published, "## All nights", "## Each night")
    draft = published.drafts()
    (place,) = build(*draft, say=quiet)
    assert place == published.project.out / "drafts" / DAY
    page = (place / "states-a-finding.html").read_text(encoding="utf-8")
    assert "Each night" in page
    assert "Draft: not published" in page
    assert '<h2 id="page:notice">Notice</h2>' in page, "a draft is no correction"
    assert "Draft: not published" in (place / "index.html").read_text(encoding="utf-8")
    edit(published, "## Each night", "## Every night")
    build(*draft, say=quiet)
    assert "Every night" in (place / "states-a-finding.html").read_text(encoding="utf-8")
    shutil.rmtree(published.project.out / "drafts")
    assert files(published.project.out) == before


def test_a_draft_goes_on_without_a_report_whose_notebook_is_gone(published: Asked) -> None:
    draft = published.drafts()
    (place,) = build(*draft.but(reports=()), say=quiet)
    before = files(published.project.out / DAY)
    (published.project.notebooks / "reads-another-table.ipynb").unlink()
    said: list[str] = []
    build(*draft.but(reports=("states-a-finding",)), say=said.append)
    gone = f"there is no {published.project.notebooks / 'reads-another-table'}.ipynb any more"
    assert f"{DAY} reads-another-table: gone from this draft; {gone}" in said
    assert not (place / "reads-another-table.html").exists()
    assert list(read_manifest(place)["reports"]) == ["states-a-finding"]
    assert files(published.project.out / DAY) == before


def test_drafts_of_several_dates_are_made_at_once(published: Asked) -> None:
    days = ("2024-01-08", "2024-01-09")
    places = build(*published.drafts().but(as_of=days), say=quiet)
    assert [place.name for place in places] == list(days)
    assert all((place / "states-a-finding.html").is_file() for place in places)


def test_a_named_report_is_made_alone_though_others_have_changed(published: Asked) -> None:
    before = files(published.project.out / DAY)
    edit(published, "At most there", "Never more")
    said: list[str] = []
    (place,) = build(*published.but(reports=("reads-another-table",), force=True), say=said.append)
    now = files(place)
    kept = [name for name in before if name.startswith("states-a-finding")]
    assert kept
    assert all(now[name] == before[name] for name in kept)
    assert "reads-another-table.html" in now
    assert not any("states-a-finding: made" in line for line in said)


def test_made_anew_it_must_be_the_same_else_it_stays(published: Asked) -> None:
    before = files(published.project.out)
    build(*published.but(force=True), say=quiet)
    assert files(published.project.out) == before
    manifest = published.project.out / DAY / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    html = published.project.out / DAY / "states-a-finding.html"
    from analysis.publishing.editions.manifests import sha256

    forged = html.read_bytes().replace(b"At most there were 11", b"At most there were 99")
    manifest.write_text(text.replace(sha256(html.read_bytes()), sha256(forged)), encoding="utf-8")
    html.write_bytes(forged)
    assert "is published, and what its inputs make now differs in states-a-finding.html" in refused(
        published.but(force=True)
    )


def test_a_damaged_file_is_made_again_as_it_was(published: Asked) -> None:
    before = files(published.project.out)
    (published.project.out / DAY / "states-a-finding.html").unlink()
    build(*published, say=quiet)
    assert files(published.project.out) == before
