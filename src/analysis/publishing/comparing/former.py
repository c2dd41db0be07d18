"""With which editions is a report compared? Of those sealed only dates are held, the rest is read if asked.

So a build of a thousand dates needs no more memory than one of ten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.publishing.comparing import changes
from analysis.publishing.comparing.comparison import entry
from analysis.publishing.editions import manifests
from analysis.publishing.editions.notices import address

REMEMBERED = 8  # manifests held in memory: those that the next edition is compared with


@dataclass(frozen=True)
class PastEditions:
    """The editions of an archive and their former revisions that are kept, as they are when this is made.

    ``heads`` hold as-of date, day of knowledge, revision and the names of the reports.
    """

    archive: Path
    heads: list[Mapping[str, Any]]

    @classmethod
    def of(cls, archive: Path) -> PastEditions:
        """Return those of an archive."""
        return cls(archive, [_head(manifest) for manifest in manifests.all_revisions(archive)])

    def add(self, manifest: Mapping[str, Any]) -> None:
        """Take in an edition that has been sealed since."""
        own = {name: manifest[name] for name in ("as_of", "revision")}
        self.heads[:] = [head for head in self.heads if any(head[name] != own[name] for name in own)]
        self.heads.append(_head(manifest))

    def hold(self, report: str) -> bool:
        """Return whether any edition has a report."""
        return any(report in head["reports"] for head in self.heads)

    def former(self, *, report: str, as_of: str, known_on: str, revision: int) -> dict[str, Any] | None:
        """Return what a report is compared with, and under ``earlier`` what it restates, if any."""
        asked = {"report": report, "as_of": as_of, "known_on": known_on}
        previous = changes.previous_of(self.heads, **asked, revision=revision)
        if previous is None:
            return None
        earlier = [self._entry(head, report) for head in changes.earlier_of(self.heads, **asked)]
        return {**self._entry(previous, report), "earlier": earlier}

    def _entry(self, head: Mapping[str, Any], report: str) -> dict[str, Any]:
        """Return what is told of a report of an edition, wherever that stands now."""
        newest, own = (address(head["as_of"], head["revision"], n) for n in (head["revision"], 0))
        place = self.archive / own
        return entry(_manifest(place if place.is_dir() else self.archive / newest), report)


@lru_cache(REMEMBERED)
def _read(place: Path, modified: int) -> dict[str, Any]:
    return manifests.read_manifest(place)


def _manifest(place: Path) -> dict[str, Any]:
    """Return a manifest; one that has been replaced is read again."""
    return _read(place, (place / manifests.NAME).stat().st_mtime_ns)


def _head(manifest: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: manifest[name] for name in ("as_of", "known_on", "revision")}
    return {**own, "reports": sorted(manifest["reports"])}
