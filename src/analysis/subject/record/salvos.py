"""Answers how large the last night's salvo was, and whether the share of weapons neutralised has changed.

Both compare with what was reported before: the night with the nights before it, the share with that of the
equally long window before.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.long_run import period_ratio
from analysis.statistics.results import OK, Day, Direction, Verdict, direction, status
from analysis.subject.attacks.neutralised import outcomes
from analysis.subject.attacks.records import percentile_ranks
from analysis.subject.scenarios.signpost_series import trailing_shares


class Size(Verdict):
    """How a night ranks among those before it, by the share of them with fewer launches."""

    LARGEST = "largest"
    LARGE = "large"
    ORDINARY = "ordinary"
    SMALL = "small"


SIZES = ((0.95, Size.LARGEST), (0.75, Size.LARGE), (0.25, Size.ORDINARY), (0.0, Size.SMALL))
"""From this share of earlier nights with fewer launches on, a night is called so."""


@measure
def last_salvo(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Rank the night of ``as_of`` among the nights before it: a row for drones, and one for missiles.

    Columns: those of ``percentile_ranks`` and ``verdict``, a `Size` (missing where the rank is): largest
    (more than on 95 % of the nights before), large (75 %), ordinary (25 %) or small. There is no row for
    missiles on a night without any, or when their rank is not known.
    """
    ranks = percentile_ranks(strikes, as_of=as_of)
    counted = (ranks["weapon"] == "missile") & (ranks["launched"] > 0) & (ranks["status"] == OK)
    ranks = ranks[(ranks["weapon"] == "drone") | counted].reset_index(drop=True)
    return ranks.assign(verdict=ranks["estimate"].map(_size))


def _size(share: float) -> Size | None:
    """Name the size of a night by the share of earlier nights with fewer launches.

    >>> [_size(share) for share in (0.95, 0.949, 0.25, 0.1, float("nan"))]  # doctest: +ELLIPSIS
    [<Size.LARGEST: 'largest'>, <Size.LARGE...>, <Size.ORDINARY...>, <Size.SMALL: 'small'>, None]
    """
    return next((size for least, size in SIZES if share >= least), None)


@measure
def neutralised_share(
    strikes: pd.DataFrame, *, as_of: Day, weapon: str = "drone", days: int = 28
) -> pd.DataFrame:
    """Compare the neutralised share of one weapon over ``days`` nights with the nights before: one row.

    Columns: ``weapon``, ``days``, ``last`` (date), ``previous_last``; ``estimate, estimate_low,
    estimate_high`` (share, 95 % interval with nights as clusters), ``previous, previous_low,
    previous_high``; ``n`` (nights of known outcome), ``status``; ``verdict``: more or fewer where the ratio
    of the two differs from 1 with its interval, which allows for nights that resemble their neighbours
    (``long_run.period_ratio``), else open; missing where either share is. A share needs 80 % of the nights,
    and 30 launches of known outcome.
    """
    last = pd.Timestamp(as_of)
    before = last - timedelta(days=days)
    then, now = trailing_shares(strikes, as_of=as_of, weapon=weapon, days=days, ends=[before, last])
    known = bool(np.isfinite(then[0]) and np.isfinite(now[0]))
    row = {
        "weapon": weapon,
        "days": days,
        "last": last,
        "previous_last": before,
        **dict(zip(("estimate", "estimate_low", "estimate_high", "n"), now, strict=True)),
        **dict(zip(("previous", "previous_low", "previous_high"), then, strict=False)),
        "status": status(int(np.isfinite(now[0])), 1),
        "verdict": _change(strikes, as_of=as_of, weapon=weapon, days=days) if known else None,
    }
    return pd.DataFrame([row])


def _change(strikes: pd.DataFrame, *, as_of: Day, weapon: str, days: int) -> Direction | None:
    """Say on which side of the share of the nights before that of the newest nights lies."""
    nights = outcomes(strikes, as_of=as_of, by="class")
    nights = nights[(nights["weapon"] == weapon) & ~nights["excluded"]].set_index("date").sort_index()
    last, window = pd.Timestamp(as_of), timedelta(days=days)
    halves = [nights.loc[end - window + timedelta(days=1) : end] for end in (last - window, last)]
    ratio = period_ratio(*(half[["neutralised", "launched"]].to_numpy(dtype=float) for half in halves))
    return direction(dict(zip(("estimate", "estimate_low", "estimate_high"), ratio, strict=True)))
