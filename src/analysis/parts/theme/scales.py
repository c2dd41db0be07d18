"""How are values and dates written on an axis? With few round ticks, units, and English months.

The same on every machine: nothing is taken from its locale.
"""

import datetime
import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.parts.theme.canvas import is_narrow

_EPOCH = pd.Timestamp(1970, 1, 1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _number_text(value: float, _position: int) -> str:
    return f"{value:,.10g}".replace("-", "−")


def _percent_text(value: float, _position: int) -> str:
    return f"{100 * value:.10g}%".replace("-", "−")


def whole_numbers() -> FuncFormatter:
    """Return the writer of numbers on an axis: thousands separators and a true minus sign."""
    return FuncFormatter(_number_text)


def value_axis(ax: Axes, label: str, *, percent: bool = False, zero: bool = True, ticks: int = 5) -> None:
    """Label the y axis with its unit, few round ticks, and a zero base unless `zero` is False."""
    ax.set_ylabel(label)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=ticks, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(_percent_text) if percent else whole_numbers())
    if zero:
        ax.set_ylim(bottom=0)


def day_numbers(days: Iterable[Any]) -> npt.NDArray[np.float64]:
    """Return days as matplotlib counts them, from 1970-01-01.

    >>> day_numbers([datetime.date(1970, 1, 3)]).tolist()
    [2.0]
    """
    dates = pd.Series(pd.to_datetime(list(days))).astype("datetime64[us]")
    return np.asarray((dates - _EPOCH) / pd.Timedelta(days=1), dtype=np.float64)


def _as_day(value: float) -> pd.Timestamp:
    return _EPOCH + pd.Timedelta(days=value)


def _month_text(value: float, _position: int) -> str:
    day = _as_day(value)
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _year_text(value: float, _position: int) -> str:
    return str(_as_day(value).year)


def _day_text(value: float, _position: int) -> str:
    day = _as_day(value)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


class DateTextFormatter(FuncFormatter):
    """Writes days in English; by its name an axis of plain numbers is known for one of dates."""


def _step(least: float, steps: tuple[int, ...]) -> int:
    """Return the smallest step that is long enough; beyond the longest, as many of it as it takes."""
    return next((step for step in steps if step >= least), math.ceil(least / steps[-1]) * steps[-1])


def date_axis(ax: Axes, start: datetime.date, end: datetime.date) -> None:
    """Let the x axis run from `start` to `end` with few ticks: "Jan 2025", or "5 Jan 2025" on short spans."""
    first, last, most = pd.Timestamp(start), pd.Timestamp(end), 4 if is_narrow() else 7
    days = max((last - first).days, 1)
    margin = pd.Timedelta(days=max(1, round(days * 0.01)))
    ax.set_xlim(*day_numbers([first - margin, last + margin]))
    ax.set_xlabel("")
    if days > 150:
        step = _step(days / 30.4 / most, (1, 2, 3, 6, 12, 24, 60, 120, 240, 600))
        months = pd.date_range(first - margin, last + margin, freq="MS")
        kept = [month for month in months if (month.year * 12 + month.month - 1) % step == 0]
        ax.set_xticks(day_numbers(kept))
        years = is_narrow() and all(month.month == 1 for month in kept)
        ax.xaxis.set_major_formatter(DateTextFormatter(_year_text if years else _month_text))
    else:
        step = _step(days / (most - 1), (1, 2, 3, 7, 14, 28, 56))
        ax.set_xticks(day_numbers(pd.date_range(first, last, freq=f"{step}D")))
        ax.xaxis.set_major_formatter(DateTextFormatter(_day_text))
