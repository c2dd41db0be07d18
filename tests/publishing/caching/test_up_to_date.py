"""The same asking is answered from notes only while inputs, archive and edition are what they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.publishing.caching import up_to_date
from analysis.publishing.editions import manifests

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked


def answered(asked: Asked) -> list[Path]:
    return up_to_date.answered(*asked[:2], up_to_date.inputs(asked.project))


def test_notes_answer_the_same_asking_until_something_changes(project: Callable[..., Asked]) -> None:
    asked = project("states-a-finding")
    place = asked.project.out / "2024-01-10"
    place.mkdir(parents=True)
    (place / manifests.NAME).write_text('{"files": [], "reports": {}}', encoding="utf-8")
    assert answered(asked) == []
    up_to_date.remember(*asked[:2], [place], up_to_date.inputs(asked.project))
    assert answered(asked) == [place]
    assert answered(asked.but(known_on="2024-02-02")) == []
    (place / "stray.html").touch()
    assert answered(asked) == [], "the edition is not what its manifest lists"
    (place / "stray.html").unlink()
    (asked.project.data / "nights.csv").write_text("", encoding="utf-8")
    assert answered(asked) == []
