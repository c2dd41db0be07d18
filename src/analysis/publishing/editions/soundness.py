"""Is an edition fit to be passed on? Published, the newest revision, and byte for byte as it was sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, Problem
from analysis.publishing.editions import manifests


def published(folder: Path) -> dict[str, Any]:
    """Return the manifest of a published edition that is as it was sealed.

    Raises ``AnalysisError`` for a draft, for a former revision, and with every file that is missing, changed
    or not of the edition.
    """
    manifest = manifests.read_manifest(folder)
    problems = []
    if manifest.get("draft"):
        fix = f"publish it first: analysis build --as-of {manifest['as_of']}"
        problems.append(Problem(str(folder), "", "is a draft, which is for trying things out", fix))
    elif manifest["as_of"] != folder.name:
        fix = f"take {manifest['as_of']}, which is the newest revision"
        problems.append(Problem(str(folder), "", "is a former revision", fix))
    if problems := [*problems, *damage(folder, manifest)]:
        raise AnalysisError("\n".join(map(str, problems)))
    return manifest


def damage(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield each file of an edition that is not as it was sealed, and each that was not sealed with it."""
    listed = {one["path"]: one["sha256"] for one in manifests.listed(manifest)}
    again = f"put it back from a copy, or move {folder} away and build its date again"
    for name, digest in sorted(listed.items()):
        try:
            if manifests.sha256((folder / name).read_bytes()) != digest:
                yield Problem(str(folder / name), "", "is not what was sealed", again)
        except OSError as error:
            yield Problem(str(folder / name), "", f"cannot be read: {error.strerror}", again)
    for name in sorted({path.name for path in folder.iterdir()} - set(listed) - {manifests.NAME}):
        yield Problem(str(folder / name), "", "is no file of the edition", "move it away")
