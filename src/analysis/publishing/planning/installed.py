"""What is installed here that reports depend on? Exact versions, for the lock file of a new project."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Final
from urllib.parse import unquote, urlsplit

from packaging.requirements import Requirement

TOOLKIT: Final = "analysis-reports"


def toolkit() -> str:
    """Return what pip installs this toolkit from: where it came from, or its name and version."""
    found = distribution(TOOLKIT)
    origin = json.loads(found.read_text("direct_url.json") or "{}").get("url", "")
    if origin.startswith("file:"):
        return unquote(urlsplit(origin).path)
    return f"{TOOLKIT}=={found.version}"


def pins() -> str:
    """Return the exact versions of all libraries that the toolkit needs here, one a line, by name.

    >>> [line for line in pins().splitlines() if line.startswith("papermill==")] != []
    True
    """
    found: dict[str, Distribution] = {}
    waiting = [Requirement(TOOLKIT)]
    while waiting:
        wanted = waiting.pop()
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if name in found:
            continue
        try:
            found[name] = distribution(wanted.name)
        except PackageNotFoundError:
            continue  # pip will say so, if it is needed at all
        needed = map(Requirement, found[name].requires or ())
        waiting += [one for one in needed if one.marker is None or _holds(one, wanted.extras)]
    del found[TOOLKIT]
    return "".join(f"{name}=={one.version}\n" for name, one in sorted(found.items()))


def _holds(wanted: Requirement, extras: set[str]) -> bool:
    assert wanted.marker is not None
    return any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras))
