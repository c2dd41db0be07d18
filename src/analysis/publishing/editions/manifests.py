"""What is an edition made of? Its manifest: inputs and outputs by SHA-256, parameters, findings, environment.

Two builds of the same inputs write the same manifest: no clock, no host, no user, no path of a machine.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.parts import wording
from analysis.parts.finding import on_page_one
from analysis.publishing.editions.notices import address

NAME: Final = "manifest.json"
SCHEMA: Final = "manifest.schema.json"
SCHEMA_VERSION: Final = 1
FAST_DIALECT: Final = "http://json-schema.org/draft-07/schema#"  # says the same of all that ours uses
LONGEST: Final = 200  # letters of a message that are shown
DISTRIBUTION: Final = "analysis-reports"
PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def entry(path: Path, shown: str) -> dict[str, str]:
    """Return how a manifest names a file: its path as the archive or the project sees it, and its SHA-256."""
    return {"path": shown, "sha256": sha256(path.read_bytes())}


def environment(lock: Path | None) -> dict[str, Any]:
    """Return what outputs depend on beside the inputs: Python, lock file, versions of declared packages."""
    return {
        "python": PYTHON,
        "packages": dict(versions()),
        "lock": entry(lock, lock.name) if lock else None,
    }


def manifest(
    *,
    as_of: str,
    known_on: str,
    revision: int,
    corrections: Iterable[Mapping[str, Any]],
    reports: Mapping[str, Any],
    omitted: Mapping[str, str],
    failed: Iterable[str],
    files: Iterable[Mapping[str, str]],
    environment: Mapping[str, Any],
    project: Mapping[str, Any],
    is_draft: bool = False,
) -> dict[str, Any]:
    """Return the manifest of an edition as JSON holds it; ``failed`` marks it as partial.

    ``project`` is what the data package says of it: title, authors, publishers, licences.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of,
        "known_on": known_on,
        "revision": revision,
        "corrections": [dict(each) for each in corrections],
        "reports": dict(reports),
        "omitted": dict(omitted),
        "partial": bool(list(failed)),
        "failed": list(failed),
        "files": list(files),
        "environment": dict(environment),
        "project": dict(project),
        **({"draft": True} if is_draft else {}),
    }


def dumps(content: Mapping[str, Any]) -> bytes:
    """Return a manifest as it is written: sorted keys, two spaces, one newline at the end."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def schema() -> bytes:
    """Return the JSON Schema of all manifests."""
    return resources("analysis.publishing").joinpath("templates", SCHEMA).read_bytes()


def read_manifest(edition: Path) -> dict[str, Any]:
    """Return the manifest of an edition.

    Raises ``AnalysisError`` when there is none, or with everything in it that is not as its schema says.
    """
    path = edition / NAME
    fix = f"put it back from a copy, or move {edition} away and build its date again"
    try:
        if not path.is_file():
            raise FileNotFoundError
        content = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except FileNotFoundError:
        problems = [
            Problem(str(edition), "", "is no edition: it has no manifest", "`analysis list` shows all")
        ]
    except OSError as error:
        problems = [
            Problem(str(edition), "", f"cannot be read: {error.strerror}", "`analysis list` shows all")
        ]
    except (ValueError, RecursionError) as error:
        problems = [Problem(str(path), "", f"is not JSON ({error})", fix)]
    else:
        problems = [Problem(f"{path} {place}", "", reason, fix) for place, reason in _breaches(content)]
    if problems:
        raise AnalysisError("\n".join(map(str, problems)))
    manifest: dict[str, Any] = content
    return manifest


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


@lru_cache(1)
def _is_valid() -> Callable[[Any], Any]:
    """Return what raises at the first breach of the schema: a thousand manifests are read in a second."""
    import fastjsonschema

    return fastjsonschema.compile(json.loads(schema()) | {"$schema": FAST_DIALECT})


def _breaches(content: Any) -> list[tuple[str, str]]:
    """Return where a manifest is not as its schema says, and how."""
    from fastjsonschema import JsonSchemaException

    try:
        _is_valid()(content)
    except JsonSchemaException:
        from jsonschema import Draft202012Validator  # which is slow, and names every breach

        errors = Draft202012Validator(json.loads(schema())).iter_errors(content)
        return [(each.json_path, f"is not as its schema says: {each.message[:LONGEST]}") for each in errors]
    if content["revision"] != (expected := 1 + len(content["corrections"])):
        said = wording.count(len(content["corrections"]), "correction")
        return [("$.revision", f"is {content['revision']}, and with {said} it is {expected}")]
    return []


def sealed_editions(archive: Path) -> list[dict[str, Any]]:
    """Return what the manifests of all editions of an archive tell, oldest date first.

    Their lists of inputs are left out: the most of a manifest, and of no use where many are read at once.
    Raises ``AnalysisError`` with all that is wrong in any of them.
    """
    dated = re.compile(r"\d{4}-\d\d-\d\d")
    folders = sorted(path for path in archive.glob("*") if dated.fullmatch(path.name))
    found, problems = [], []
    for folder in folders:
        if (folder / NAME).is_file():
            try:
                found.append(_without_inputs(_of_its_date(folder)))
            except AnalysisError as error:
                problems.append(str(error))
    if problems:
        raise AnalysisError("\n".join(problems))
    return found


def _of_its_date(folder: Path) -> dict[str, Any]:
    manifest = read_manifest(folder)
    if manifest["as_of"] != folder.name:
        fix = f"move {folder} to where it belongs"
        place = f"{folder / NAME} $.as_of"
        raise AnalysisError(str(Problem(place, manifest["as_of"], "is not the date of its folder", fix)))
    return manifest


def unlisted(edition: Path) -> list[str]:
    """Return the names in an edition's folder that its manifest does not list, all where it has none."""
    if not edition.is_dir():
        return []
    present = {path.name for path in edition.iterdir()} - {NAME}
    if not present or not (edition / NAME).is_file():
        return sorted(present)
    return sorted(present - {one["path"] for one in listed(read_manifest(edition))})


