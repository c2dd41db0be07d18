"""How often does each interval printed of ceasefires hold the truth, and how often is a verdict false?

Run ``python benchmarks/calibration_spells.py [--runs N] [--write DAY]``. Draws spells like those on record
(as many, in clusters of the same sizes, as often ended by war and by treaty) with a known truth: independent,
and with a risk that the spells of a cluster share. Prints for each statistic how often its 95 % interval held
the truth (coverage), or how often a test at 5 % saw what is not there (size), with the Monte-Carlo error. An
interval that is not printed, for want of data, is not counted. ``--write`` renews the table that the annex
on method prints, recorded on that day.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics.competing import incidence_at
from analysis.statistics.cox import cox
from analysis.statistics.hazard import BOUNDS, life_table, weibull_shape
from analysis.statistics.logrank import logrank
from analysis.statistics.survival import median, restricted_mean, survival_at
from analysis.subject.ceasefires.base_rates import base_rates
from analysis.subject.ceasefires.spells import CAUSES, CLUSTER, DAYS_A_YEAR, TREATY, WAR

TABLE = Path(__file__).parents[1] / "data" / "calibration_spells.csv"
AS_OF = pd.Timestamp("2026-01-05")
TAU = 20.0
HORIZONS = (1, 5, 20)
COUNTED_AT = 5
AT_WAR, AT_PEACE = "share back at war by year {}", "share without renewed war by year {}"
COUNTED = f"share back at war by year {COUNTED_AT}, as counted"
MEDIAN, MEAN, SHAPE = "median time to war", f"mean time without war in {TAU:.0f} years", "Weibull shape"
RATE, LATER, RATIO = "rate of war at ages {:.0f} to {:.0f}", "rate of war at later ages", "hazard ratio"
NOMINAL = {"coverage": 0.95, "size": 0.05}
WAR_SHAPE, WAR_RATE, TREATY_RATE = 0.5, 0.13, 0.012  # so that shares and ends are about those on record
FEATURE = 0.35  # chance that a cluster has the feature, which changes nothing
SLOW = 5  # a fit without each cluster takes as long as all else: made in one run of so many


class Process(NamedTuple):
    """Spells in clusters of these sizes; the log of the risk that a cluster shares has this spread."""

    name: str
    sizes: Sequence[int]
    spread: float
    longest: float  # years since the oldest spell began


LIKE_OURS = (14, 6, 5, 5, 5, 4, 3, *[2] * 10, *[1] * 8)
LIKE_THOSE_OF_1975 = (13, 4, 2, 2, 2, 2, *[1] * 5)
PROCESSES = (
    Process("independent", LIKE_OURS, 0.0, 75),
    Process("clusters share a risk (0.7)", LIKE_OURS, 0.7, 75),
    Process("clusters share a risk (1.0)", LIKE_OURS, 1.0, 75),
    Process("as few as in 1975 (0.7)", LIKE_THOSE_OF_1975, 0.7, 27),
)
NO_CHANGE = Process("independent, constant risk", LIKE_OURS, 0.0, 75)

Outcomes = Iterator[tuple[str, bool]]


def drawn(
    process: Process, generator: np.random.Generator, *, apart: bool = False, shape: float = WAR_SHAPE
) -> pd.DataFrame:
    """Draw spells; ``apart`` gives each spell a risk of its own, of the same distribution."""
    cluster = np.repeat(np.arange(len(process.sizes)), process.sizes)
    groups = len(cluster) if apart else len(process.sizes)
    risk = np.exp(process.spread * generator.standard_normal(groups) - process.spread**2 / 2)
    has = generator.random(len(process.sizes)) < FEATURE
    risk = risk if apart else risk[cluster]
    war = (generator.exponential(size=len(cluster)) / (WAR_RATE * risk)) ** (1 / shape)
    treaty = generator.exponential(size=len(cluster)) / TREATY_RATE
    age = generator.uniform(0.2, process.longest, len(cluster))
    years = np.minimum.reduce([war, treaty, age])
    return pd.DataFrame(
        {
            "years": years,
            "outcome": np.select([years == war, years == treaty], [WAR, TREATY], "ongoing"),
            "cluster": cluster,
            "start": AS_OF - pd.to_timedelta(age * DAYS_A_YEAR, unit="D"),
            "feature": has[cluster],
            "war": war,
            "treaty": treaty,
        }
    )


def truths(process: Process, *, spells: int = 400_000) -> dict[str, float]:
    """Return what each statistic estimates, from so many spells that chance plays no part."""
    many = process._replace(sizes=[1] * spells)
    far = drawn(many, np.random.default_rng(7), apart=True)
    first = far["war"] < far["treaty"]
    found = {AT_WAR.format(h): float((first & (far["war"] <= h)).mean()) for h in HORIZONS}
    found |= {AT_PEACE.format(h): float((far["war"] > h).mean()) for h in HORIZONS}
    found |= {COUNTED: found[AT_WAR.format(COUNTED_AT)], MEDIAN: float(far["war"].median())}
    found |= {MEAN: float(far["war"].clip(upper=TAU).mean()), RATIO: 1.0}
    found[SHAPE] = weibull_shape(far.head(100_000), event=WAR)["estimate"].item()
    table = life_table(far, event=WAR)
    return found | dict(zip(_ages(table), table["estimate"].astype(float), strict=True))


def intervals(spells: pd.DataFrame, *, slow: bool) -> Iterator[tuple[str, float, float]]:
    """Yield each statistic with the two ends of its interval, as the reports print them."""
    incidence = incidence_at(spells, horizons=HORIZONS, causes=CAUSES, cluster=CLUSTER)
    for row in incidence[incidence["outcome"] == WAR].to_dict("records"):
        yield AT_WAR.format(row["horizon"]), row["estimate_low"], row["estimate_high"]
    for row in survival_at(spells, horizons=HORIZONS, event=WAR, cluster=CLUSTER).to_dict("records"):
        yield AT_PEACE.format(row["horizon"]), row["estimate_low"], row["estimate_high"]
    counted = base_rates(spells, as_of=AS_OF, horizons=[COUNTED_AT]).iloc[0]
    yield COUNTED, counted["counted_low"], counted["counted_high"]
    half = median(spells, event=WAR, cluster=CLUSTER).iloc[0]
    open_end = np.isfinite(half["estimate_low"]) and not np.isfinite(half["estimate_high"])
    yield MEDIAN, half["estimate_low"], np.inf if open_end else half["estimate_high"]
    one_row = {
        MEAN: restricted_mean(spells, tau=TAU, event=WAR, cluster=CLUSTER),
        SHAPE: weibull_shape(spells, event=WAR),
    }
    for name, table in one_row.items():
        yield name, table["estimate_low"].item(), table["estimate_high"].item()
    rates = life_table(spells, event=WAR)
    yield from zip(_ages(rates), rates["estimate_low"], rates["estimate_high"], strict=True)
    if slow:
        fit = cox(spells, covariates=["feature"], event=WAR, cluster=CLUSTER).iloc[0]
        yield RATIO, fit["hazard_ratio_low"], fit["hazard_ratio_high"]


def _ages(table: pd.DataFrame) -> list[str]:
    """Name the rates of a life table; one of joined intervals has another name than each of them."""
    ends = zip(table["from_years"], table["to_years"], strict=True)
    return [RATE.format(low, high) if high <= BOUNDS[-1] else LATER for low, high in ends]


def covered(process: Process, *, runs: int, seed: int = 1) -> Outcomes:
    """Yield for each run and statistic whether the interval holds the truth."""
    truth, generator = truths(process), np.random.default_rng(seed)
    for run in range(runs):
        for name, low, high in intervals(drawn(process, generator), slow=run % SLOW == 0):
            if name in truth and np.isfinite(low):
                yield name, bool(low <= truth[name] <= high)


def refused(process: Process, *, runs: int, seed: int = 1) -> Outcomes:
    """Yield for each run and test whether it sees a difference by a feature that changes nothing."""
    generator = np.random.default_rng(seed)
    for run in range(runs):
        spells = drawn(process, generator)
        test = logrank(spells, by="feature", event=WAR, cluster=CLUSTER, permutations=499, seed=run).iloc[0]
        if np.isfinite(test["p"]):
            yield "log-rank test of a feature", bool(test["p"] < NOMINAL["size"])
        fit = cox(spells, covariates=["feature"], event=WAR).iloc[0]
        if np.isfinite(fit["ph_p"]):
            yield "test of proportional hazards", bool(fit["ph_p"] < NOMINAL["size"])


def aged(process: Process, *, runs: int, seed: int = 1) -> Outcomes:
    """Yield for each run whether a constant risk is said to change with age."""
    generator = np.random.default_rng(seed)
    for _ in range(runs):
        row = weibull_shape(drawn(process, generator, shape=1.0), event=WAR).iloc[0]
        yield (
            "test of a risk that changes with age",
            bool(row["estimate_low"] > 1 or row["estimate_high"] < 1),
        )


def summed(outcomes: Outcomes, process: Process, *, measure: str) -> pd.DataFrame:
    """Return a row for each statistic: how often it was so, with the Monte-Carlo error."""
    answers: Mapping[str, list[bool]] = defaultdict(list)
    for name, so in outcomes:
        answers[name].append(so)
    table = pd.DataFrame({"statistic": list(answers), "process": process.name, "n": sum(process.sizes)})
    share = np.array([np.mean(each) for each in answers.values()])
    runs = np.array([len(each) for each in answers.values()])
    nominal = NOMINAL[measure]
    error = np.sqrt(nominal * (1 - nominal) / runs)
    both = {name: share if name == measure else np.nan for name in NOMINAL}
    return table.assign(
        nominal=nominal, **both, monte_carlo_error=np.round(error, 4), runs=runs, kind="spells"
    ).round({"coverage": 3, "size": 3})


def calibration(*, runs: int) -> pd.DataFrame:
    """Try every inference on every process; a statistic printed in under a tenth of the runs is left out."""
    tried: list[tuple[Callable[..., Outcomes], Process, str]] = [
        *((covered, process, "coverage") for process in PROCESSES),
        *((refused, process, "size") for process in PROCESSES[:3]),
        (aged, NO_CHANGE, "size"),
    ]
    tables = [summed(test(process, runs=runs), process, measure=measure) for test, process, measure in tried]
    table = pd.concat(tables, ignore_index=True)
    enough = table["runs"] >= runs / (10 * np.where(table["statistic"] == RATIO, SLOW, 1))
    return table[enough].reset_index(drop=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--write", metavar="DAY", help="renew the table, recorded on this day")
    asked = parser.parse_args()
    table = calibration(runs=asked.runs)
    print(table.drop(columns="kind").to_string(index=False, na_rep="–"))
    if asked.write:
        table.assign(source_id="own-coding", recorded_on=asked.write, status="").to_csv(TABLE, index=False)


if __name__ == "__main__":
    main()
