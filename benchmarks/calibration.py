"""How often does each interval printed of attacks hold the truth, and how often is a verdict false?

Run ``python benchmarks/calibration.py [--runs N] [--write]``. Draws series on the scale of ours (the mean,
spread and length of the nightly reports) with a known truth: nights independent of one another, nights of a
week alike, and a level that drifts slowly. Prints for each statistic how often its 95 % interval held the
truth (coverage), or how often a verdict at 5 % saw what is not there (size), with the Monte-Carlo error.
Under drift the truth is the long-run level; rows "of these nights" hold the same interval against the level
that the nights compared had. ``--write`` renews the table that the annex on method prints.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics.circular_shifts import adjusted_p, log_ratios, ratio_test
from analysis.statistics.concentration import burstiness_test, gini_difference
from analysis.statistics.intervals import Floats, clustered_share
from analysis.statistics.long_run import Interval, period_ratio, share_interval
from analysis.statistics.regression import logit_trend
from analysis.subject.attacks import breaks, events, gaps, records, trends

TABLE = Path(__file__).parents[1] / "data" / "calibration.csv"
RECORDED = "2026-11-24"
NOMINAL = {"coverage": 0.95, "size": 0.05}
DAY_MEMORY = 0.96  # correlation of a drifting level from one night to the next
LEVEL_SHARE = 0.2  # of the variance of a night that the level makes, where it moves
CHANCE, CLUSTERING, SWING = (
    0.83,
    0.08,
    1.2,
)  # neutralised share, its correlation in a night, its move with the level
SPARSE = (0.3, 0.4)  # share and clustering of ballistic missiles
COVERED = 527  # nights of the covered series
WEEKS = 73  # weeks of it
STEP, STEP_WEEK = 1.6, 40
MASS_SHARE = 1 - 31 / 219  # quantile of a night that makes a mass salvo


class Scale(NamedTuple):
    """Mean of a night and its variance over the mean."""

    mean: float
    spread: float


DRONES, MISSILES, BALLISTIC = Scale(136.5, 111.0), Scale(5.8, 34.0), Scale(1.5, 5.3)
INDEPENDENT, WEEKLY, DRIFT = "independent nights", "nights of a week alike", "slow drift"
PROCESSES = (INDEPENDENT, WEEKLY, DRIFT)
OF_THESE = "slow drift, level of these nights"
AT = np.array([232, 319, 336, 387, 410, 510, 545])  # of milestones among the covered nights, thinned to fit

Outcome = tuple[str, str, int, bool]  # statistic, process, n, whether it was so


class Draws:
    """Series of one process, each on a level of its own."""

    def __init__(self, process: str, seed: int) -> None:
        self.process = process
        self.generator = np.random.default_rng(seed)

    def level(self, nights: int, scale: Scale = DRONES) -> Floats:
        """Draw the level of each night, around 1."""
        spread = np.sqrt(np.log1p(LEVEL_SHARE * scale.spread / scale.mean))
        if self.process == INDEPENDENT:
            return np.ones(nights)
        if self.process == WEEKLY:
            weeks = self.generator.normal(size=nights // 7 + 2)
            path = weeks[(np.arange(nights) + self.generator.integers(7)) // 7]
        else:
            path = self.generator.normal(size=nights)
            for night in range(1, nights):
                path[night] = DAY_MEMORY * path[night - 1] + np.sqrt(1 - DAY_MEMORY**2) * path[night]
        return np.asarray(np.exp(spread * path - spread**2 / 2))

    def launched(self, level: Floats, scale: Scale = DRONES) -> Floats:
        """Draw the launches of each night around its level, as variable as those on record."""
        square = scale.spread / scale.mean
        moving = 0.0 if self.process == INDEPENDENT else LEVEL_SHARE * square
        spread = (1 + square - 1 / scale.mean) / (1 + moving) - 1
        mean = scale.mean * level * self.generator.gamma(1 / spread, spread, len(level))
        return np.asarray(self.generator.poisson(mean), dtype=float)

    def hit(self, launched: Floats, chance: Floats, clustering: float) -> Floats:
        """Draw how many of each night were neutralised; those of a night share their fate."""
        weight = (1 - clustering) / clustering
        fate = self.generator.beta(chance * weight, (1 - chance) * weight)
        return np.asarray(self.generator.binomial(launched.astype(int), fate), dtype=float)


def by_week(nights: Floats) -> Floats:
    return np.asarray(nights.reshape(-1, 7).sum(axis=1))


def holds(interval: Interval, truth: float) -> bool:
    return bool(interval[1] <= truth <= interval[2])


def ratios(draws: Draws) -> Iterator[Outcome]:
    """Windows, winters and the mix against the period before."""
    for name, nights, apart, scale in (
        ("ratio of drones, 28 nights against 28", 28, 0, DRONES),
        ("ratio of missiles, 28 nights against 28", 28, 0, MISSILES),
        ("ratio of missiles, 365 nights against 365", 365, 0, MISSILES),
        ("ratio of drones, winter against winter", 97, 268, DRONES),
    ):
        level = draws.level(2 * nights + apart, scale)
        launched = draws.launched(level, scale)
        ratio = period_ratio(launched[:nights], launched[-nights:])
        if np.isfinite(ratio[0]):
            yield name, draws.process, nights, holds(ratio, 1.0)
            if draws.process == DRIFT:
                yield name, OF_THESE, nights, holds(ratio, level[-nights:].mean() / level[:nights].mean())
    drones, missiles = (by_week(draws.launched(draws.level(364, s), s)) for s in (DRONES, MISSILES))
    weeks = np.column_stack([missiles, missiles + drones])
    name = "ratio of missile shares, 26 weeks against 26"
    yield name, draws.process, 26, holds(period_ratio(weeks[:26], weeks[26:]), 1.0)


def shares(draws: Draws) -> Iterator[Outcome]:
    """Neutralised shares, their change and their trend; where levels move, so does the chance of a night."""
    long_run = expected_chance(draws.process)
    for name, nights, estimator in (
        ("neutralised share of drones, a month", 30, clustered_share),
        ("neutralised share of drones, a year", 365, share_interval),
    ):
        hit, launched, chance = _fates(draws, nights)
        _, low, high, *_ = estimator(hit, launched)
        yield name, draws.process, nights, bool(low <= long_run <= high)
        if draws.process == DRIFT:
            own = float((chance * launched).sum() / launched.sum())
            yield name, OF_THESE, nights, bool(low <= own <= high)
    for nights, estimator in ((90, clustered_share), (365, share_interval)):
        launched = draws.launched(draws.level(nights, BALLISTIC), BALLISTIC)
        hit = draws.hit(launched, np.full(nights, SPARSE[0]), SPARSE[1])
        _, low, high, *_ = estimator(hit[launched > 0], launched[launched > 0])
        name = f"neutralised share of ballistic missiles, {nights} nights"
        yield name, draws.process, nights, bool(low <= SPARSE[0] <= high)
    hit, launched, _ = _fates(draws, 56)
    both = np.column_stack([hit, launched])
    change = period_ratio(both[:28], both[28:])
    yield "neutralised share changed, 28 nights against 28", draws.process, 28, not holds(change, 1.0)
    for weeks in (25, 76):
        hit, launched, _ = _fates(draws, 7 * weeks)
        slope, _ = logit_trend(by_week(hit), by_week(launched), np.arange(weeks))
        yield "neutralised share has a trend", draws.process, weeks, not holds(slope, 0.0)


def _fates(draws: Draws, nights: int) -> tuple[Floats, Floats, Floats]:
    launched = draws.launched(draws.level(nights)) + 1
    chance = _chance(draws.level(nights))
    return draws.hit(launched, chance, CLUSTERING), launched, chance


def _chance(level: Floats) -> Floats:
    return np.asarray(1 / (1 + (1 - CHANCE) / CHANCE * level**-SWING))


def expected_chance(process: str) -> float:
    """Return the chance over all levels of a process, from so many that chance plays no part."""
    spread = np.sqrt(np.log1p(LEVEL_SHARE * DRONES.spread / DRONES.mean)) * (process != INDEPENDENT)
    path = np.random.default_rng(7).normal(size=400_000)
    return float(_chance(np.exp(spread * path - spread**2 / 2)).mean())


def steps(draws: Draws) -> Iterator[Outcome]:
    """Find breaks of a level that has none, of one that has a step, and growth within what is found."""
    level = draws.level(7 * WEEKS)
    mondays = pd.date_range("2024-07-22", periods=WEEKS, freq="7D")
    still = pd.Series(by_week(draws.launched(level)), index=mondays)
    found = breaks.regimes_of(still)
    yield "the level changed", draws.process, WEEKS, len(found) > 1
    newest = trends.growth_within(still, found.tail(1)).iloc[0]
    if newest["status"] == "ok":
        grown = newest["verdict"] in (trends.Growth.GROWTH, trends.Growth.DECLINE)
        yield "growth within the newest level", draws.process, WEEKS, grown
    step = np.repeat(np.where(np.arange(WEEKS) < STEP_WEEK, 1.0, STEP), 7)
    stepped = pd.Series(by_week(draws.launched(draws.level(7 * WEEKS) * step)), index=mondays)
    one = breaks.steps_of(stepped)
    if one["date"].notna().sum() == 1:
        row = one.iloc[0]
        dated = bool(row["date_low"] <= mondays[STEP_WEEK] <= row["date_high"])
        yield "week of a step, where one is found", draws.process, WEEKS, dated
        ratio = bool(row["estimate_low"] <= STEP <= row["estimate_high"])
        yield "ratio across a step, where one is found", draws.process, WEEKS, ratio
        regime = breaks.regimes_of(stepped).iloc[-1]
        truth = 7 * DRONES.mean * STEP
        inside = bool(regime["estimate_low"] <= truth <= regime["estimate_high"])
        yield "newest level, where one step is found", draws.process, WEEKS, inside


def nights_apart(draws: Draws) -> Iterator[Outcome]:
    """Try records, inequality, the timing of mass salvos, and the pauses between them."""
    launched = draws.launched(draws.level(844))
    count = int((launched > np.maximum.accumulate(np.append(-1, launched[:-1]))).sum())
    yield "records beyond chance", draws.process, 844, count > RECORDS
    one, other = (draws.launched(draws.level(COVERED)) for _ in range(2))
    yield "missiles more concentrated", draws.process, COVERED, gini_difference(one, other)[1] > 0
    season = draws.launched(draws.level(219))
    mass = (season >= np.quantile(season, MASS_SHARE)).astype(float)
    yield "mass salvos other than by chance", draws.process, 219, burstiness_test(mass).p_value < 0.05
    if draws.process == INDEPENDENT:
        dates = pd.date_range("2025-06-01", periods=219)[draws.generator.random(219) < 1 - MASS_SHARE]
        salvos = pd.DataFrame({"date": dates, "threshold": 400.0, "nights_unknown": 0})
        ends = [*dates[1:], pd.Timestamp("2026-01-05")]
        salvos = salvos.assign(
            gap=(pd.DatetimeIndex(ends) - dates).days, open=np.arange(len(dates)) == len(dates) - 1
        )
        row = gaps.gap_summary(salvos).iloc[0]
        truth = np.ceil(np.log(0.5) / np.log(MASS_SHARE))
        yield "median pause", draws.process, 219, bool(row["estimate_low"] <= truth <= row["estimate_high"])


RECORDS = int(np.searchsorted(np.cumsum(records.record_distribution(844)), 0.975))


def models(draws: Draws) -> Iterator[Outcome]:
    """Try the event study and the count model."""
    launched = draws.launched(draws.level(COVERED + 27))
    windows = list(events.WINDOWS.values())
    tried = log_ratios(launched, AT, windows, reach=events.LEVEL_NIGHTS)
    adjusted = adjusted_p(tried)
    yield "launches differ around talks, any window", draws.process, COVERED, bool(adjusted.min() < 0.05)
    before = list(events.WINDOWS).index(events.BEFORE_TALKS)
    ratio, low, high, _ = ratio_test(tried[before])
    yield "ratio in the week before talks", draws.process, COVERED, holds((ratio, low, high), 1.0)
    nights = pd.date_range("2024-07-01", periods=COVERED)
    fit = trends.fitted(pd.Series(draws.launched(draws.level(COVERED)), index=nights)).set_index("term")
    for name, term in (("trend of the count model", "trend"), ("weekday of the count model", "Thursday")):
        row = fit.loc[term]
        yield name, draws.process, COVERED, not bool(row["coefficient_low"] <= 0 <= row["coefficient_high"])


SIZES = frozenset(
    {
        "neutralised share changed, 28 nights against 28", "neutralised share has a trend",
        "the level changed", "growth within the newest level", "records beyond chance",
        "missiles more concentrated", "mass salvos other than by chance",
        "launches differ around talks, any window", "trend of the count model", "weekday of the count model",
    }
)  # fmt: skip
TRIALS: tuple[Callable[[Draws], Iterator[Outcome]], ...] = (ratios, shares, steps, nights_apart, models)


def calibration(*, runs: int, seed: int = 1) -> pd.DataFrame:
    """Try every inference on every process: a row for each statistic, process and n."""
    answers: Mapping[tuple[str, str, int], list[bool]] = defaultdict(list)
    for process in PROCESSES:
        draws = Draws(process, seed)
        for _ in range(runs):
            for trial in TRIALS:
                for statistic, told, n, so in trial(draws):
                    answers[statistic, told, n].append(so)
    return pd.DataFrame([_row(*key, answered) for key, answered in sorted(answers.items())])


def _row(statistic: str, process: str, n: int, answered: list[bool]) -> dict[str, object]:
    measure = "size" if statistic in SIZES else "coverage"
    nominal, share = NOMINAL[measure], round(float(np.mean(answered)), 3)
    return {
        "statistic": statistic,
        "process": process,
        "n": n,
        "nominal": nominal,
        "coverage": share if measure == "coverage" else np.nan,
        "size": share if measure == "size" else np.nan,
        "monte_carlo_error": round(float(np.sqrt(nominal * (1 - nominal) / len(answered))), 4),
        "runs": len(answered),
        "kind": "attacks",
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    table = calibration(runs=asked.runs)
    print(table.drop(columns=["kind"]).to_string(index=False, na_rep="–"))
    if asked.write:
        table.assign(source_id="own-coding", recorded_on=RECORDED, status="").to_csv(TABLE, index=False)


if __name__ == "__main__":
    main()
