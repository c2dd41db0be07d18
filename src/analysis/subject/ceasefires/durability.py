"""How long did ceasefires hold, how did they end, and did the risk of war fall with their age?

The estimators of `analysis.statistics` on spells of ceasefires: war is the event, a treaty the other way to
end, and related conflicts are clusters, left out in turn for the intervals. Each result that a sentence tells
stands in one row, with its range over other choices beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics import competing, hazard
from analysis.statistics import survival as kaplan_meier
from analysis.statistics.results import OK, Verdict, direction
from analysis.subject.ceasefires.specification_sensitivity import Headline
from analysis.subject.ceasefires.spells import CAUSES, CLUSTER, OUTCOMES, WAR

PER: Final = 100  # spell-years to which a rate is told


class Reached(Verdict):
    """Whether half of the ceasefires were back at war within the time observed."""

    YES = "reached"
    UPPER_OPEN = "upper end not reached"
    NOT = "not reached"
    FEW = "too few wars"


@measure
def survival(spells: pd.DataFrame) -> pd.DataFrame:
    """Return the share without renewed war by age, treaties censored; see `statistics.survival.survival`."""
    return kaplan_meier.survival(spells, event=WAR, cluster=CLUSTER)


@measure
def survival_at(spells: pd.DataFrame, *, horizons: Sequence[float]) -> pd.DataFrame:
    """Return the share without renewed war at each horizon (years), treaties censored.

    Columns as `statistics.survival.survival_at` returns them.
    """
    return kaplan_meier.survival_at(spells, horizons=horizons, event=WAR, cluster=CLUSTER)


@measure
def median(spells: pd.DataFrame, ranges: pd.DataFrame) -> pd.DataFrame:
    """Return the median time to renewed war (years), treaties censored: one row.

    ``ranges`` as `specification_sensitivity.ranges` returns it. Columns as `statistics.survival.median`, with
    ``range_low, range_high`` (over clusters, cases and rules) and ``verdict``, a :class:`Reached`: "reached",
    "upper end not reached" (``open_from`` then holds the lower end, and there is no interval), "not reached"
    or "too few wars".

    >>> trial = pd.DataFrame({"years": np.arange(1.0, 22), "outcome": "renewed_war", "cluster": range(21)})
    >>> none = pd.DataFrame(columns=["headline", "range_low", "range_high"])
    >>> median(trial, none)[["estimate", "verdict"]].values.tolist()
    [[11.0, <Reached.YES: 'reached'>]]
    """
    row = kaplan_meier.median(spells, event=WAR, cluster=CLUSTER).iloc[0]
    open_end = np.isfinite(row["estimate_low"]) and not np.isfinite(row["estimate_high"])
    verdict = Reached.UPPER_OPEN if open_end else Reached.YES
    if not np.isfinite(row["estimate"]):
        verdict = Reached.NOT if row["status"] == OK else Reached.FEW
    low = row["estimate_low"]
    ends = {"estimate_low": np.nan if open_end else low, "open_from": low if open_end else np.nan}
    return pd.DataFrame([{**row, **ends, **_range(ranges, Headline.MEDIAN), "verdict": verdict}])


@measure
def restricted_mean(spells: pd.DataFrame, ranges: pd.DataFrame, *, tau: float) -> pd.DataFrame:
    """Return the mean years without renewed war up to ``tau`` (years), treaties censored: one row.

    Columns as `statistics.survival.restricted_mean`, with ``range_low, range_high`` as in :func:`median`.
    """
    row = kaplan_meier.restricted_mean(spells, tau=tau, event=WAR, cluster=CLUSTER)
    return row.assign(**_range(ranges, Headline.MEAN))


@measure
def incidence(spells: pd.DataFrame) -> pd.DataFrame:
    """Return the cumulative incidence of war and of a treaty by age; see `statistics.competing.incidence`."""
    return competing.incidence(spells, causes=CAUSES, cluster=CLUSTER)


@measure
def at_horizons(spells: pd.DataFrame, *, horizons: Sequence[float]) -> pd.DataFrame:
    """Return what had become of ceasefires by each horizon (years): one row each.

    Columns: ``horizon``; ``renewed_war, superseded_by_treaty, ongoing`` (Aalen–Johansen shares that sum to
    one) and ``survival`` (Kaplan–Meier share without renewed war, treaties censored), each with ``_low`` and
    ``_high``; ``n, at_risk`` (still observed), ``events`` (wars until then), ``ended, ends_needed`` (in all),
    ``status, needed`` (of the first three).

    >>> trial = pd.DataFrame({"years": [float(n) for n in range(1, 21)], "outcome": ["renewed_war"] * 20,
    ...     "cluster": list("abcdefghij") * 2})
    >>> at_horizons(trial, horizons=[5])[["renewed_war", "survival", "at_risk"]].round(2).values.tolist()
    [[0.25, 0.75, 16.0]]
    """
    ends = competing.incidence_at(spells, horizons=horizons, causes=CAUSES, cluster=CLUSTER)
    held = kaplan_meier.survival_at(spells, horizons=horizons, event=WAR, cluster=CLUSTER)
    wars = ends[ends["outcome"] == WAR].reset_index(drop=True)
    shares = {
        f"{outcome}{end}": ends.loc[ends["outcome"] == outcome, f"estimate{end}"].to_numpy()
        for outcome in OUTCOMES
        for end in ("", "_low", "_high")
    }
    shares |= {f"survival{end}": held[f"estimate{end}"].to_numpy() for end in ("", "_low", "_high")}
    counts = wars[["horizon", "n", "at_risk", "events", "status", "needed"]]
    ended = int(spells["outcome"].isin(CAUSES).sum())
    return counts.assign(**shares, ended=ended, ends_needed=competing.MINIMUM_EVENTS)


@measure
def life_table(spells: pd.DataFrame) -> pd.DataFrame:
    """Return the rate of renewed war by age of the ceasefire.

    Columns as `statistics.hazard.life_table`, with ``rate, rate_low, rate_high``: wars per 100 spell-years.
    """
    table = hazard.life_table(spells, event=WAR)
    return table.assign(**{f"rate{end}": PER * table[f"estimate{end}"] for end in ("", "_low", "_high")})


@measure
def risk_by_age(spells: pd.DataFrame, life_table: pd.DataFrame, ranges: pd.DataFrame) -> pd.DataFrame:
    """Return whether the risk of war changed with the age of a ceasefire: one row.

    ``life_table`` as :func:`life_table`, ``ranges`` as `specification_sensitivity.ranges` returns it. Columns
    as `statistics.hazard.weibull_shape` (``estimate`` is the shape), with ``range_low, range_high`` as in
    :func:`median`; ``first_years, first_rate`` (length of the first interval of age, wars per 100 spell-years
    in it), ``later_rate`` (in all later ones; missing without any) and ``per`` (100); ``verdict``, a
    `Direction`: with age the risk rose ("more"), fell ("fewer"), or neither is established ("open").

    >>> ages = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 30.0, 40.0, 50.0]
    >>> trial = pd.DataFrame({"years": ages, "outcome": "renewed_war"})
    >>> none = pd.DataFrame(columns=["headline", "range_low", "range_high"])
    >>> risk_by_age(trial, life_table(trial), none)["verdict"].item()
    <Direction.FEWER: 'fewer'>
    """
    row = hazard.weibull_shape(spells, event=WAR)
    first, later = life_table.iloc[0], life_table.iloc[1:]
    exposure = float(later["exposure"].sum())
    return row.assign(
        **_range(ranges, Headline.SHAPE),
        first_years=first["to_years"],
        first_rate=first["rate"],
        per=PER,
        later_rate=PER * float(later["events"].sum()) / exposure if exposure else np.nan,
        verdict=pd.Series([direction(dict(row.iloc[0]), neutral=1)], dtype=object),
    )


def _range(ranges: pd.DataFrame, headline: Headline) -> dict[str, float]:
    """Return the range of a headline over clusters, cases and rules; missing where there is none."""
    rows = ranges[ranges["headline"] == headline]
    return {"range_low": rows["range_low"].min(), "range_high": rows["range_high"].max()}
