"""Do the lengths that are claimed for the three historical precedents agree with their dates?

Every span is computed anew from its two dates and set beside the claim, with a verdict; every case is set
beside the reference class. Three cases carry no rate: nothing here returns a share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.data.lineage import measure
from analysis.parts import wording
from analysis.statistics.results import Day, Verdict, require_columns, status
from analysis.subject.ceasefires.spells import DAYS_A_YEAR, ONGOING, TREATY, WAR

DAYS_A_MONTH: Final = DAYS_A_YEAR / 12
MARGIN: Final = 0.1  # how far a round number may be off and still be a fair approximation

LONG: Final = 5  # years: longer spans are told in years
AS_CODED: Final = "as coded"


class Claim(Verdict):
    """Whether a claimed length agrees with the dates."""

    HOLDS = "holds"
    NEARLY = "roughly holds"
    SO_FAR = "holds so far"
    OPEN = "still open"
    FAILS = "does not hold"
    NO_CLAIM = "no claim"
    NO_LENGTH = "names no length"


class Standing(Verdict):
    """How a precedent stands in the reference class on the day of the report."""

    NO_CEASEFIRE = "no ceasefire"
    NOT_CODED = "not coded"
    IN_FORCE = "in force"
    WAR = "renewed war"
    DISPUTED = "renewed war, by several rules"
    TREATY = "superseded by a treaty"


#: Claims that were held against dates.
SIZED: Final = (Claim.HOLDS, Claim.NEARLY, Claim.SO_FAR, Claim.OPEN, Claim.FAILS)


@measure
def spans(claimed: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Return each span's length as of a date, beside what is claimed of it and whether the claim holds.

    ``claimed`` has ``span_id, from_date, to_date`` (missing: runs to ``as_of``), ``claim, claim_operator,
    claim_value, claim_unit``. Columns added: ``running, days, months, years`` (days / 30.4375 and /
    365.25), ``length`` (whole calendar months and days left over; from five years on, years) and ``verdict``,
    a :class:`Claim`: "holds", "roughly holds", "holds so far", "still open", "does not hold", "no claim",
    "names no length". A claim of
    "within" so many calendar months or years is held against the calendar; a rounded one ("approx") may be
    off by a tenth. A span still running can break such a limit but not yet keep it. A span that begins
    after ``as_of`` is dropped.

    >>> paris = pd.DataFrame({"span_id": ["P"], "from_date": ["1973-01-27"], "to_date": ["1975-04-30"],
    ...     "claim": ["within 26 months"], "claim_operator": ["le"], "claim_value": [26.0],
    ...     "claim_unit": ["months"]})
    >>> spans(paris, as_of="2026-01-05")[["length", "verdict"]].values.tolist()
    [['27 months 3 days', <Claim.FAILS: 'does not hold'>]]
    """
    needs = ["span_id", "from_date", "to_date", "claim", "claim_operator", "claim_value", "claim_unit"]
    require_columns(claimed, needs, measure="spans")
    day = pd.Timestamp(as_of)
    start = pd.to_datetime(claimed["from_date"])
    end = pd.to_datetime(claimed["to_date"].replace("", pd.NaT))
    running = end.isna() | (end > day)
    end = end.mask(running, day)
    days = (end - start).dt.days
    table = claimed.assign(from_date=start, to_date=end, running=running, days=days)
    table = table[start <= day].reset_index(drop=True)
    table["months"], table["years"] = table["days"] / DAYS_A_MONTH, table["days"] / DAYS_A_YEAR
    table["length"] = [_length(row) for row in table.to_dict("records")]
    verdict = [_verdict(row) for _, row in table.iterrows()]
    return table.assign(verdict=pd.Series(verdict, index=table.index, dtype=object))


@measure
def claims(spans: pd.DataFrame) -> pd.DataFrame:
    """Count the spans with a claimed length by verdict: one row for each verdict that occurs, in order.

    Columns: ``verdict`` (a :class:`Claim`, of those held against dates) and ``spans``.

    >>> claims(pd.DataFrame({"verdict": [Claim.FAILS, Claim.HOLDS, Claim.NO_CLAIM]})).values.tolist()
    [[<Claim.HOLDS: 'holds'>, 1], [<Claim.FAILS: 'does not hold'>, 1]]
    """
    counts = [(claim, int((spans["verdict"] == claim).sum())) for claim in SIZED]
    return pd.DataFrame([row for row in counts if row[1]], columns=["verdict", "spans"])


