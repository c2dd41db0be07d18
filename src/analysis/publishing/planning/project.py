"""Whose reports are these? What the data package says of the project: its title, who speaks, the licence.

A report carries it in its metadata, so that the exporters need no project around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def project_metadata(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return title, authors, publishers and licences of a data package; nothing that it does not say.

    >>> project_metadata({"title": "Lights", "contributors": [{"title": "A. Author"}]})
    {'title': 'Lights', 'authors': ['A. Author']}
    """
    found = {
        "title": str(package.get("title") or ""),
        "authors": list(_contributors(package, {"author", "contributor"})),
        "publishers": list(_contributors(package, {"publisher"})),
        "licences": [
            {name: str(each[name]) for name in ("name", "title", "path") if each.get(name)}
            for each in package.get("licenses") or ()
        ],
    }
    return {name: value for name, value in found.items() if value}


def _contributors(package: Mapping[str, Any], roles: set[str]) -> Iterator[str]:
    """Yield who has one of the roles; by the standard, who has none is a contributor."""
    for each in package.get("contributors") or ():
        if each.get("title") and each.get("role", "contributor") in roles:
            yield str(each["title"])
