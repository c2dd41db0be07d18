"""Only what is published and as it was sealed is passed on; all that is not is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.publishing.conftest import Asked

from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.editions.soundness import published


@pytest.fixture(scope="module")
def asked(shared_project: Callable[..., Asked]) -> Asked:
    asked = shared_project("states-a-finding")
    build(*asked)
    build(*asked.drafts())
    return asked


def test_a_sealed_edition_is_fit(asked: Asked) -> None:
    assert published(asked.project.out / "2024-01-10")["as_of"] == "2024-01-10"


def test_a_draft_is_not(asked: Asked) -> None:
    with pytest.raises(
        AnalysisError, match=r"is a draft, .*; publish it first: analysis build --as-of 2024-01-10"
    ):
        published(asked.project.out / "drafts" / "2024-01-10")


def test_a_former_revision_is_not(asked: Asked, copied: Callable[[Asked], Asked]) -> None:
    archive = copied(asked).project.out
    former = (archive / "2024-01-10").rename(archive / "2024-01-10-r1")
    with pytest.raises(AnalysisError, match="2024-01-10-r1 is a former revision; take 2024-01-10"):
        published(former)


def test_each_damaged_file_is_named(asked: Asked, copied: Callable[[Asked], Asked]) -> None:
    folder: Path = copied(asked).project.out / "2024-01-10"
    (folder / "index.html").unlink()
    (folder / "states-a-finding.pdf").write_bytes(b"%PDF")
    (folder / "mine.txt").touch()
    with pytest.raises(AnalysisError) as caught:
        published(folder)
    assert [line.split(" ", 1)[0].rpartition("/")[2] for line in str(caught.value).splitlines()] == [
        "index.html", "states-a-finding.pdf", "mine.txt",
    ]  # fmt: skip
