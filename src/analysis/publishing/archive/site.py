"""How does an archive become a site? Its pages and sealed editions, and nothing else, in a folder to serve.

What each file must be is known from the manifests, so only what has changed is read and written. Drafts,
mails and files that no manifest lists stay behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import DataError, Problem
from analysis.parts import wording
from analysis.publishing.archive.archive import pages
from analysis.publishing.archive.site_folder import Source, replace, standing
from analysis.publishing.editions import manifests, staging
from analysis.publishing.editions.notices import address


def publish(archive: Path, destination: Path, *, say: Callable[[str], None] = print) -> None:
    """Make ``destination`` the site of an archive: all pages, editions and former revisions, no drafts.

    Raises ``AnalysisError`` for a folder that is not ours to replace, for an archive without editions or of
    drafts, and with each file that is missing or not as it was sealed; the site is then what it was.
    """
    folder = destination.resolve()
    _separate(archive, folder)
    with staging.opened(archive, waiting=lambda: say(f"waiting for another build in {archive}")):
        former = standing(folder)
        wanted = _wanted(archive)
        if clash := sorted(former.others & wanted.keys()):
            fix = "move it away: the archive has a file of this name"
            raise DataError(Problem(str(destination / path), "", "is not ours", fix) for path in clash)
        kept = {path for path, source in wanted.items() if former.has(path, source.sha256)}
        gone = former.ours.keys() - wanted.keys()
        if len(kept) == len(wanted) and not gone:
            said = wording.count(len(kept), "file")
            say(f"nothing to publish: {said} in {destination} are as they should be")
            return
        replace(former, wanted, kept)
    written = wording.count(len(wanted) - len(kept), "file")
    say(f"{written} written, {len(gone)} removed, {len(kept)} as they were")
    say(f"{destination}/index.html")


def _separate(archive: Path, folder: Path) -> None:
    """Raise ``AnalysisError`` when there is no archive, or one of archive and site would lie in the other."""
    place = archive.resolve()
    if not place.is_dir():
        raise DataError([Problem(str(archive), "", "does not exist", "`analysis build` makes editions")])
    if folder == place or folder in place.parents or place in folder.parents:
        fix = "name a folder beside it, such as site"
        raise DataError([Problem(str(folder), "", f"would hold {archive} or lie in it", fix)])


def _wanted(archive: Path) -> dict[str, Source]:
    """Return what the site is to hold, by path."""
    revisions = manifests.all_revisions(archive)
    if not revisions:
        raise DataError([Problem(str(archive), "", "holds no edition", "`analysis build` makes one")])
    if any(each.get("draft") for each in revisions):
        raise DataError([Problem(str(archive), "", "holds drafts", "name the archive of what is published")])
    newest = {each["as_of"]: each["revision"] for each in revisions}
    found = {name: Source.of(content) for name, content in pages(archive).items()}
    for each in revisions:
        found |= _edition(archive, address(each["as_of"], each["revision"], newest[each["as_of"]]), each)
    return found


def _edition(archive: Path, name: str, manifest: Mapping[str, Any]) -> dict[str, Source]:
    files = {one["path"]: one["sha256"] for one in manifests.listed(manifest)}
    return {
        f"{name}/{manifests.NAME}": Source.of((archive / name / manifests.NAME).read_bytes()),
        **{f"{name}/{path}": Source(sha256, archive / name / path) for path, sha256 in files.items()},
    }
