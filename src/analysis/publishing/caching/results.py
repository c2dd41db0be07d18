"""What have earlier runs computed that this one may take? A folder for the program and libraries at hand.

An analyst who changes a caption or a figure does not wait for all other measures and drawings of the
notebook. The folder may be deleted at any time; it holds so much and no more, what was used last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from analysis.publishing.editions.manifests import sha256
from analysis.publishing.planning.request import Project
from analysis.publishing.running.own_modules import OwnModule

MOST_BYTES: Final = 200_000_000


def results_at_hand(
    project: Project,
    *,
    surroundings: Mapping[str, Any],
    program: Mapping[str, str],
    modules: Mapping[str, OwnModule],
) -> Path:
    """Return the folder of what was computed by this program, with these libraries and modules."""
    own = {name: sha256(module.content) for name, module in modules.items()}
    told = json.dumps([surroundings, program, own], sort_keys=True)
    return project.results / sha256(told.encode())


def sweep(folder: Path, *, most: int = MOST_BYTES) -> None:
    """Delete the results that were used longest ago, of any program, where all are too many."""
    found = []
    for path in folder.glob("*/*"):
        with suppress(OSError):  # another build sweeps as well
            about = path.stat()
            found.append((about.st_mtime_ns, about.st_size, path))
    for _, size, path in sorted(found, reverse=True):
        most -= size
        if most < 0:
            path.unlink(missing_ok=True)
    for empty in folder.glob("*"):
        with suppress(OSError):
            empty.rmdir()
