"""Answers how unusual the last night is, which nights were records, and whether chance makes as many.

Everything is "to date, as reported": a rank among the nights on record up to ``as_of``, never "ever".
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import OK, Day, Verdict, estimate_row, status, without_interval
from analysis.subject.attacks.nights import MISSILE_CLASSES, launches, nightly

NIGHTS_NEEDED = 30
TOP_NIGHTS = 10


class Rank(Verdict):
    """Whether the last night can be ranked among those before."""

    RANKED = "ranked"
    UNRANKED = "too few nights before"
    UNKNOWN = "no record"


class Records(Verdict):
    """Whether there are more records than independent nights without a trend would set."""

    BEYOND_CHANCE = "beyond chance"
    WITHIN_CHANCE = "within chance"


@measure
def percentile_ranks(
    strikes: pd.DataFrame,
    *,
    as_of: Day,
    nights: int = 365,
) -> pd.DataFrame:
    """Rank the night of ``as_of`` among the nights before it, one row per weapon launched that night.

    The base is the ``nights`` newest nights with a known count before ``as_of`` (unknown nights are passed
    over, so it may begin earlier than a year ago). Columns:

    * ``weapon`` (``drone``, ``missile``, and each missile class with launches that night), ``date``,
      ``launched``
    * ``at_least`` (nights of the base with as many or more), ``first`` (oldest night of the base),
      ``nights_unknown`` (unknown nights between ``first`` and ``date``)
    * ``estimate``: percentile, the share of the base with fewer launches (0 to 1), a count of known nights
      and so without an interval; ``lowest, highest``: what it could be whatever the unknown nights were (NaN
      without any); ``n`` (nights in the base), ``method``, ``status``, ``needed`` (30)
    * ``rank_to_date``, ``nights_to_date``: 1 = most launches of all known nights to ``as_of``, ties share
      the best
    * ``verdict``: ``ranked``, ``too few nights before``, or ``no record`` of the night itself, whose row
      then holds NaN

    >>> strikes = pd.DataFrame({
    ...     "date": pd.date_range("2025-01-01", periods=41), "window": "night", "weapon_class": "drone",
    ...     "launched": [*range(1, 41), 31], "shot_down": 1, "suppressed": 0, "outcome_basis": "separate"})
    >>> row = percentile_ranks(strikes, as_of="2025-02-10").iloc[0]
    >>> int(row["at_least"]), float(row["estimate"]), int(row["n"]), int(row["rank_to_date"])
    (10, 0.75, 40, 10)
    """
    rows = []
    for weapon in ("drone", "missile", *MISSILE_CLASSES):
        series = launches(strikes, weapon=weapon, as_of=as_of)
        now = float(series.get(pd.Timestamp(as_of), np.nan))
        if weapon in ("drone", "missile") or now > 0:
            row = _rank_row(series, now, nights)
            rows.append({"weapon": weapon, "date": pd.Timestamp(as_of), "launched": now} | row)
    return pd.DataFrame(rows)


def _rank_row(series: pd.Series, now: float, nights: int) -> dict[str, object]:
    earlier = series.iloc[:-1]
    base = earlier.dropna().tail(nights)
    n = len(base) if np.isfinite(now) else 0
    fewer = (base.to_numpy() < now).astype(float)
    unknown = int(earlier.loc[base.index.min() :].isna().sum()) if len(base) else 0
    open_range = bool(unknown) and n >= NIGHTS_NEEDED
    known = series.dropna()
    ranked = Rank.RANKED if n >= NIGHTS_NEEDED else Rank.UNRANKED
    row = estimate_row(
        fewer.mean() if n else np.nan, n=n, needed=NIGHTS_NEEDED, method="share of earlier nights with fewer"
    )
    return {
        "at_least": int(n - fewer.sum()) if n else pd.NA,
        "first": base.index.min(),
        "nights_unknown": unknown,
        **without_interval(row),
        "lowest": fewer.sum() / (n + unknown) if open_range else np.nan,
        "highest": (fewer.sum() + unknown) / (n + unknown) if open_range else np.nan,
        "rank_to_date": int((known > now).sum()) + 1 if n else pd.NA,
        "nights_to_date": len(known),
        "verdict": ranked if np.isfinite(now) else Rank.UNKNOWN,
    }


@measure
def record_nights(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Nights with more drones than every known night before, oldest first (the first night is one).

    Columns: ``date``, ``weapon``, ``launched``, ``previous_record`` (NaN for the first), ``nights_to_date``
    (known nights up to and with this one). "Record" means to date, as reported; unknown nights may have
    been larger.

    >>> strikes = pd.DataFrame({
    ...     "date": pd.date_range("2025-01-01", periods=4), "window": "night", "weapon_class": "drone",
    ...     "launched": [3, 1, 3, 7], "shot_down": 1, "suppressed": 0, "outcome_basis": "separate"})
    >>> record_nights(strikes, as_of="2025-01-04")["launched"].tolist()
    [3.0, 7.0]
    """
    known = launches(strikes, weapon="drone", as_of=as_of).dropna()
    previous = known.cummax().shift()
    is_record = previous.isna() | (known > previous)
    return pd.DataFrame(
        {
            "date": known.index[is_record],
            "weapon": "drone",
            "launched": known[is_record].to_numpy(),
            "previous_record": previous[is_record].to_numpy(),
            "nights_to_date": np.flatnonzero(is_record) + 1,
        }
    )


