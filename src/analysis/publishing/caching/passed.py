"""Which notebooks need no second look at their rules? Those that an earlier build has found to keep them all.

What the rules say depends on the notebook, the program, what is installed and the project's own modules: when
one of these changes, all are looked at again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Final

from analysis.publishing.caching import fingerprints
from analysis.publishing.editions.manifests import PYTHON, sha256
from analysis.publishing.planning.request import Project
from analysis.publishing.running.own_modules import own_modules

MOST: Final = 500  # notebooks that are remembered, the newest first


class Passed:
    """``notebooks`` are the marks of those that have passed, see `plan.mark`; a plan adds to them."""

    def __init__(self, project: Project) -> None:
        self._note = project.cache / "up-to-date" / "rules.json"
        own = {name: sha256(module.content) for name, module in own_modules(project.notebooks).items()}
        judged_by = [PYTHON, fingerprints.program_group(), fingerprints.installed(), own]
        self._judged_by = sha256(json.dumps(judged_by, sort_keys=True).encode())
        self._former = self._read()
        self.notebooks = set(self._former)

    def keep(self) -> None:
        """Note which have passed; where nothing can be written, nothing is noted."""
        if new := sorted(self.notebooks - set(self._former)):
            noted = {"judged_by": self._judged_by, "notebooks": [*new, *self._former][:MOST]}
            with suppress(OSError):
                self._note.parent.mkdir(parents=True, exist_ok=True)
                self._note.write_text(json.dumps(noted), encoding="utf-8")

    def _read(self) -> list[str]:
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
            return list(map(str, noted["notebooks"])) if noted["judged_by"] == self._judged_by else []
        except (OSError, ValueError, KeyError, TypeError):
            return []
