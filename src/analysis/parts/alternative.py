"""What does a drawing show to those who cannot see it? Told from the data drawn, never typed by hand.

For each panel: what is on its axes, then each series with its range, its extremes, and where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from analysis.parts import wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

_PERCENT: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s?%")
MOST_SERIES: Final = 6
NAMED_POINTS: Final = 12


def alternative(figure: Figure) -> str:
    """Describe a figure in words: its panels, their axes, and the series in them.

    >>> from matplotlib.figure import Figure
    >>> drawing = Figure()
    >>> ax = drawing.subplots()
    >>> _ = ax.plot([2020, 2021, 2022], [3, 9, 4], label="wheat")
    >>> _ = ax.set(xlabel="year", ylabel="tons")
    >>> alternative(drawing)
    'Chart of tons by year, 2,020 to 2,022. Line wheat: from 3 to 9, highest at 2,021, ending at 4.'
    """
    panels = [ax for ax in panels_of(figure) if ax.axison]
    told = [_panel(ax, number if len(panels) > 1 else None) for number, ax in enumerate(panels, 1)]
    return " ".join(told) or ("A drawing without axes." if panels_of(figure) else "An empty chart.")


def panels_of(figure: Figure) -> list[Axes]:
    """Return the axes of a figure on which anything is drawn or written."""
    for ax in figure.axes:
        ax.get_xlim()  # limits follow the data when they are asked for, not when something is plotted
    return [ax for ax in figure.axes if ax.get_visible() and (ax.has_data() or ax.texts)]


def _panel(ax: Axes, number: int | None) -> str:
    name = "Chart" if number is None else f"Panel {number}"
    what, along = ax.get_ylabel() or _remark(ax), ax.get_xlabel()
    series = list(series_of(ax))
    spans = [x for _, x, _ in series if len(x)]
    start = f"{name}{f' of {what}' if what else ''}{f' by {along}' if along else ''}"
    if spans and not (places_named(ax.xaxis) or places_named(ax.yaxis)):
        low, high = (write(ax.xaxis, end) for end in (min(map(min, spans)), max(map(max, spans))))
        start += f", {low} to {high}"
    told = [_told(ax, *one) for one in series[:MOST_SERIES]]
    if left := len(series) - len(told):
        told.append(f"And {wording.count(left, 'more series', 'more series')}")
    return ". ".join([start, *told]) + "."


def _remark(ax: Axes) -> str:
    """Return the small heading of a panel where its axis has no label; words at data are none."""
    headings = (text for text in ax.texts if getattr(text, "xycoords", "") == "axes fraction")
    return next((text.get_text() for text in headings if text.get_text().strip()), "").split("\n")[0]


def series_of(ax: Axes) -> Iterator[tuple[str, list[float], list[float]]]:
    """Yield what is drawn by name, with the x and y of its points; marks outside the data are left out."""
    for line in ax.lines:
        x, y = _numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))
        if line.get_transform() == ax.transData and len(x) == len(y) and len(x) > 1:
            kind = "Points" if line.get_linestyle() in {"None", "none", "", " "} else "Line"
            yield named(kind, line), *_known(x, y)
    yield from _bars(ax)
    for points in ax.collections:
        offsets: Any = points.get_offsets()
        if len(offsets) > 1 and type(points).__name__ == "PathCollection":
            yield named("Points", points), *_known(_numbers(offsets[:, 0]), _numbers(offsets[:, 1]))


def _bars(ax: Axes) -> Iterator[tuple[str, list[float], list[float]]]:
    """Yield the bars of one name together: upright ones by height, lying ones by length."""
    from matplotlib.patches import Rectangle

    from analysis.parts.theme.marks import DayBars

    lying = bool(places_named(ax.yaxis))
    groups: dict[str, tuple[list[float], list[float]]] = {}
    for patch in ax.patches:
        if isinstance(patch, DayBars):
            found = patch.middles.tolist(), patch.heights.tolist()
        elif isinstance(patch, Rectangle) and patch.get_data_transform() == ax.transData:
            x, y, wide, high = patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height()
            found = ([y + high / 2], [wide]) if lying else ([x + wide / 2], [high])
        else:
            continue
        places, sizes = groups.setdefault(named("Bars", patch), ([], []))
        places += found[0]
        sizes += found[1]
    for name, (places, sizes) in groups.items():
        yield name, *_known(places, sizes)


def _told(ax: Axes, name: str, x: list[float], y: list[float]) -> str:
    """Tell one series: all its values where they are few and named, else range, extremes and end."""
    if not y:
        return f"{name}: nothing known"
    along, up = (
        (ax.yaxis, ax.xaxis) if name.startswith("Bars") and places_named(ax.yaxis) else (ax.xaxis, ax.yaxis)
    )
    if places_named(up) and not places_named(along):
        along, up, x, y = up, along, y, x
    if places_named(along) and len(x) <= NAMED_POINTS:
        return f"{name}: " + ", ".join(
            f"{write(along, at)} {write(up, size)}" for at, size in zip(x, y, strict=True)
        )
    low, high = min(y), max(y)
    if write(up, low) == write(up, high):
        return f"{name}: {write(up, high)} throughout"
    top = write(along, x[y.index(high)])
    return (
        f"{name}: from {write(up, low)} to {write(up, high)}, highest at {top}, ending at {write(up, y[-1])}"
    )


def write(axis: Axis, value: float) -> str:
    """Write a value of an axis as the axis reads: a name, a date in words, a percentage, a number."""
    from matplotlib.dates import num2date
    from matplotlib.ticker import FuncFormatter

    if is_dates(axis):
        return wording.day(num2date(value).date())  # type: ignore[no-untyped-call]
    if names := places_named(axis):
        return names[min(names, key=lambda place: abs(place - value))]
    formatter = axis.get_major_formatter()
    text = formatter(value, None) if isinstance(formatter, FuncFormatter) else ""
    share = _PERCENT.fullmatch(text.strip().replace(wording.MINUS, "-"))
    return f"{wording.number(float(share[1]))}%" if share else wording.number(value)


def is_dates(axis: Axis) -> bool:
    """Return whether an axis is one of dates: its units, its ticks or their words are."""
    told = (axis.get_converter(), axis.get_major_locator(), axis.get_major_formatter())
    return any("Date" in type(each).__name__ for each in told)


def places_named(axis: Axis) -> dict[float, str]:
    """Return the names of a categorical axis by their places; empty for a scale of numbers or dates."""
    from matplotlib.ticker import FixedFormatter, FixedLocator

    if is_dates(axis):
        return {}
    formatter = axis.get_major_formatter()
    named = type(formatter).__name__ == "StrCategoryFormatter" or isinstance(formatter, FixedFormatter)
    if not named and not isinstance(axis.get_major_locator(), FixedLocator):
        return {}
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
    names = {
        float(place): " ".join(label.get_text().split()) for place, label in ticks if label.get_text().strip()
    }
    wordy = any(letter.isalpha() for name in names.values() for letter in name)
    return names if named or wordy else {}


def named(kind: str, drawn: Any) -> str:
    """Return a kind of mark with the name of what is drawn by it: its label, or its gid."""
    label = str(drawn.get_label() or "")
    name = label if label and not label.startswith("_") else str(drawn.get_gid() or "").replace("-", " ")
    return f"{kind} {name}".strip()


def _numbers(values: Any) -> list[float]:
    return [float(value) for value in values]


def _known(x: list[float], y: list[float]) -> tuple[list[float], list[float]]:
    pairs = [(one, other) for one, other in zip(x, y, strict=True) if one == one and other == other]
    return [one for one, _ in pairs], [other for _, other in pairs]
