"""Does a manifest tell the truth? Held against its schema, its files, the seals and the rebuilt reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.publishing.comparing.attachment_reader import Sealed
from analysis.publishing.editions import manifests
from analysis.publishing.editions.manifests import sha256


def file_breaches(edition: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield each file of an edition that is missing, unlisted or not what the manifest lists."""
    listed = {one["path"]: one["sha256"] for one in manifests.listed(manifest)}
    present = {path.name: path for path in edition.iterdir() if path.name != manifests.NAME}
    yield from (f"{name} is missing" for name in sorted(set(listed) - set(present)))
    yield from (f"{name} is not in the manifest" for name in sorted(set(present) - set(listed)))
    for name in sorted(set(present) & set(listed)):
        if sha256(present[name].read_bytes()) != listed[name]:
            yield f"{name} is not what the manifest lists"


def page_breaches(edition: Path, pages: Mapping[str, bytes] | str) -> Iterator[str]:
    """Yield each page that is not as the sealed program draws it; a text says why that cannot draw."""
    if isinstance(pages, str):
        yield f"no page can be drawn from it: {pages}"
        return
    for name, content in sorted(pages.items()):
        page = edition / name
        if page.is_file() and page.read_bytes() != content:
            yield f"{name} is not what the manifest makes"


def seal_breaches(manifest: Mapping[str, Any], sealed: Sealed) -> Iterator[str]:
    """Yield what a manifest says of the edition or the environment that a report's seal does not."""
    edition = sealed.seal["edition"]
    for name in ("as_of", "known_on", "revision", "corrections"):
        if manifest[name] != edition[name]:
            yield f"{name} is {manifest[name]!r}, {sealed.pdf.name} was sealed with {edition[name]!r}"
    if manifest["environment"] != sealed.seal["environment"]:
        yield f"environment is not the one {sealed.pdf.name} was sealed in"


def entry_breaches(manifest: Mapping[str, Any], report: str, again: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a manifest says of a report that the rebuilt one does not; files are compared as such."""
    told = manifest["reports"].get(report, {})
    for name in sorted({*told, *again} - {"outputs"}):
        if told.get(name) != again.get(name):
            differing = ", ".join(_differing(told.get(name), again.get(name)))
            yield f"{name} of {report}: not what was rebuilt ({differing})"


def _differing(told: Any, again: Any) -> list[str]:
    """Return by name what differs between two parts of a manifest."""
    one, other = map(_by_name, (told, again))
    return sorted(name for name in {**one, **other} if one.get(name) != other.get(name))


def _by_name(part: Any) -> dict[str, Any]:
    if isinstance(part, Mapping):
        return {str(name): value for name, value in part.items()}
    if isinstance(part, list):
        return {str(one.get("name", one.get("path"))): one for one in part}
    return {repr(part): part}
