"""What the figures on ceasefires share: a made-up reference class, what is drawn, what can be read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from analysis.parts import theme
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.subject.ceasefires.durability import survival_at
from analysis.subject.ceasefires.spells import spells as spells_of

Ceasefires = Callable[[int], pd.DataFrame]
Legible = Callable[[Axes], bool]
Places = Callable[[Axes, str], list[float]]


@pytest.fixture(scope="session")
def ceasefires() -> Ceasefires:
    """Return a maker of reference classes: so many spells in clusters of four, their ends in turn."""

    def make(count: int) -> pd.DataFrame:
        start = pd.date_range("1950-01-01", periods=count, freq="300D")
        days = (np.arange(count) * 97 % 6000) + 20
        ends = np.array(["renewed_war", "superseded_by_treaty", "ongoing", "renewed_war"] * count)[:count]
        end = pd.Series(start + pd.to_timedelta(days, unit="D")).where(ends != "ongoing")
        clusters = [f"C{place // 4:02d}" for place in range(count)]
        names = [f"Ceasefire of the {place}th dyad and its allies" for place in range(count)]
        return pd.DataFrame(
            {
                "spell_id": [f"C{place:02d}" for place in range(count)], "cluster": clusters, "dyad": names,
                "start": start, "end": end, "end_type": ends, "headline": np.arange(count) % 9 != 0,
                "ambiguous": np.arange(count) % 5 == 0, "monitors": np.arange(count) % 2 == 0,
                "guarantee": np.arange(count) % 3 == 0, "conflict_type": "interstate",
                "prior_fighting": "war",
            }
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def rows(ceasefires: Ceasefires) -> pd.DataFrame:
    """Return sixty spells, all cases."""
    return spells_of(ceasefires(60), as_of="2026-01-05", scope="all")


@pytest.fixture(scope="session")
def at_risk(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many of them are at risk after 0, 5, 10 and 20 years."""
    return survival_at(rows, horizons=[0, 5, 10, 20])


@pytest.fixture(scope="session")
def legible() -> Legible:
    """Return a test of a drawing: no word covers another, is cut off or is smaller than is read on paper."""

    def is_legible(ax: Axes) -> bool:
        sizes = [float(text.get_fontsize()) for text in theme.figure_of(ax).findobj(Text) if text.get_text()]
        return overlapping_texts(ax) == [] and clipped_texts(ax) == [] and min(sizes) >= 7

    return is_legible


@pytest.fixture(scope="session")
def drawn() -> Places:
    """Return a reader of where along the x axis the points or lines of a name stand."""

    def places(ax: Axes, gid: str) -> list[float]:
        lines = [line for line in ax.lines if line.get_gid() == gid]
        return [float(x) for line in lines for x in np.asarray(line.get_xdata(), dtype=float)]

    return places


@pytest.fixture(scope="session")
def heights() -> Places:
    """Return a reader of where along the y axis the points or lines of a name stand."""

    def places(ax: Axes, gid: str) -> list[float]:
        return [float(y) for line in ax.lines if line.get_gid() == gid for y in np.asarray(line.get_ydata())]

    return places
