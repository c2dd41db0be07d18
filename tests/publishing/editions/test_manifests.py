"""A manifest says what an edition is made of, and nothing of the machine or the moment that made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.editions import manifests


def test_the_environment_names_python_the_lock_and_declared_packages(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("pandas==3.1.1\n", encoding="utf-8")
    environment = manifests.environment(lock)
    assert environment["python"].startswith("3.")
    assert environment["lock"] == {"path": "requirements.lock", "sha256": manifests.sha256(lock.read_bytes())}
    assert {"jupyter", "pandas", "papermill", "nbconvert", "seaborn"} <= set(environment["packages"])
    assert "pytest" not in environment["packages"]
    assert manifests.environment(None)["lock"] is None


def test_it_is_written_with_sorted_keys_and_refuses_what_json_cannot_hold() -> None:
    assert manifests.dumps({"b": "Київ", "a": 1}) == '{\n  "a": 1,\n  "b": "Київ"\n}\n'.encode()
    with pytest.raises(ValueError, match="JSON compliant"):
        manifests.dumps({"a": float("nan")})


def test_only_sealed_folders_with_a_date_are_editions(tmp_path: Path) -> None:
    for name in ("2024-01-10", "2023-12-01", "drafts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / manifests.NAME).write_bytes(manifests.dumps({"as_of": name}))
    (tmp_path / "2024-02-01").mkdir()
    assert [each["as_of"] for each in manifests.sealed_editions(tmp_path)] == ["2023-12-01", "2024-01-10"]


def test_a_missing_and_a_broken_manifest_are_said(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="is no edition: it has no manifest"):
        manifests.read_manifest(tmp_path)
    (tmp_path / manifests.NAME).write_text("{", encoding="utf-8")
    with pytest.raises(AnalysisError, match="is not JSON"):
        manifests.read_manifest(tmp_path)
