"""Results belong to one program with its libraries and modules; those used longest ago are swept."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.publishing.caching.results import results_at_hand, sweep
from analysis.publishing.planning.request import Project
from analysis.publishing.running.own_modules import OwnModule


def folder(**changed: str) -> Path:
    told = {"pandas": "3", "errors.py": "1", "hills.py": "HEIGHT = 3", **changed}
    return results_at_hand(
        Project(),
        surroundings={"packages": {"pandas": told["pandas"]}},
        program={"errors.py": told["errors.py"]},
        modules={"hills.py": OwnModule("notebooks/hills.py", told["hills.py"].encode())},
    )


def test_another_library_program_or_module_has_another_folder() -> None:
    others = [
        folder(**change) for change in ({"pandas": "4"}, {"errors.py": "2"}, {"hills.py": "HEIGHT = 4"})
    ]
    assert len({folder(), *others}) == 4
    assert folder() == folder()
    assert {each.parent for each in others} == {Project().results}


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    for number, name in enumerate(["old/a", "old/b", "new/c", "old/d"]):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"12345")
        os.utime(path, (number, number))
    sweep(tmp_path, most=10)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"new/c", "old/d"}
    sweep(tmp_path, most=0)
    assert not list(tmp_path.iterdir())


def test_where_there_are_none_nothing_is_swept(tmp_path: Path) -> None:
    sweep(tmp_path / "results")
    assert not list(tmp_path.iterdir())
