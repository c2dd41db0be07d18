"""Answers how much was launched each night and each week, and which nights are unknown.

The two series every other escalation measure starts from; a night without record stays unknown (NA).

What a row of ``strikes`` says and does not say (the rules used everywhere):

* A salvo is keyed by the date on which it ends. Until September 2024 most rows carry no hour and stand as
  ``window = "day"``, so the daily total over both windows is the only series comparable over time; it is the
  default (``window="both"``).
* A date without any row is unknown, for every weapon.
* Reports name each kind of missile used. On a date with any row, a missile class without a row is therefore
  zero. A drone count is never assumed: a date with missile rows only has an unknown drone count.
* A row with an empty ``launched`` makes its total unknown.
* ``neutralised`` is shot down plus suppressed; an empty ``suppressed`` adds nothing, so that before
  suppressed drones were reported (July 2024) it is a floor.
* Reconnaissance drones are in no total. Before October 2023 fewer than two nights in three have a record.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.data.lineage import measure
from analysis.errors import AnalysisError
from analysis.statistics.results import Day, require_choice, require_columns, status

WINDOWS = ("both", "night", "day")
GROUPINGS = ("group", "class")
#: What each weapon is called in a report, as a plural.
WEAPON_NAMES = {
    "drone": "drones",
    "missile": "missiles",
    "cruise": "cruise missiles",
    "ballistic": "ballistic missiles",
    "aeroballistic": "aeroballistic missiles",
    "guided": "guided missiles",
    "mixed": "mixed missiles",
}
WEAPONS = tuple(WEAPON_NAMES)
MISSILE_CLASSES = ("cruise", "ballistic", "aeroballistic", "guided", "mixed")
COUNTS = ["launched", "shot_down", "suppressed", "neutralised"]
STRIKE_COLUMNS = ["date", "window", "weapon_class", "launched", "shot_down", "suppressed", "outcome_basis"]
PROVISIONAL_NIGHTS = 7
COVERAGE_NEEDED = 0.8


def strikes_to(strikes: pd.DataFrame, *, as_of: Day | None, window: str = "both") -> pd.DataFrame:
    """Select the strike rows dated up to ``as_of`` (``None``: all) in one window, without reconnaissance.

    Adds ``neutralised``. Raises ``AnalysisError`` for a missing column, an unknown window, a class of weapon
    that is none (it would be counted as a missile), and a row that is there twice (it would double its
    night).
    """
    require_columns(strikes, STRIKE_COLUMNS, measure="a strike measure")
    require_choice(window, WINDOWS, name="window")
    _require_rows(strikes)
    kept = strikes["weapon_class"] != "reconnaissance"
    if as_of is not None:
        kept &= strikes["date"] <= pd.Timestamp(as_of)
    if window != "both":
        kept &= strikes["window"] == window
    rows = strikes.loc[kept].copy()
    rows[COUNTS[:3]] = rows[COUNTS[:3]].astype("Int64")
    rows["neutralised"] = rows["shot_down"] + rows["suppressed"].fillna(0)
    return rows


def _require_rows(strikes: pd.DataFrame) -> None:
    """Refuse rows of an unknown class, and rows wholly alike, naming the first of each."""
    classes = ["drone", *MISSILE_CLASSES, "reconnaissance"]
    strange = ~strikes["weapon_class"].isin(classes)
    alike = strikes[strikes.duplicated(["date", "window", "weapon_class"], keep=False)]  # few can be
    double = alike.duplicated()
    if not (strange.any() or double.any()):
        return
    problems = [
        f"strikes of {row['date']:%Y-%m-%d}, {row['window']}, {row['weapon_class']}: {what}"
        for rows, what in (
            (strikes[strange], "no class of weapon"),
            (alike[double], "the row is there twice"),
        )
        for row in rows.head(5).to_dict("records")
    ]
    raise AnalysisError("\n".join([*problems, f"a class is one of {', '.join(classes)}"]))


def _weapon(classes: pd.Series, by: str) -> pd.Series:
    require_choice(by, GROUPINGS, name="by")
    return classes if by == "class" else classes.where(classes == "drone", "missile")


def _weapons(by: str) -> list[str]:
    return ["drone", *(MISSILE_CLASSES if by == "class" else ("missile",))]


def _totals(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum by ``keys``; unknown launches or hits make a total unknown, unreported suppression adds 0."""
    groups = rows.groupby(keys, sort=True)
    totals = groups[COUNTS].sum(min_count=1)
    known, number = groups[COUNTS].count(), groups.size()
    for count in ("launched", "shot_down", "neutralised"):
        totals[count] = totals[count].mask(known[count] < number)
    return totals


