"""Is there anything to do at all? After a build, notes the digests of all that it read and made.

When the same is asked again and every digest still holds, nothing is done. Only bytes are read, no table
and no notebook is parsed, so that "nothing to do" is said at once.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.publishing.caching import fingerprints
from analysis.publishing.editions import manifests
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.planning.request import Project, Request
from analysis.publishing.planning.runs import ENDING
from analysis.publishing.running.own_modules import own_modules


def answered(project: Project, request: Request, made_from: str) -> list[Path]:
    """Return the editions that answer a request already, whole and unchanged; none when there is work.

    ``made_from`` are the `inputs` as they are now.
    """
    try:
        noted = json.loads(_place(project, request).read_text(encoding="utf-8"))
        places = [project.out / as_of for as_of in noted["editions"]]
        contents = [(place / manifests.NAME).read_bytes() for place in places]
        same = noted["inputs"] == made_from and noted["archive"] == _archive(project)
        same &= [sha256(content) for content in contents] == list(noted["editions"].values())
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return places if same and all(map(manifests.is_sealed, places, contents)) else []


def remember(project: Project, request: Request, places: list[Path], made_from: str) -> None:
    """Note that the editions answer a request; where nothing can be written, nothing is noted.

    ``made_from`` are the `inputs` before anything was read of them: what is saved meanwhile is not in the
    editions, and has to be found new.
    """
    sealed = {place.name: sha256((place / manifests.NAME).read_bytes()) for place in places}
    text = json.dumps({"inputs": made_from, "archive": _archive(project), "editions": sealed})
    with suppress(OSError):
        note = _place(project, request)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(text, encoding="utf-8")


def inputs(project: Project) -> str:
    """Return one digest over all notebooks, data, the program, the packages and the lock file."""
    groups = {
        "notebooks": _digests(project.notebooks, "*.ipynb") | _digests(project.notebooks, f"*{ENDING}"),
        "modules": {one.path: sha256(one.content) for one in own_modules(project.notebooks).values()},
        "data": data_group(project),
        "program": fingerprints.program_group(),
        "packages": fingerprints.packages_group(project.lock),
        "lock": sha256(project.lock.read_bytes()) if project.lock else "",
    }
    return sha256(json.dumps(groups, sort_keys=True).encode())


def data_group(project: Project) -> dict[str, str]:
    """Return the digests of all files of data."""
    return _digests(project.data, "**/*")


def _place(project: Project, request: Request) -> Path:
    """Return the file of notes on a request, named by a digest of everything that was asked."""
    asked: dict[str, Any] = {
        "out": str(project.out.resolve()),
        "data": str(project.data.resolve()),
        "reports": sorted(set(request.reports)),
        "as_of": sorted(set(request.as_of)),
        "known_on": request.known_on,
        "parameters": dict(sorted(request.parameters.items())),
        "formats": list(request.formats),
        "again": request.again,
        "correction": request.correction,
        "as_sealed": request.as_sealed,
    }
    return project.cache / "up-to-date" / f"{sha256(json.dumps(asked).encode())}.json"


def _archive(project: Project) -> dict[str, str]:
    """Return the digests of all editions there are: a report is compared with the one before."""
    return _digests(project.out, "*/manifest.json")


def _digests(folder: Path, pattern: str) -> dict[str, str]:
    files = (
        path for path in sorted(folder.glob(pattern)) if path.is_file() and not path.name.startswith(".")
    )
    return {str(path.relative_to(folder)): sha256(path.read_bytes()) for path in files}
