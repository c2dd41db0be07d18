"""Does a run give the same again? It runs a second time elsewhere and later, on nothing but what it has read.

What a report takes from the clock, from chance without a seed or from the machine is different then, and so
is what it reads without our seeing it: found before it is sealed, not by a reader who verifies it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Final

from analysis.errors import AnalysisError, NotebookError, Problem
from analysis.publishing.running.execution import Execution

FIX: Final = "a report takes nothing from the clock, from chance without a seed or from the machine"
AROUND: Final = 30  # letters shown before and after the first that differs


def check_same(first: Execution, second: Execution, *, label: str) -> None:
    """Raise ``AnalysisError`` naming each cell that gave something else the second time.

    ``label`` is the notebook's name in messages; both are executions of the same code.
    """
    problems = [
        NotebookError(label, one["id"], [Problem("the output", "", _difference(one, other), FIX)])
        for one, other in zip(first.cells, second.cells, strict=True)
        if one["outputs"] != other["outputs"]
    ]
    if problems:
        raise AnalysisError("\n".join(map(str, problems)))


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    was, now = (json.dumps(cell["outputs"], ensure_ascii=False) for cell in (one, other))
    at = next(at for at, pair in enumerate(zip_longest(was, now)) if pair[0] != pair[1])
    shown = [text[max(at - AROUND, 0) : at + AROUND] for text in (was, now)]
    return f"was another one when the notebook ran again: “…{shown[0]}…”, then “…{shown[1]}…”"
