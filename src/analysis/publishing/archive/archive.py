"""Where does a reader of all editions start? Pages over the archive, drawn anew when an edition has changed.

All are drawn from the manifests, at once and whole, and a page that says the same is left untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.publishing.archive import feed, index, revision_triangle
from analysis.publishing.editions import staging
from analysis.publishing.editions.manifests import SCHEMA, all_revisions, schema
from analysis.publishing.editions.staging import Archive


def draw(archive: Archive) -> None:
    """Bring the pages over all editions up to date; an archive without editions has none."""
    for name, content in pages(archive.folder).items():
        staging.write_atomically(archive.folder / name, content, archive.staging)


def pages(folder: Path) -> Mapping[str, bytes]:
    """Return the pages over all editions of an archive by file name, none for an archive without editions."""
    revisions = all_revisions(folder)
    if not (sealed := list({each["as_of"]: each for each in revisions}.values())):  # the newest of each
        return {}
    drawn = {SCHEMA: schema(), feed.NAME: feed.feed(sealed), index.NAME: index.archive_page(sealed)}
    if revision_triangle.is_shown(sealed):
        drawn[revision_triangle.NAME] = revision_triangle.revision_triangle_page(revisions)
    return drawn
