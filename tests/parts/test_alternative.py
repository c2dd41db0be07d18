"""A drawing is told from its data: what stands on its axes, range, extremes and end of each series."""

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.parts.alternative import alternative


@pytest.fixture
def ax() -> Axes:
    axes = Figure().subplots()
    assert isinstance(axes, Axes)
    return axes


def told(ax: Axes) -> str:
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return alternative(figure)


def test_dates_are_written_in_words_and_unknown_values_passed_over(ax: Axes) -> None:
    ax.plot(pd.date_range("2026-01-01", periods=4), [3.0, float("nan"), 9.0, 5.0], label="rain")
    ax.set_ylabel("mm a day")
    assert told(ax) == (
        "Chart of mm a day, 1 January 2026 to 4 January 2026. "
        "Line rain: from 3 to 9, highest at 3 January 2026, ending at 5."
    )


def test_few_named_bars_are_all_told(ax: Axes) -> None:
    ax.barh(["wheat", "rye"], [3, 4])
    assert told(ax) == "Chart. Bars: wheat 3, rye 4."


def test_points_on_named_rows_are_told_by_their_names_and_numbered_ticks_are_none(ax: Axes) -> None:
    ax.plot([3, 4], [0, 1], marker="o", linestyle="none", label="yield")
    ax.set_yticks([0, 1], ["wheat", "rye"])
    assert told(ax) == "Chart. Points yield: wheat 3, rye 4."
    ax.set_yticks([0, 1], ["0", "1"])
    assert told(ax) == "Chart, 3 to 4. Points yield: from 0 to 1, highest at 4, ending at 1."


def test_percentages_are_read_as_the_axis_writes_them(ax: Axes) -> None:
    from matplotlib.ticker import FuncFormatter

    ax.plot([1, 2], [0.5, 0.75])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    assert told(ax).endswith("Line: from 50% to 75%, highest at 2, ending at 75%.")


def test_percentages_have_no_more_digits_than_a_reader_needs(ax: Axes) -> None:
    from matplotlib.ticker import FuncFormatter

    ax.plot([1, 2], [-0.123456, 0.770448])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.10g}%".replace("-", "−")))
    assert "from −12.3% to 77.0%" in told(ax)


def test_panels_are_numbered_and_marks_outside_the_data_left_out() -> None:
    upper, lower = Figure().subplots(2)
    upper.plot([1, 2], [1, 1])
    lower.plot([1, 2], [2, 3])
    lower.plot([0.5, 0.6], [0.1, 0.1], transform=lower.transAxes)
    assert told(upper) == (
        "Panel 1, 1 to 2. Line: 1 throughout. Panel 2, 1 to 2. Line: from 2 to 3, highest at 2, ending at 3."
    )


def test_an_empty_drawing_says_so(ax: Axes) -> None:
    assert told(ax) == "An empty chart."


def test_places_on_axes_that_are_not_drawn_tell_nothing(ax: Axes) -> None:
    ax.plot([0, 1], [3, 4], label="a mark beside its text")
    ax.set_axis_off()
    assert told(ax) == "A drawing without axes."
