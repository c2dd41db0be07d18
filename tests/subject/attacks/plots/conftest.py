"""What the tests of the plots share: made series that reach every branch, and how a drawing is asked."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.parts import theme
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.parts.theme.marks import DayBars

UNKNOWN = 7


def strikes(nights: int, *, end: datetime.date) -> pd.DataFrame:
    """Make drones every night but a few, growing and with large nights, and a cruise missile salvo a week."""
    draw = np.random.default_rng(3)
    dates = pd.date_range(end=end, periods=nights, freq="D", unit="us")
    drones = draw.poisson(np.linspace(60, 160, nights) * draw.gamma(4, 0.25, nights)) + 1
    drones[::11] += 420
    rows = pd.DataFrame({"date": dates, "weapon_class": "drone", "launched": drones})
    rows = rows[~rows.index.isin(range(5, 5 + 10 * UNKNOWN, 10))]
    missiles = rows[rows["date"].dt.day_of_week == 2].assign(weapon_class="cruise", launched=20)
    both = pd.concat([rows, missiles], ignore_index=True)
    merged = (both["date"] >= "2025-07-24") & (both["weapon_class"] == "drone")
    counted: pd.DataFrame = both.assign(
        window="night",
        shot_down=(both["launched"] * 0.7).astype(int),
        suppressed=(both["launched"] * 0.1).astype(int),
        outcome_basis=np.where(merged, "merged", np.where(both["weapon_class"] == "drone", "separate", "")),
    )
    return counted


@pytest.fixture(scope="session")
def day() -> datetime.date:
    """Return the last night of ``long``."""
    return datetime.date(2025, 10, 15)


@pytest.fixture(scope="session")
def long(day: datetime.date) -> pd.DataFrame:
    """Return 420 nights, seven of them unknown, with the definition break on 2025-07-24."""
    return strikes(420, end=day)


@pytest.fixture(scope="session", params=["long", "short"])
def series(
    request: pytest.FixtureRequest, long: pd.DataFrame, day: datetime.date
) -> tuple[pd.DataFrame, datetime.date]:
    """Return a long series and a short one, each with its last night."""
    early = datetime.date(2022, 10, 15)
    return (long, day) if request.param == "long" else (strikes(18, end=early), early)


@pytest.fixture(scope="session")
def unknown() -> int:
    """Return how many nights of ``long`` are unknown."""
    return UNKNOWN


@pytest.fixture(scope="session")
def drawn() -> Callable[[Axes, str], list[Line2D]]:
    """Return a finder of the lines of that name."""
    return lambda ax, gid: [line for line in ax.lines if line.get_gid() == gid]


@pytest.fixture(scope="session")
def heights() -> Callable[[Axes, str | None], float]:
    """Return an adder of the heights of the bars of that name."""

    def add(ax: Axes, gid: str | None) -> float:
        bars: list[Any] = [patch for patch in ax.patches if patch.get_gid() == gid]
        return float(
            sum(np.nansum(each.heights if isinstance(each, DayBars) else each.get_height()) for each in bars)
        )

    return add


@pytest.fixture(scope="session")
def neighbour() -> Callable[[Axes], Axes]:
    """Return a finder of the lower Axes of a figure with two panels."""
    return lambda ax: theme.figure_of(ax).axes[1]


@pytest.fixture(scope="session")
def unreadable() -> Callable[[Axes], list[object]]:
    """Return a finder of the texts of a figure that overlap or are cut off."""
    return lambda ax: [*overlapping_texts(ax), *clipped_texts(ax)]


@pytest.fixture(scope="session")
def spring() -> datetime.date:
    """Return the last night of ``winters``: two whole winters and a part of one are known by then."""
    return datetime.date(2025, 3, 1)


@pytest.fixture(scope="session")
def winters(spring: datetime.date) -> pd.DataFrame:
    """Return 800 nights."""
    return strikes(800, end=spring)
