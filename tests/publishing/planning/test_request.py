"""A project's lock file and caches lie beside its notebooks, wherever its editions go."""

from pathlib import Path

from analysis.publishing.planning.request import Project


def test_lock_and_caches_are_beside_the_notebooks(tmp_path: Path) -> None:
    project = Project(tmp_path / "notebooks", tmp_path / "data", Path("/elsewhere"))
    assert project.lock is None
    (tmp_path / "requirements.lock").touch()
    assert project.lock == tmp_path / "requirements.lock"
    assert project.build_cache == project.cache / "reports"
    assert project.cache.is_relative_to(tmp_path)
