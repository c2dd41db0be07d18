"""Where does a reader of all editions start? On pages over the archive, drawn anew when an edition changes."""

from __future__ import annotations

from analysis.publishing import editions, index
from analysis.publishing.editions import Archive
from analysis.publishing.manifests import sealed_editions


def draw(archive: Archive) -> None:
    """Bring the pages over all editions up to date; an archive without editions has none."""
    if sealed := sealed_editions(archive.folder):
        editions.write_atomically(archive.folder / index.NAME, index.archive_page(sealed), archive.staging)
