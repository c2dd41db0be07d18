"""A manifest says what an edition is made of, and nothing of the machine or the moment that made it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


def manifest_of(as_of: str) -> dict[str, Any]:
    """A manifest of one report, as its schema says."""
    file = {"path": "nights.html", "sha256": "0" * 64}
    report = {"title": "Nights", "description": "", "order": 1, "parameters": {}, "findings": []}
    return manifests.manifest(
        as_of=as_of,
        known_on="2024-02-01",
        revision=1,
        corrections=[],
        reports={"nights": {**report, "changes": None, "pages": 1, "inputs": [file], "outputs": [file]}},
        omitted={},
        failed=[],
        files=[],
        environment={"python": "3.11", "packages": {}, "lock": None},
        project={},
    )


def sealed(archive: Path, name: str, content: Mapping[str, Any]) -> Path:
    (archive / name).mkdir()
    (archive / name / manifests.NAME).write_bytes(manifests.dumps(content))
    return archive / name


def test_only_sealed_folders_with_a_date_are_editions(tmp_path: Path) -> None:
    for name in ("2024-01-10", "2023-12-01", "drafts"):
        sealed(tmp_path, name, manifest_of(name))
    (tmp_path / "2024-02-01").mkdir()
    assert [each["as_of"] for each in manifests.sealed_editions(tmp_path)] == ["2023-12-01", "2024-01-10"]


def test_all_damaged_manifests_are_named_at_once_and_one_in_another_place(tmp_path: Path) -> None:
    sealed(tmp_path, "2023-12-01", manifest_of("2023-12-01") | {"revision": 2})
    sealed(tmp_path, "2024-01-10", manifest_of("2024-01-09"))
    with pytest.raises(AnalysisError) as caught:
        manifests.sealed_editions(tmp_path)
    first, second = str(caught.value).splitlines()
    assert first.startswith(
        f"{tmp_path}/2023-12-01/manifest.json $.revision is 2, and with 0 corrections it is 1"
    )
    assert second == (
        f'{tmp_path}/2024-01-10/manifest.json $.as_of = "2024-01-09" is not the date of its folder;'
        f" move {tmp_path}/2024-01-10 to where it belongs"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("\udcff", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"revision": NaN}', "is not JSON (NaN is no number of JSON)"),
        ("[]", "$ is not as its schema says: [] is not of type 'object'"),
        ("null", "$ is not as its schema says: None is not of type 'object'"),
        ({"revision": None}, "$.revision is not as its schema says: None is not of type 'integer'"),
        ({"revision": 1_000_000_000}, "$.revision is 1000000000, and with 0 corrections it is 1"),
        ({"reports": []}, "$.reports is not as its schema says"),
        ({"as_of": "soon"}, "$.as_of is not as its schema says"),
    ],
)
def test_a_damaged_manifest_is_said_with_field_and_fix(tmp_path: Path, content: Any, said: str) -> None:
    text = (
        content if isinstance(content, str) else manifests.dumps(manifest_of("2024-01-10") | content).decode()
    )
    (tmp_path / manifests.NAME).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(AnalysisError) as caught:
        manifests.read_manifest(tmp_path)
    assert said in str(caught.value)
    assert str(caught.value).endswith(
        f"put it back from a copy, or move {tmp_path} away and build its date again"
    )


def test_a_field_that_is_missing_is_named(tmp_path: Path) -> None:
    content = manifest_of("2024-01-10")
    del content["revision"]
    (tmp_path / manifests.NAME).write_bytes(manifests.dumps(content))
    with pytest.raises(AnalysisError, match=r"'revision' is a required property; put it back"):
        manifests.read_manifest(tmp_path)


def test_a_missing_manifest_and_a_name_that_no_folder_can_have_are_said(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="is no edition: it has no manifest"):
        manifests.read_manifest(tmp_path)
    with pytest.raises(AnalysisError, match="cannot be read: File name too long"):
        manifests.read_manifest(tmp_path / ("x" * 300))


def test_files_that_a_manifest_does_not_list_are_told(tmp_path: Path) -> None:
    edition = sealed(tmp_path, "2024-01-10", manifest_of("2024-01-10"))
    assert manifests.unlisted(edition) == []
    for name in ("nights.html", "mine.txt"):
        (edition / name).touch()
    assert manifests.unlisted(edition) == ["mine.txt"]
    assert manifests.unlisted(tmp_path / "nowhere") == []