@measure
def claims_in_all(counts: pd.DataFrame) -> pd.DataFrame:
    """Sum up :func:`claims`: one row with ``holds, n`` (claims that hold, and all; n is missing without any).

    ``status`` is ok from one claim (``needed``) on.

    >>> counted = pd.DataFrame({"verdict": [Claim.HOLDS, Claim.FAILS], "spans": [3, 4]})
    >>> claims_in_all(counted)[["holds", "n"]].values.tolist()
    [[3, 7]]
    """
    held, n = (int(rows["spans"].sum()) for rows in (counts[counts["verdict"] == Claim.HOLDS], counts))
    return pd.DataFrame([{"holds": held, "n": n or None, "status": status(n, 1), "needed": 1}])


@measure
def cases(precedents: pd.DataFrame, spells: pd.DataFrame, *, as_of: Day) -> pd.DataFrame:
    """Set each precedent beside the reference class: is it a ceasefire, how long did it hold, is it over?

    ``precedents`` has ``case_id, name, agreement_date, agreement_type, is_ceasefire_case, spell_id, note``;
    ``spells`` is the frame of ``spells``. Columns: ``case_id, name, agreement_date, agreement_type,
    ceasefire, years, outcome, note`` and ``standing``, a :class:`Standing`: "no ceasefire", "not coded",
    "in force" (censored), "renewed war" or "superseded by a treaty". No rate can be computed from three
    cases, and none is.

    >>> korea = pd.DataFrame({"case_id": ["H2"], "name": ["Korea"], "agreement_date": ["1953-07-27"],
    ...     "agreement_type": ["armistice"], "is_ceasefire_case": [True], "spell_id": ["C18"], "note": [""]})
    >>> coded = pd.DataFrame({"spell_id": ["C18"], "years": [72.44], "outcome": ["ongoing"]})
    >>> cases(korea, coded, as_of="2026-01-05")["standing"].item()
    <Standing.IN_FORCE: 'in force'>
    """
    needs = ["case_id", "name", "agreement_date", "agreement_type", "is_ceasefire_case", "spell_id", "note"]
    require_columns(precedents, needs, measure="cases")
    begun = precedents[pd.to_datetime(precedents["agreement_date"]) <= pd.Timestamp(as_of)]
    coded = spells.set_index("spell_id")[["years", "outcome"]]
    table = begun[needs].join(coded, on="spell_id").reset_index(drop=True)
    table = table.rename(columns={"is_ceasefire_case": "ceasefire"})
    standing = [_standing(row) for _, row in table.iterrows()]
    table["standing"] = pd.Series(standing, index=table.index, dtype=object)
    return table.drop(columns="spell_id")