def listed(manifest: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Return the files that a manifest lists: path and SHA-256, those of reports last."""
    return [
        *manifest["files"],
        *(one for report in manifest["reports"].values() for one in report["outputs"]),
    ]


def all_revisions(archive: Path) -> list[dict[str, Any]]:
    """Return `sealed_editions` and, each before its newest, their former revisions that are kept."""
    found = []
    for newest in sealed_editions(archive):
        as_of, revisions = newest["as_of"], range(1, newest["revision"])
        former = [archive / address(as_of, each, newest["revision"]) for each in revisions]
        found += [_without_inputs(read_manifest(folder)) for folder in former if (folder / NAME).is_file()]
        found.append(newest)
    return found


def _without_inputs(manifest: dict[str, Any]) -> dict[str, Any]:
    for report in manifest.get("reports", {}).values():
        report.pop("inputs", None)
    return manifest


def key_sentences(report: Mapping[str, Any]) -> list[str]:
    """Return what page one of a report says as its key findings, by its part of the manifest."""
    return [on_page_one(finding) for finding in report["findings"] if finding.get("key")]


def standing(edition: Path) -> dict[str, Any] | None:
    """Return the manifest of an edition whose reports lie beside it, None when there is no such edition.

    A manifest alone, as it may be kept under version control, is the memory of an edition and none itself.
    """
    if not (edition / NAME).is_file():
        return None
    manifest = read_manifest(edition)
    outputs = (one["path"] for report in manifest["reports"].values() for one in report["outputs"])
    return manifest if any((edition / name).is_file() for name in outputs) else None


def same(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same manifest."""
    contents = [(place / NAME).read_bytes() for place in (one, other) if (place / NAME).is_file()]
    return len(contents) == 2 and contents[0] == contents[1]


def is_sealed(edition: Path, manifest: bytes) -> bool:
    """Return whether a folder is the edition that a manifest describes: its files, no other, same bytes."""
    try:
        if (edition / NAME).read_bytes() != manifest:
            return False
        found = {path.name: sha256(path.read_bytes()) for path in edition.iterdir() if path.name != NAME}
    except OSError:
        return False
    return found == {file["path"]: file["sha256"] for file in listed(json.loads(manifest))}


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """Return the versions of the packages that the project declares for running, by name."""
    try:
        declared = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        declared = []
    names = {re.split(r"[\s<>=!~;\[(]", line, maxsplit=1)[0] for line in declared if "extra ==" not in line}
    return {name: version(name) for name in sorted(names)}
