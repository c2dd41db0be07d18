"""What was each report made from when it was last made? The build cache notes it, with the data it saw then.

It may be deleted at any time: a build without it makes the same. The files of a report stand in its edition
alone; a note counts only while they are what it says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError
from analysis.publishing.caching.fingerprints import Fingerprint
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.editions.staging import opened

STATE: Final = "state.json"
SCHEMA_VERSION: Final = 2


@dataclass(frozen=True)
class BuildCache:
    """A folder with one note for each report and date."""

    folder: Path

    def recall(self, as_of: str, report: str) -> Entry | None:
        """Return what is kept of a report; None when that is nothing, or a file of it has changed."""
        place = self._place(as_of, report)
        try:
            state = json.loads((place / STATE).read_text(encoding="utf-8"))
            fields = (state[name] for name in ("fingerprint", "whole", "used", "outputs", "files"))
            entry = Entry(place, *fields)
            sound = state["schema_version"] == SCHEMA_VERSION and entry.is_sound()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return entry if sound else None

    def keep(
        self,
        as_of: str,
        report: str,
        *,
        data: Mapping[str, bytes],
        fingerprint: Fingerprint,
        whole: Mapping[str, str],
        used: Mapping[str, Any],
        outputs: Mapping[str, str],
    ) -> None:
        """Note what a report was made from; on a full or read-only disk nothing is noted."""
        with suppress(OSError, AnalysisError), opened(self.folder) as shelf:
            staged = shelf.staging / "entry"
            for name, content in data.items():
                (staged / "data" / name).parent.mkdir(parents=True, exist_ok=True)
                (staged / "data" / name).write_bytes(content)
            state = {
                "schema_version": SCHEMA_VERSION,
                "fingerprint": fingerprint,
                "whole": dict(whole),
                "used": dict(used),
                "outputs": dict(outputs),
                "files": _digests(staged),
            }
            (staged / STATE).write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
            shelf.put(staged, self._place(as_of, report).name)

    def _place(self, as_of: str, report: str) -> Path:
        return self.folder / f"{as_of}--{report}"


@dataclass(frozen=True)
class Entry:
    """One report as it was made: its fingerprint, the data files then, what it used, its files by SHA-256."""

    folder: Path
    fingerprint: Fingerprint
    whole: Mapping[str, str]
    used: Mapping[str, Any]
    outputs: Mapping[str, str]
    files: Mapping[str, str]

    def data(self, name: str) -> bytes:
        """Return a file of data as the report saw it."""
        return (self.folder / "data" / name).read_bytes()

    def is_sound(self) -> bool:
        """Return whether every file still has the bytes it was kept with."""
        return _digests(self.folder) == dict(self.files)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != STATE)
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()) for path in files}
