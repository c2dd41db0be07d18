"""The reference edition: what is built here is, byte for byte, what the committed manifest says.

A change of method, data or look moves it on purpose: `make reference` renews it, and the difference is read.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.build import build
from analysis.publishing.planning import Request

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "reports" / "2026-01-05" / "manifest.json"

pytestmark = pytest.mark.reference


def test_the_build_is_what_the_committed_manifest_says(tmp_path: Path) -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    request = Request(
        notebooks=ROOT / "notebooks",
        data=ROOT / "data",
        out=tmp_path,
        as_of=(committed["as_of"],),
        known_on=committed["known_on"],
        force=True,
    )
    (place,) = build(request)
    built = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert list(differences(committed, built)) == []


def differences(was: Any, now: Any, path: str = "") -> Iterator[str]:
    """Yield where two manifests differ, the causes (environment, inputs) among the effects (outputs)."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted({*was, *now}):
            yield from differences(was.get(name), now.get(name), f"{path}/{name}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (one, other) in enumerate(zip(was, now, strict=True)):
            name = one.get("name") or one.get("path") if isinstance(one, dict) else None
            yield from differences(one, other, f"{path}/{name or number}")
    elif was != now:
        yield f"{path}: committed {str(was)[:90]}, built {str(now)[:90]}"