@measure
def timed(cases: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`cases` with how long each held by the earliest and the latest rule of :func:`failures`.

    Columns added: ``earliest, latest`` (years until failure; missing without any), and ``standing`` is
    "renewed war, by several rules" where the rules differ.

    >>> paris = pd.DataFrame({"case_id": ["H3"], "standing": [Standing.WAR]})
    >>> failed = pd.DataFrame({"case_id": ["H3", "H3"], "years": [1.87, 2.25]})
    >>> timed(paris, failed).values.tolist()
    [['H3', <Standing.DISPUTED: 'renewed war, by several rules'>, 1.87, 2.25]]
    """
    ends = failures.groupby("case_id")["years"].agg(["min", "max", "size"])
    table = cases.join(ends.set_axis(["earliest", "latest", "rules"], axis=1), on="case_id")
    several = (table["standing"] == Standing.WAR) & (table["rules"] > 1)
    return table.assign(standing=table["standing"].mask(several, Standing.DISPUTED)).drop(columns="rules")


@measure
def counted(cases: pd.DataFrame) -> pd.DataFrame:
    """Return how many of the precedents in :func:`cases` were ceasefires: one row.

    Columns: ``ceasefires, n`` (precedents; missing without any), ``status, needed`` (one precedent).

    >>> counted(pd.DataFrame({"ceasefire": [True, False]}))[["ceasefires", "n"]].values.tolist()
    [[1, 2]]
    """
    n = len(cases)
    ceasefires = int(cases["ceasefire"].sum())
    return pd.DataFrame([{"ceasefires": ceasefires, "n": n or None, "status": status(n, 1), "needed": 1}])


@measure
def failures(
    precedents: pd.DataFrame, spells: pd.DataFrame, alternatives: pd.DataFrame, *, as_of: Day
) -> pd.DataFrame:
    """Return every date on which each precedent can be said to have failed: as coded, and by each other rule.

    ``spells`` is the frame of ``spells``, ``alternatives`` has ``spell_id, rule, end, end_type``. One row
    per case and rule with an end until ``as_of``: ``case_id, name, rule`` ("as coded" first), ``end,
    years``, by years. A case without ceasefire, or whose ceasefire still holds by every rule, has no row.

    >>> paris = pd.DataFrame({"case_id": ["H3"], "name": ["Paris"], "spell_id": ["C19"]})
    >>> coded = pd.DataFrame({"spell_id": ["C19"], "start": pd.to_datetime(["1973-01-28"]),
    ...     "end": pd.to_datetime(["1974-12-13"]), "outcome": ["renewed_war"]})
    >>> other = pd.DataFrame({"spell_id": ["C19"], "rule": ["fall of the capital"], "end": ["1975-04-30"],
    ...     "end_type": ["renewed_war"]})
    >>> failures(paris, coded, other, as_of="2026-01-05")[["rule", "years"]].round(2).values.tolist()
    [['as coded', 1.87], ['fall of the capital', 2.25]]
    """
    require_columns(alternatives, ["spell_id", "rule", "end", "end_type"], measure="failures")
    started = spells[["spell_id", "start"]]
    coded = spells.loc[spells["outcome"] == WAR, ["spell_id", "end"]].assign(rule=AS_CODED)
    others = alternatives.loc[alternatives["end_type"] == WAR, ["spell_id", "rule", "end"]]
    ends = pd.concat([coded, others.assign(end=pd.to_datetime(others["end"]))], ignore_index=True)
    known = ends[ends["end"] <= pd.Timestamp(as_of)].merge(started, on="spell_id")
    table = precedents[["case_id", "name", "spell_id"]].merge(known, on="spell_id")
    table["years"] = (table["end"] - table["start"]).dt.days / DAYS_A_YEAR
    ordered = table.sort_values(["case_id", "years"], kind="stable", ignore_index=True)
    return ordered[["case_id", "name", "rule", "end", "years"]]


def _length(row: Mapping[Any, Any]) -> str:
    """Write a span in whole calendar months and the days left over; a long one in years."""
    start, end = pd.Timestamp(row["from_date"]), pd.Timestamp(row["to_date"])
    if row["years"] >= LONG:
        return wording.span(row["days"])
    months = (end.year - start.year) * 12 + end.month - start.month
    if start + pd.DateOffset(months=months) > end:
        months -= 1
    days = (end - (start + pd.DateOffset(months=months))).days
    return f"{wording.count(months, 'month')} {wording.count(days, 'day')}"


def _verdict(row: pd.Series[Any]) -> Claim:
    """Hold one claim against the dates."""
    value, operator = row["claim_value"], str(row["claim_operator"])
    if not row["claim"]:
        return Claim.NO_CLAIM
    if not operator or not isinstance(value, float) or np.isnan(value):
        return Claim.NO_LENGTH
    start, end, running = pd.Timestamp(row["from_date"]), pd.Timestamp(row["to_date"]), bool(row["running"])
    if operator == "approx":
        length = (end - start).days / (DAYS_A_MONTH if row["claim_unit"] == "months" else DAYS_A_YEAR)
        return Claim.NEARLY if abs(length / value - 1) <= MARGIN else Claim.FAILS
    limit = _limit(start, value, str(row["claim_unit"]))
    kept = {"le": end <= limit, "lt": end < limit, "ge": end >= limit, "gt": end > limit, "eq": end == limit}
    if running and end < limit:
        return Claim.SO_FAR if operator in {"le", "lt"} else Claim.OPEN
    return Claim.HOLDS if kept[operator] else Claim.FAILS


def _limit(start: pd.Timestamp, value: float, unit: str) -> pd.Timestamp:
    """Return the day on which a claimed length is full: by the calendar for whole months and years."""
    if float(value).is_integer():
        return start + pd.DateOffset(months=int(value) * (1 if unit == "months" else 12))
    return start + pd.Timedelta(days=value * (DAYS_A_MONTH if unit == "months" else DAYS_A_YEAR))


def _standing(row: pd.Series[Any]) -> Standing:
    if not row["ceasefire"]:
        return Standing.NO_CEASEFIRE
    known = {ONGOING: Standing.IN_FORCE, WAR: Standing.WAR, TREATY: Standing.TREATY}
    return known.get(str(row["outcome"]), Standing.NOT_CODED)
