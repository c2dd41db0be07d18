"""Modules beside the notebooks and in src are found where a notebook imports them; nothing hidden is."""

from __future__ import annotations

from pathlib import Path

from analysis.publishing.running.own_modules import own_modules


def test_modules_are_found_by_their_place_beside_the_notebook(tmp_path: Path) -> None:
    for name in (
        "notebooks/helper.py",
        "notebooks/.ipynb_checkpoints/helper.py",
        "notebooks/note.txt",
        "src/lamps/__init__.py",
        "src/lamps/counts.py",
        "src/lamps/__pycache__/counts.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}", encoding="utf-8")
    found = own_modules(tmp_path / "notebooks")
    assert {place: module.path for place, module in found.items()} == {
        "lamps/__init__.py": "src/lamps/__init__.py",
        "lamps/counts.py": "src/lamps/counts.py",
        "helper.py": "notebooks/helper.py",
    }
    assert found["helper.py"].content == b"# notebooks/helper.py"


def test_the_toolkit_itself_is_no_module_of_a_project() -> None:
    assert not own_modules(Path(__file__).parents[3] / "notebooks")
