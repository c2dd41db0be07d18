"""What need not be found out again before a build? Which notebooks keep all rules, and some of the data.

What the rules say depends on the notebook, the program, what is installed and the project's own modules; what
the data say on the data, the program and the day. When one of these changes, all is found out again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Final

from analysis.data.timeliness import today
from analysis.publishing.caching import fingerprints
from analysis.publishing.caching.up_to_date import data_group
from analysis.publishing.editions.manifests import PYTHON, sha256
from analysis.publishing.planning.record import Noted
from analysis.publishing.planning.request import Project
from analysis.publishing.running.own_modules import own_modules

MOST: Final = 500  # of each kind that are remembered


class Notes:
    """``noted`` is what holds still of what earlier builds have found out; a plan adds to it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._place = project.cache / "up-to-date" / "noted.json"
        own = {name: sha256(module.content) for name, module in own_modules(project.notebooks).items()}
        self._judged_by = _digest([PYTHON, fingerprints.program_group(), fingerprints.installed(), own])
        self._data = self._data_now()
        self.noted = self._read()
        self._former = repr(self.noted)

    def keep(self) -> None:
        """Note what was found out; nothing where the data have changed meanwhile, or cannot be written."""
        if repr(self.noted) == self._former or self._data_now() != self._data:
            return
        content = {
            "judged_by": self._judged_by,
            "data": self._data,
            "notebooks": sorted(self.noted.notebooks)[:MOST],
            "answers": dict(list(self.noted.answers.items())[-MOST:]),
        }
        with suppress(OSError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            self._place.write_text(json.dumps(content), encoding="utf-8")

    def _read(self) -> Noted:
        try:
            content = json.loads(self._place.read_text(encoding="utf-8"))
            if content["judged_by"] != self._judged_by:
                return Noted()
            answers = dict(content["answers"]) if content["data"] == self._data else {}
            return Noted(set(content["notebooks"]), answers)
        except (OSError, ValueError, KeyError, TypeError):
            return Noted()

    def _data_now(self) -> str:
        return _digest([str(self._project.data.resolve()), today().isoformat(), data_group(self._project)])


def _digest(content: Any) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode())
