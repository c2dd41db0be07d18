"""Does a report still say what it said? Its text and outputs are held against those of an edition.

The day of knowledge is no difference: each edition names its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.parts import wording

ADDED = ("what-changed", "what-changed-table")  # cells that a build puts in, see `comparison.with_section`


def says_the_same(
    sealed: Path, texts: Mapping[str, str], outputs: Sequence[Mapping[str, Any]], *, days: Sequence[str]
) -> bool:
    """Return whether a sealed notebook has these texts and outputs, by the ids of its cells.

    ``outputs`` are the cells of an execution; ``days`` are the days of knowledge of both.
    """
    try:
        cells = json.loads(sealed.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return False
    own = [cell for cell in cells if cell["id"] not in ADDED]
    was = {
        **{cell["id"]: "".join(cell["source"]) for cell in own if cell["cell_type"] != "code"},
        **{cell["id"]: _joined(cell["outputs"]) for cell in own if cell["cell_type"] == "code"},
    }
    now = {**texts, **{cell["id"]: _joined(cell["outputs"]) for cell in outputs}}
    return _without(was, days) == _without(now, days)


def _joined(outputs: Any) -> Any:
    """Return outputs with each text in one piece, as they are before a notebook is written to a file."""
    if isinstance(outputs, Mapping):
        return {name: _joined(value) for name, value in outputs.items()}
    if isinstance(outputs, list):
        is_text = bool(outputs) and all(isinstance(each, str) for each in outputs)
        return "".join(outputs) if is_text else [_joined(each) for each in outputs]
    return outputs


def _without(told: Mapping[str, Any], days: Sequence[str]) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    for day in days:
        text = text.replace(day, "").replace(wording.day(day), "")
    return text
