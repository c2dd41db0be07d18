"""Which notebooks need not run again? Those that ran with the same code, parameters, rows and libraries.

An execution is looked up in two steps: by what is known before it runs (code, parameters, libraries), then by
what such a run has read (rows, modules), as that is now. The folder may be deleted at any time and shared by
several builds, also of several machines: a file in it is written at once and whole.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from analysis.publishing.caching.fingerprints import modules_group
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.running.execution import Execution, ExecutionRequest
from analysis.publishing.running.views import Views

SCHEMA_VERSION: Final = 2
SUFFIX: Final = ".execution"
REPEATED: Final = ".repeated"


class ExecutionStore:
    """A folder of executions.

    ``program`` are the files of the program by digest, ``surroundings`` what else each run depends on.
    """

    def __init__(
        self, folder: Path, views: Views, *, program: Mapping[str, str], surroundings: Mapping[str, Any]
    ) -> None:
        self._folder = folder
        self._views = views
        self._program = program
        self._surroundings = surroundings

    def key(self, request: ExecutionRequest) -> str:
        """Return a digest of what is known of a run before it runs."""
        known = {
            "schema_version": SCHEMA_VERSION,
            "code": request.code,
            "values": request.values,
            "corrections_since": request.view.corrections_since,
            "surroundings": self._surroundings,
        }
        return sha256(json.dumps(known, sort_keys=True, default=str).encode("utf-8", "surrogatepass"))

    def has(self, request: ExecutionRequest) -> bool:
        """Return whether any execution of this code with these values is kept, whatever it has read."""
        return self._place(request).exists()

    def recall(self, request: ExecutionRequest) -> Execution | None:
        """Return the execution that a run would make now, None when it is not there or damaged."""
        for path in sorted(self._place(request).glob(f"*{SUFFIX}")):
            with suppress(OSError, ValueError, TypeError, KeyError, zlib.error):
                digest, _, content = path.read_bytes().partition(b"\n")
                if digest.decode() != sha256(content):
                    continue
                execution = Execution.unpacked(content)
                if path.stem == self._read(request, execution):
                    return execution
        return None

    def keep(self, request: ExecutionRequest, execution: Execution, packed: bytes) -> bool:
        """Keep an execution; False where the disk is full or read-only."""
        place = self._place(request)
        try:
            place.mkdir(parents=True, exist_ok=True)
            handle, staged = tempfile.mkstemp(dir=place, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sha256(packed).encode() + b"\n" + packed)
                Path(staged).replace(place / f"{self._read(request, execution)}{SUFFIX}")
            except BaseException:
                Path(staged).unlink(missing_ok=True)
                raise
        except OSError:
            return False
        return True

    def is_repeated(self, request: ExecutionRequest, execution: Execution) -> bool:
        """Return whether it is noted of an execution that it was made a second time, and was the same."""
        return self._note(request, execution).exists()

    def note_repeated(self, request: ExecutionRequest, execution: Execution) -> None:
        """Note that an execution was made a second time, and was the same."""
        with suppress(OSError):
            self._note(request, execution).touch()

    def _note(self, request: ExecutionRequest, execution: Execution) -> Path:
        return self._place(request) / f"{self._read(request, execution)}{REPEATED}"

    def _place(self, request: ExecutionRequest) -> Path:
        key = self.key(request)
        return self._folder / key[:2] / key

    def _read(self, request: ExecutionRequest, execution: Execution) -> str:
        """Return a digest of what a run has read, as it is now."""
        seen = self._views.seen(request.view, execution.tables)
        read = {
            "data": {name: sha256(content) for name, content in seen.items()},
            "modules": modules_group(self._program, execution.modules),
            "own": {path: sha256(content) for path, content in request.imported(execution).items()},
        }
        return sha256(json.dumps(read, sort_keys=True).encode())