@measure
def largest_night(records: pd.DataFrame, nights: pd.DataFrame) -> pd.DataFrame:
    """Return the largest night to date, in one row.

    ``records`` as :func:`record_nights` returns it, ``nights`` as ``nights.nightly`` does. Columns: ``date``,
    ``launched`` (weapons), ``records`` (nights that set one), ``n`` (known nights), ``needed`` (1),
    ``status``.
    """
    newest = records.tail(1)[["date", "launched"]].to_dict("records") or [
        {"date": pd.NaT, "launched": np.nan}
    ]
    of_weapon = nights["weapon"].isin(records["weapon"])
    n = int(nights.loc[of_weapon, "launched"].notna().sum())
    return pd.DataFrame([newest[0] | {"records": len(records), "n": n, "needed": 1, "status": status(n, 1)}])


def expected_records(n: int) -> float:
    """Return H(n) = 1 + 1/2 + … + 1/n, the mean number of records of ``n`` iid values.

    >>> round(expected_records(31), 5)
    4.02725
    """
    return float((1 / np.arange(1, n + 1)).sum())


def record_distribution(n: int) -> np.ndarray:
    """Return the exact probabilities of 0, 1, … n records among ``n`` iid values.

    The i-th value is a record with probability 1/i, independently of the others (Rényi 1962).

    >>> record_distribution(3).round(4).tolist()
    [0.0, 0.3333, 0.5, 0.1667]
    """
    chances = np.zeros(n + 1)
    chances[0] = 1.0
    for i in range(1, n + 1):
        chances[1 : i + 1] = chances[1 : i + 1] * (1 - 1 / i) + chances[:i] / i
        chances[0] *= 1 - 1 / i
    return chances


@measure
def record_count(strikes: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Compare the record nights of drones with what independent nights without trend would give: one row.

    Columns: ``weapon``, ``first``, ``last``; ``estimate`` (records), ``expected,
    expected_low, expected_high`` (mean H(n) and central 95 % of the distribution *without* trend),
    ``p_value`` (one-sided: as many or more), ``n`` (known nights), ``method``, ``status``, ``needed`` (30),
    ``verdict`` (``beyond chance`` above that interval, else ``within chance``). Dependence between nights
    lowers the count a little; ties are no records.
    """
    known = launches(strikes, weapon="drone", as_of=as_of).dropna()
    n = len(known)
    previous = known.cummax().shift()
    count = int((previous.isna() | (known > previous)).sum())
    chances = record_distribution(n)
    cumulated = np.cumsum(chances)
    low, high = (float(np.searchsorted(cumulated, tail)) for tail in (0.025, 0.975))
    method = "records against the exact distribution for independent nights"
    row = estimate_row(count, n=n, needed=NIGHTS_NEEDED, method=method)
    enough = row["status"] == OK
    chance = {"expected": expected_records(n), "expected_low": low, "expected_high": high}
    chance |= {"p_value": float(chances[count:].sum())}
    span = {"weapon": "drone", "first": known.index.min(), "last": known.index.max()}
    verdict = Records.BEYOND_CHANCE if count > high else Records.WITHIN_CHANCE
    known_chance = {name: x if enough else np.nan for name, x in chance.items()}
    return pd.DataFrame([span | without_interval(row) | known_chance | {"verdict": verdict}])


@measure
def top_nights(strikes: pd.DataFrame, *, as_of: Day, weapon: str = "drone") -> pd.DataFrame:
    """List the ten nights with most launches to date, largest first; ties by date, newest first.

    Columns: ``rank``, ``date``, ``weapon``, ``drones``, ``missiles`` (launched, Int64), ``neutralised`` (of
    ``weapon``), ``estimate`` (neutralised share of ``weapon``; NaN when outcomes are unknown or exceed
    launches), ``outcome_basis``, ``sources`` (ids of the rows, comma-separated; blank without
    ``source_id``). Fewer rows when fewer nights are known.
    """
    by = "group" if weapon in ("drone", "missile") else "class"
    series = nightly(strikes, as_of=as_of, by=by)
    known = series[(series["weapon"] == weapon) & series["launched"].notna()]
    drones = launches(strikes, weapon="drone", as_of=as_of).astype("Int64")
    missiles = launches(strikes, weapon="missile", as_of=as_of).astype("Int64")
    top = known.sort_values(["launched", "date"], ascending=False, kind="stable").head(TOP_NIGHTS)
    share = top["neutralised"].astype("float64") / top["launched"].astype("float64")
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(top) + 1),
            "date": top["date"].to_numpy(),
            "weapon": weapon,
            "drones": drones.reindex(top["date"]).array,
            "missiles": missiles.reindex(top["date"]).array,
            "neutralised": top["neutralised"].array,
            "estimate": share.where(share <= 1).to_numpy(),
            "outcome_basis": top["outcome_basis"].to_numpy(),
            "sources": [_sources(strikes, date) for date in top["date"]],
        }
    )


def _sources(strikes: pd.DataFrame, date: pd.Timestamp) -> str:
    if "source_id" not in strikes.columns:
        return ""
    return ", ".join(sorted(set(strikes.loc[strikes["date"] == date, "source_id"].dropna())))