@measure
def nightly(
    strikes: pd.DataFrame,
    *,
    as_of: Day | None = None,
    start: Day | None = None,
    window: str = "both",
    by: str = "group",
    known_on: Day | None = None,
) -> pd.DataFrame:
    """One row per calendar night and weapon from the first record (or ``start``) to ``as_of``.

    Parameters: ``as_of`` is the last night shown (default: the newest date in ``strikes``; nights after it
    without record are unknown); ``window`` is ``both`` (default), ``night`` or ``day``; ``by`` is ``group``
    (weapons ``drone`` and ``missile``) or ``class`` (``drone``, ``cruise``, ``ballistic``, ``aeroballistic``,
    ``guided``, ``mixed``); ``known_on`` is the day of what is known of them (default: ``as_of``).

    Columns, sorted by weapon (in that order) and date:

    * ``date`` (datetime64), ``weapon`` (str)
    * ``launched``, ``shot_down``, ``suppressed``, ``neutralised`` (Int64, weapons; NA = unknown)
    * ``outcome_basis`` (str: ``separate``, ``merged`` or blank)
    * ``recorded`` (bool): the night has a record of any weapon
    * ``mean_7``, ``mean_28`` (float, weapons a night): trailing means that end with the night, NaN while
      fewer than 80 % of their nights are known; they never look ahead
    * ``provisional`` (bool): one of the newest seven nights, whose reports are still being amended

    An empty ``strikes`` gives an empty frame with these columns. For unknown and zero see the module.

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-01-01", "2025-01-03"]), "window": "night", "weapon_class": "drone",
    ...     "launched": [10, 20], "shot_down": [6, 12], "suppressed": [2, 4], "outcome_basis": "separate"})
    >>> series = nightly(strikes)
    >>> series[series["weapon"] == "drone"][["date", "launched", "neutralised", "recorded"]]
            date  launched  neutralised  recorded
    0 2025-01-01        10            8      True
    1 2025-01-02      <NA>         <NA>     False
    2 2025-01-03        20           16      True
    >>> series[series["weapon"] == "missile"]["launched"].tolist()
    [0, <NA>, 0]
    """
    rows = strikes_to(strikes, as_of=as_of, window=window)
    rows["weapon"] = _weapon(rows["weapon_class"], by)
    weapons = _weapons(by)
    calendar = _calendar(rows["date"], start=start, end=as_of)
    grid = pd.MultiIndex.from_product([weapons, calendar], names=["weapon", "date"])
    summed = _totals(rows, ["weapon", "date"])
    totals = summed.reindex(grid)
    dated = grid.get_level_values("date")
    totals["recorded"] = dated.isin(rows["date"])
    no_missile = totals["recorded"] & (grid.get_level_values("weapon") != "drone") & ~grid.isin(summed.index)
    totals.loc[no_missile, COUNTS] = 0
    basis = rows[rows["outcome_basis"].fillna("") != ""].groupby(["weapon", "date"])["outcome_basis"].last()
    totals["outcome_basis"] = basis.astype("str").reindex(grid, fill_value="")
    for length in (7, 28):
        totals[f"mean_{length}"] = _trailing_mean(totals["launched"], length)
    known = calendar.max() if known_on is None else pd.Timestamp(known_on)
    totals["provisional"] = dated > known - pd.Timedelta(days=PROVISIONAL_NIGHTS)
    order = ["date", "weapon", *COUNTS, "outcome_basis", "recorded", "mean_7", "mean_28", "provisional"]
    return totals.reset_index()[order]


