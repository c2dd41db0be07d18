"""How does a reader learn that an edition was corrected? By one notice, in the same words wherever it stands.

A correction puts a mistake right: it has a note, a day and a number of its own. Better data alone is no
correction: rows revised in the record show as such in the next edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from analysis.parts import wording


def notices(corrections: Iterable[Mapping[str, Any]], report: str = "") -> list[str]:
    """Return what is said of each correction, the newest first; in a ``report``, whether it is meant.

    >>> notices([{"revision": 2, "note": "A night was counted twice.", "corrected_on": "2026-02-03"}])
    ['Corrected on 3 February 2026 (revision 2): A night was counted twice.']
    """
    return [_notice(one, report) for one in reversed(list(corrections))]


def _notice(correction: Mapping[str, Any], report: str) -> str:
    day, revision = wording.day(correction["corrected_on"]), correction["revision"]
    meant = correction.get("reports", [report])
    if report and report not in meant:
        others = wording.listing(meant)
        return f"Revision {revision} of {day} corrects {others}; nothing in this report has changed."
    return f"Corrected on {day} (revision {revision}): {correction['note']}"


DRAFT: Final = "Draft: not published, for trying things out. Do not cite it or pass it on."


def label(as_of: str, revision: int) -> str:
    """Return how an edition is called on its covers.

    >>> label("2026-01-05", 1), label("2026-01-05", 2)
    ('2026-01-05', '2026-01-05, revision 2')
    """
    return as_of if revision == 1 else f"{as_of}, revision {revision}"


def address(as_of: str, revision: int, newest: int) -> str:
    """Return the folder of a revision: the newest has the edition's own, each former one keeps its own.

    >>> address("2026-01-05", 2, newest=2), address("2026-01-05", 1, newest=2)
    ('2026-01-05', '2026-01-05-r1')
    """
    return as_of if revision == newest else f"{as_of}-r{revision}"
