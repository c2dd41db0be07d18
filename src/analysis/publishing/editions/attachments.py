"""What does a report carry so that whoever has its PDF can rebuild it? All it was made from, as attachments.

The notebook, the rows it rests on, the source, the lock file and ``seal.json``, which says what they are. All
are stored as they are: the PDF compresses them, in the same way on every machine.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import analysis
from analysis.publishing.editions.manifests import environment, sha256

SEAL: Final = "seal.json"
SOURCE: Final = "source.tar"
NOTEBOOK: Final = "notebook.ipynb"
LOCK: Final = "requirements.lock"
SCHEMA_VERSION: Final = 1
MIME: Final = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ipynb": "application/x-ipynb+json",
    ".py": "text/x-python",
    ".tar": "application/x-tar",
    ".lock": "text/plain",
}


@dataclass(frozen=True)
class Input:
    """One thing a report was made from: where it belongs in a project, how it is attached, its bytes."""

    path: str
    attachment: str
    content: bytes
    description: str

    @property
    def entry(self) -> dict[str, str]:
        """Path and SHA-256, as manifests list them."""
        return {"path": self.path, "sha256": sha256(self.content)}

    @property
    def attached(self) -> dict[str, Any]:
        """The attachment as the PDF exporter takes it."""
        return {
            "name": self.attachment,
            "data": self.content,
            "mime": MIME.get(Path(self.attachment).suffix, "text/plain"),
            "description": self.description,
            "relationship": "source",
        }


def inputs(
    notebook: bytes,
    *,
    report: str,
    data: Mapping[str, bytes],
    modules: Mapping[str, bytes],
    lock: Path | None,
    program: bytes,
) -> list[Input]:
    """Return everything a report was made from.

    ``data`` are the files that it has seen, by name; ``modules`` those of the project's own that it has
    imported, by their place in the project; ``program`` is the `source`.
    """
    found = [
        Input(f"notebooks/{report}.ipynb", NOTEBOOK, notebook, "The notebook of this report"),
        *data_inputs(data),
        *(
            Input(path, path.replace("/", "-"), content, "A module of this report's project")
            for path, content in sorted(modules.items())
        ),
        Input("src/analysis", SOURCE, program, "The program that made this report"),
    ]
    if lock is not None:
        found.append(Input(LOCK, LOCK, lock.read_bytes(), "Exact versions of all libraries"))
    return found


def data_inputs(data: Mapping[str, bytes]) -> list[Input]:
    """Return the files of data that a report has seen, by name, as inputs of it."""
    return [
        Input(f"data/{name}", name.replace("/", "-"), content, "Data this report was made from")
        for name, content in sorted(data.items())
    ]


def seal(
    found: Iterable[Input],
    *,
    report: str,
    edition: Mapping[str, Any],
    parameters: Mapping[str, Any],
    changes: Mapping[str, Any] | None,
    lock: Path | None,
) -> Input:
    """Return ``seal.json``: what the attachments are, and with which dates, parameters, environment."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "report": report,
        "edition": dict(edition),
        "parameters": dict(parameters),
        "changes": changes,
        "environment": environment(lock),
        "inputs": [{**one.entry, "attachment": one.attachment} for one in found],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return Input(SEAL, SEAL, f"{text}\n".encode(), "What this report was made from, and how to check it")


def source() -> bytes:
    """Return the program's own source as a tar file that is the same on every machine."""
    package = Path(analysis.__file__).parent
    files = sorted(
        path
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and "__pycache__" not in path.parts
    )
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in files:
            member = tarfile.TarInfo(f"analysis/{path.relative_to(package).as_posix()}")
            member.size = path.stat().st_size
            with path.open("rb") as content:
                archive.addfile(member, content)
    return buffer.getvalue()
