"""Answers how one campaign phase compares with the one before, by default each winter over the same days.

Phases are fixed by the calendar, never picked from the series.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.long_run import period_ratio
from analysis.statistics.results import Day, direction, estimate_row, require_columns
from analysis.subject.attacks.nights import COVERAGE_NEEDED, launches

NIGHTS_NEEDED = 28


def winters(*, as_of: Day, since: int = 2022) -> pd.DataFrame:
    """List the winters, 1 October to 31 March, begun by ``as_of``, each cut at the same calendar day.

    The newest ends at ``as_of`` (or on 31 March) and the others on the same day of their season, so that
    like is compared with like. Columns: ``phase`` ("winter 2025/26"), ``first``, ``last`` (dates), oldest
    first.

    >>> winters(as_of="2026-01-05", since=2024)
                phase      first       last
    0  winter 2024/25 2024-10-01 2025-01-05
    1  winter 2025/26 2025-10-01 2026-01-05
    """
    last = pd.Timestamp(as_of)
    newest = last.year if last.month >= 10 else last.year - 1
    days = min(last, pd.Timestamp(newest + 1, 3, 31)) - pd.Timestamp(newest, 10, 1)
    years = range(since, newest + 1)
    first = pd.DatetimeIndex([pd.Timestamp(year, 10, 1) for year in years], dtype="datetime64[us]")
    names = [f"winter {year}/{(year + 1) % 100:02d}" for year in years]
    return pd.DataFrame({"phase": names, "first": first, "last": first + days})


@measure
def phases(strikes: pd.DataFrame, *, as_of: Day, phases: pd.DataFrame | None = None) -> pd.DataFrame:
    """Compare each phase with the one before: drones launched per known night.

    ``phases`` has ``phase``, ``first``, ``last`` (default :func:`winters`), oldest first.

    Columns, one row per pair: ``weapon``, ``phase``, ``first``, ``last``, ``earlier`` (name),
    ``earlier_first``, ``earlier_last``; ``per_night``, ``earlier_per_night``; ``estimate, estimate_low,
    estimate_high`` (ratio, with dependence of nights allowed for, ``long_run.period_ratio``); ``n`` (known
    nights of the less known phase), ``method``, ``status``, ``needed`` (28, or 80 % of the longer phase if
    that is more); ``verdict`` (``more``, ``fewer``, or ``open`` where the interval covers 1; none without an
    estimate). Before a second phase has begun there is one row that names none.

    Two phases differ for many reasons; the ratio names none. Assumes that the level does not drift as slowly
    as a phase is long: if it does, the phases differ as said, but any two stretches so long might.
    """
    chosen = winters(as_of=as_of) if phases is None else phases
    require_columns(chosen, ["phase", "first", "last"], measure="phases")
    series = launches(strikes, weapon="drone", as_of=as_of)
    rows = [
        {"weapon": "drone"} | _pair_row(series, earlier, later)
        for (_, earlier), (_, later) in pairwise(chosen.iterrows())
    ]
    if not rows:
        none = estimate_row(n=0, needed=NIGHTS_NEEDED, method=_METHOD)
        return pd.DataFrame([{"weapon": "drone"} | _BLANK_PAIR | none | {"verdict": None}])
    return pd.DataFrame(rows)


_METHOD = "ratio of launches per known night, long-run variance"
_BLANK_PAIR: dict[str, object] = {
    "phase": None,
    "first": pd.NaT,
    "last": pd.NaT,
    "earlier": None,
    "earlier_first": pd.NaT,
    "earlier_last": pd.NaT,
    "per_night": np.nan,
    "earlier_per_night": np.nan,
}


def _pair_row(series: pd.Series, earlier: pd.Series, later: pd.Series) -> dict[str, object]:
    before, after = (
        series.reindex(pd.date_range(phase["first"], phase["last"])) for phase in (earlier, later)
    )
    needed = max(NIGHTS_NEEDED, int(np.ceil(COVERAGE_NEEDED * max(len(before), len(after)))))
    ratio = period_ratio(before.dropna(), after.dropna())
    row = estimate_row(*ratio, n=min(before.count(), after.count()), needed=needed, method=_METHOD)
    return {
        "phase": later["phase"],
        "first": later["first"],
        "last": later["last"],
        "earlier": earlier["phase"],
        "earlier_first": earlier["first"],
        "earlier_last": earlier["last"],
        "per_night": after.mean(),
        "earlier_per_night": before.mean(),
        **row,
        "verdict": direction(row),
    }