def _calendar(dates: pd.Series, *, start: Day | None, end: Day | None) -> pd.DatetimeIndex:
    if dates.empty and (start is None or end is None):
        return pd.DatetimeIndex([], dtype="datetime64[us]", name="date")
    first = dates.min() if start is None else pd.Timestamp(start)
    last = dates.max() if end is None else pd.Timestamp(end)
    return pd.date_range(first, last, freq="D", unit="us", name="date")


def _trailing_mean(launched: pd.Series, length: int) -> pd.Series:
    needed = int(-(-COVERAGE_NEEDED * length // 1))
    by_weapon = launched.astype("float64").groupby(level="weapon", sort=False)
    return by_weapon.transform(lambda series: series.rolling(length, min_periods=needed).mean())


@measure
def weekly(strikes: pd.DataFrame, *, as_of: Day | None = None, by: str = "group") -> pd.DataFrame:
    """Totals by week, Monday to Sunday, and weapon; ``as_of`` and ``by`` as in :func:`nightly`.

    Columns, sorted by weapon and week:

    * ``week`` (datetime64): its Monday; ``weapon`` (str)
    * ``launched``, ``shot_down``, ``suppressed``, ``neutralised`` (Int64, weapons): sums over the known
      nights, NA when no night is known; with unknown nights a sum is a floor
    * ``nights`` (int): nights of the week between the first record and ``as_of``; ``nights_known`` (int):
      those with a known launch count
    * ``per_night`` (float, weapons): ``launched / nights_known``
    * ``outcome_basis`` (str): ``separate``, ``merged``, or ``both`` in the week of the definition break
    * ``partial`` (bool): fewer than seven nights, that is the first week and the week of ``as_of``
    * ``complete`` (bool): all seven nights known

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-01-06", "2025-01-07", "2025-01-13"]), "window": "night",
    ...     "weapon_class": "drone", "launched": [10, 20, 5], "shot_down": [6, 12, 5],
    ...     "suppressed": [2, 4, 0], "outcome_basis": "separate"})
    >>> weekly(strikes).query("weapon == 'drone'")[["week", "launched", "nights_known", "partial"]]
            week  launched  nights_known  partial
    0 2025-01-06        30             2    False
    1 2025-01-13         5             1     True
    """
    nights = nightly(strikes, as_of=as_of, by=by)
    nights["week"] = nights["date"] - pd.to_timedelta(nights["date"].dt.day_of_week, unit="D")
    nights["weapon"] = pd.Categorical(nights["weapon"], categories=_weapons(by), ordered=True)
    groups = nights.groupby(["weapon", "week"], observed=True, sort=True)
    weeks = groups[COUNTS].sum(min_count=1)
    weeks["nights"] = groups.size()
    weeks["nights_known"] = groups["launched"].count()
    weeks["per_night"] = (weeks["launched"] / weeks["nights_known"].where(weeks["nights_known"] > 0)).astype(
        "float64"
    )
    weeks["outcome_basis"] = groups["outcome_basis"].agg(_joint_basis).astype("str")
    weeks["partial"] = weeks["nights"] < 7
    weeks["complete"] = weeks["nights_known"] == 7
    weeks = weeks.reset_index()
    weeks["weapon"] = weeks["weapon"].astype("str")
    order = ["week", "weapon", *COUNTS, "nights", "nights_known", "per_night", "outcome_basis"]
    return weeks[[*order, "partial", "complete"]]


def _joint_basis(bases: pd.Series) -> str:
    named = sorted(set(bases) - {""})
    return "both" if len(named) > 1 else "".join(named)


def launches(
    strikes: pd.DataFrame, *, weapon: str, as_of: Day | None = None, start: Day | None = None
) -> pd.Series:
    """Return the launches of one weapon by calendar night, a float series on dates, NaN = unknown.

    ``weapon`` is ``drone``, ``missile`` or one missile class. The plain form of :func:`nightly` that the
    other measures compute with.

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-01-01", "2025-01-03"]), "window": "night", "weapon_class": "cruise",
    ...     "launched": [1, 2], "shot_down": 1, "suppressed": 0, "outcome_basis": ""})
    >>> launches(strikes, weapon="missile").tolist()
    [1.0, nan, 2.0]
    """
    require_choice(weapon, WEAPONS, name="weapon")
    by = "group" if weapon in ("drone", "missile") else "class"
    nights = nightly(strikes, as_of=as_of, start=start, by=by)
    series = nights[nights["weapon"] == weapon].set_index("date")["launched"]
    return series.astype("float64").rename(weapon)


def _summary(cells: Mapping[str, object], *, n: int) -> pd.DataFrame:
    return pd.DataFrame([{**cells, "n": n, "needed": 1, "status": status(n, 1)}])


@measure
def latest(nights: pd.DataFrame) -> pd.DataFrame:
    """Where the series of drones stands, in one row; ``nights`` as :func:`nightly` returns it.

    Columns: ``first``, ``date`` (first and last night), ``launched``, ``mean_7``, ``mean_28`` (of the last
    night, weapons a night; NaN where too few nights are known), ``n`` (known nights), ``unknown`` (nights),
    ``provisional`` (newest nights that may still be amended; NA without any), ``needed`` (1), ``status``.

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-01-01", "2025-01-03"]), "window": "night", "weapon_class": "drone",
    ...     "launched": [10, 20], "shot_down": 6, "suppressed": 2, "outcome_basis": "separate"})
    >>> latest(nightly(strikes))[["launched", "n", "unknown", "status"]].to_dict("records")
    [{'launched': 20, 'n': 2, 'unknown': 1, 'status': 'ok'}]
    """
    shown = nights[nights["weapon"] == "drone"]
    known = int(shown["launched"].notna().sum())
    newest = shown[["date", "launched", "mean_7", "mean_28"]].tail(1).to_dict("records")
    cells = {str(name): value for name, value in newest[0].items()} if newest else {}
    provisional = int(shown["provisional"].sum()) or pd.NA
    counted = {"unknown": len(shown) - known, "provisional": provisional}
    return _summary({"first": shown["date"].min(), **cells, **counted}, n=known)


@measure
def last_full_week(weeks: pd.DataFrame) -> pd.DataFrame:
    """Sum the newest full week with known drones, in one row; ``weeks`` as :func:`weekly` returns it.

    Columns: ``week`` (its Monday), ``last`` (its Sunday), ``drones``, ``missiles`` (launched, sums over the
    known nights), ``complete`` (bool: all its nights are known, else both are floors), ``n`` (full weeks
    with known drones), ``needed`` (1), ``status``.
    """
    drones = weeks[(weeks["weapon"] == "drone") & ~weeks["partial"] & weeks["launched"].notna()]
    cells: dict[str, object] = {}
    if len(drones):
        newest = drones.iloc[-1]
        missiles = weeks[(weeks["weapon"] != "drone") & (weeks["week"] == newest["week"])]["launched"].sum()
        cells = {"week": newest["week"], "last": newest["week"] + pd.Timedelta(days=6)}
        cells |= {"drones": newest["launched"], "missiles": missiles, "complete": bool(newest["complete"])}
    return _summary(cells, n=len(drones))


def definition_break(strikes: pd.DataFrame, *, as_of: Day | None = None) -> pd.Timestamp | None:
    """Return the first date from which jammed drones are counted with those shot down, ``None`` before it.

    >>> strikes = pd.DataFrame({
    ...     "date": pd.to_datetime(["2025-07-23", "2025-07-24"]), "window": "night", "weapon_class": "drone",
    ...     "launched": 9, "shot_down": 1, "suppressed": 0, "outcome_basis": ["separate", "merged"]})
    >>> str(definition_break(strikes)), definition_break(strikes, as_of="2025-07-23")
    ('2025-07-24 00:00:00', None)
    """
    rows = strikes_to(strikes, as_of=as_of)
    merged = rows.loc[rows["outcome_basis"] == "merged", "date"]
    return None if merged.empty else pd.Timestamp(merged.min())
