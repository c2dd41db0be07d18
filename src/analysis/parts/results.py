"""Is there enough data to say it? Reads ``status``, ``n`` and ``needed`` of a row, says what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from analysis.parts import wording
from analysis.parts.language import Words, filled

OK: Final = "ok"
#: A row of the record has a status of its own, which is blank: it is no result, and lacks nothing.
ENOUGH: Final = (OK, "")
SAID: Final = "nsufficient data"


def is_enough(cells: Mapping[str, Any], *, value: str | None = None) -> bool:
    """Whether a row holds what is to be said: a row with a status needs it to be ok, and ``value`` known.

    >>> is_enough({"status": "ok", "x": 1.5}, value="x"), is_enough({"status": "insufficient data"})
    (True, False)
    """
    if "status" not in cells:
        return True
    missing = value and value in cells and wording.is_missing(cells[value])
    return str(cells["status"]) in ENOUGH and not missing


def lacking(
    cells: Mapping[str, Any], *, of: str, insufficient: str | None, verdict: Mapping[Any, str] | None = None,
    words: Words | None = None, what: str,
) -> str:  # fmt: skip
    """Say that there is too little data for a thing, in the author's words where ``insufficient`` gives them.

    >>> lacking({"n": 3, "needed": 8}, of="a trend", insufficient=None, what="a test")
    'Insufficient data for a trend: it needs at least 8 observations; 3 are known.'
    >>> lacking({"needed": 8}, of="", insufficient="a trend needs {needed:# week|weeks}", what="a test")
    'Insufficient data: a trend needs 8 weeks.'
    """
    if insufficient:
        said = filled(insufficient, cells, verdict=verdict, words=words, what=what).rstrip(".")
        return f"{said}." if SAID in said else f"Insufficient data: {said}."
    n, needed = cells.get("n"), cells.get("needed")
    if wording.is_missing(n) or wording.is_missing(needed):
        return f"Insufficient data for {of}."
    if int(n or 0) >= int(needed or 0):
        known = wording.count(n, "observation")
        return f"Insufficient data for {of}: it cannot be estimated from the {known} known."
    have = f"{wording.number(n)} {'is' if n == 1 else 'are'} known" if n else "none is known"
    return f"Insufficient data for {of}: it needs at least {wording.count(needed, 'observation')}; {have}."
