"""Checks what is drawn by its data and its words, never by pixels."""

import datetime

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from analysis.errors import AnalysisError
from analysis.parts import theme
from analysis.parts.figures import to_svg
from analysis.parts.theme.legibility import clipped_texts, overlapping_texts
from analysis.subject.attacks import plots as plot
from analysis.subject.attacks.breaks import change_points, penalty_path, regimes, weekly_levels
from analysis.subject.attacks.events import event_time
from analysis.subject.attacks.gaps import gap_summary, gap_survival, mass_salvos
from analysis.subject.attacks.mix import weekly_mix
from analysis.subject.attacks.neutralised import monthly_shares
from analysis.subject.attacks.nights import definition_break, nightly, weekly
from analysis.subject.attacks.phases import phases
from analysis.subject.attacks.records import percentile_ranks, record_nights

DAY = datetime.date(2025, 10, 15)
EARLY = datetime.date(2022, 10, 15)
UNKNOWN = 7
TALKS = pd.DataFrame({"date": pd.date_range("2024-12-01", periods=8, freq="33D")})


def strikes(nights: int = 420, *, end: datetime.date = DAY) -> pd.DataFrame:
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


LONG = strikes()
SHORT = strikes(18, end=EARLY)
SPRING = datetime.date(2025, 3, 1)  # two whole winters and a part of one are known by then
WINTERS = strikes(800, end=SPRING)


def drawn(ax: Axes, gid: str) -> list[Line2D]:
    return [line for line in ax.lines if line.get_gid() == gid]


def heights(ax: Axes, gid: str | None = None) -> float:
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_gid() == gid]
    return float(sum(bar.get_height() for bar in bars))


def neutralised(of: pd.DataFrame, day: datetime.date) -> Axes:
    return plot.plot_neutralised(monthly_shares(of, as_of=day), definition_break(of, as_of=day))


def neighbour(ax: Axes) -> Axes:
    """Return the lower Axes of a figure with two panels."""
    return theme.figure_of(ax).axes[1]


def all_plots(of: pd.DataFrame, day: datetime.date) -> dict[str, Axes]:
    nights = nightly(of, as_of=day)
    salvos = mass_salvos(of, as_of=day)
    plots = {
        "nightly": plot.plot_nightly(nights),
        "weekly": plot.plot_weekly(weekly(of, as_of=day, by="class")),
        "records": plot.plot_records(record_nights(of, as_of=day), nights),
        "last night": plot.plot_last_night(nights, percentile_ranks(of, as_of=day)),
        "neutralised": neutralised(of, day),
        "mix": plot.plot_mix(weekly_mix(of, as_of=day, draws=50)),
    }
    levels = weekly_levels(of, as_of=day)
    if len(levels) > 40:
        found, path = change_points(of, as_of=day), penalty_path(of, as_of=day)
        plots["breaks"] = plot.plot_change_points(levels, found, regimes(of, as_of=day), path)
        plots["talks"] = plot.plot_event_time(event_time(of, TALKS, as_of=day))
        plots["winters"] = plot.plot_phases(
            phases(WINTERS, as_of=SPRING, draws=99), nightly(WINTERS, as_of=SPRING)
        )
        plots["gaps"] = plot.plot_gaps(gap_survival(salvos), gap_summary(salvos))
    return plots


@pytest.mark.parametrize(
    ("of", "day"), [(LONG, DAY), (SHORT, datetime.date(2022, 10, 15))], ids=["long", "short"]
)
def test_every_word_can_be_read(of: pd.DataFrame, day: datetime.date) -> None:
    for name, ax in all_plots(of, day).items():
        assert overlapping_texts(ax) == [], name
        assert clipped_texts(ax) == [], name


def test_nights_are_points_and_unknown_nights_marks_with_a_gap_in_the_mean() -> None:
    nights = nightly(LONG, as_of=DAY)
    drones = nights[nights["weapon"] == "drone"]
    ax = plot.plot_nightly(nights)
    (points,), (marks,) = drawn(ax, "nights"), drawn(ax, "unknown-days")
    settled = drones[~drones["provisional"]]
    np.testing.assert_array_equal(points.get_ydata(), settled["launched"].astype(float))
    assert np.asarray(marks.get_xdata()).size == UNKNOWN
    (provisional,) = drawn(ax, "provisional")
    assert np.asarray(provisional.get_ydata()).size == 7
    (mean,) = drawn(ax, "mean-28")
    np.testing.assert_array_equal(mean.get_ydata(), drones["mean_28"])
    assert np.isnan(np.asarray(mean.get_ydata(), dtype=float)).any()


def test_weeks_with_unknown_nights_are_pale_and_nothing_is_lost() -> None:
    weeks = weekly(LONG, as_of=DAY, by="class")
    upper = plot.plot_weekly(weeks)
    drones = weeks[weeks["weapon"] == "drone"]
    complete = drones["complete"]
    assert heights(upper, "drone-complete") == drones.loc[complete, "launched"].sum()
    assert heights(upper, "drone-floor") == drones.loc[~complete, "launched"].sum() > 0
    lower = neighbour(upper)
    cruise = heights(lower, "cruise-complete") + heights(lower, "cruise-floor")
    assert cruise == weeks.loc[weeks["weapon"] == "cruise", "launched"].sum()
    assert "pale" in " ".join(text.get_text() for text in upper.texts)


def test_the_stair_of_records_ends_at_the_largest_night() -> None:
    nights, records = nightly(LONG, as_of=DAY), record_nights(LONG, as_of=DAY)
    ax = plot.plot_records(records, nights)
    (stair,) = drawn(ax, "record")
    steps = np.asarray(stair.get_ydata(), dtype=float)
    assert (np.diff(steps) >= 0).all()
    assert steps[-1] == LONG.loc[LONG["weapon_class"] == "drone", "launched"].max()


def test_the_last_night_stands_among_the_nights_of_its_rank() -> None:
    ranks = percentile_ranks(LONG, as_of=DAY)
    ax = plot.plot_last_night(nightly(LONG, as_of=DAY), ranks)
    drones = ranks[ranks["weapon"] == "drone"].iloc[0]
    (line,) = drawn(ax, "last-night")
    assert set(np.asarray(line.get_xdata(), dtype=float)) == {drones["launched"]}
    assert heights(ax) == drones["n"]


def test_the_break_is_drawn_where_counting_changed_and_only_there() -> None:
    after = neutralised(LONG, DAY)
    (line,) = drawn(after, "definition-break")
    assert np.asarray(line.get_xdata())[0] == theme.day_numbers([datetime.date(2025, 7, 24)])[0]
    before = datetime.date(2025, 6, 1)
    ax = neutralised(LONG, before)
    assert drawn(ax, "definition-break") == []


def test_the_month_of_the_break_is_two_hollow_points_on_either_side() -> None:
    shares = monthly_shares(LONG, as_of=DAY)
    ax = plot.plot_neutralised(shares, definition_break(LONG, as_of=DAY))
    hollow = np.concatenate([np.asarray(line.get_xdata()) for line in drawn(ax, "partial")])
    july = theme.day_numbers(hollow[hollow < np.datetime64("2025-08-01")])
    cut = theme.day_numbers([datetime.date(2025, 7, 24)])[0]
    assert len(july) == 2
    assert july[0] < cut < july[1]


def test_the_shot_down_share_is_not_drawn_across_the_break() -> None:
    shares = monthly_shares(LONG, as_of=DAY, outcome="shot_down")
    with pytest.raises(AnalysisError, match="forbids drawing shot_down"):
        plot.plot_neutralised(shares, definition_break(LONG, as_of=DAY))


def test_months_without_reported_suppression_are_floors() -> None:
    floors = LONG.assign(suppressed=pd.array([pd.NA] * len(LONG), dtype="Int64"))
    ax = neutralised(floors, datetime.date(2025, 6, 1))
    upward = [line for line in drawn(ax, "whole") if line.get_marker() == "^"]
    assert np.asarray(upward[0].get_ydata()).size > 0
    assert any("floor" in text.get_text() for text in ax.texts)


def test_the_missile_share_stands_above_its_counts() -> None:
    mix = weekly_mix(LONG, as_of=DAY, draws=50)
    upper = plot.plot_mix(mix)
    (share,) = drawn(upper, "trailing-share")
    np.testing.assert_array_equal(share.get_ydata(), mix["estimate"])
    assert heights(neighbour(upper), "missiles") == mix["missiles"].sum()


def test_pauses_are_a_stair_from_one_with_those_at_risk_beneath() -> None:
    salvos = mass_salvos(LONG, as_of=DAY)
    curve = gap_survival(salvos)
    ax = plot.plot_gaps(curve, gap_summary(salvos))
    (stair,) = drawn(ax, "survival")
    assert np.asarray(stair.get_ydata(), dtype=float)[0] == 1
    np.testing.assert_array_equal(np.asarray(stair.get_ydata(), dtype=float)[1:], curve["estimate"])
    (open_gap,) = drawn(ax, "open-gap")
    assert np.asarray(open_gap.get_xdata(), dtype=float)[0] == salvos["gap"].iloc[-1]
    assert str(curve["at_risk"].iloc[0]) in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize(("age", "height"), [(1, 0.0), (500, 1.0)])
def test_the_age_of_the_open_pause_stands_where_the_curve_does_not(age: int, height: float) -> None:
    salvos = mass_salvos(LONG, as_of=DAY)
    summary = gap_summary(salvos).assign(open_gap=age)
    ax = plot.plot_gaps(gap_survival(salvos), summary)
    (label,) = [text for text in ax.texts if text.get_text().startswith("open pause: ")]
    assert isinstance(label, Annotation)
    assert label.xy == (age, height)


def test_each_penalty_has_its_row_of_breaks_and_their_number() -> None:
    path = penalty_path(LONG, as_of=DAY)
    ax = plot.plot_change_points(
        weekly_levels(LONG, as_of=DAY),
        change_points(LONG, as_of=DAY),
        regimes(LONG, as_of=DAY),
        path,
    )
    lower = neighbour(ax)
    marks = drawn(lower, "penalty")
    assert [np.asarray(line.get_xdata()).size for line in marks] == path["breaks"].tolist()
    assert sum(line.get_color() == theme.COLOUR["highlight"] for line in marks) == 1
    assert len(drawn(ax, "regime")) == len(regimes(LONG, as_of=DAY))


def test_nights_around_talks_are_drawn_over_the_placebo_band() -> None:
    lags = event_time(LONG, TALKS, as_of=DAY)
    ax = plot.plot_event_time(lags)
    (line,) = drawn(ax, "lags")
    np.testing.assert_array_equal(line.get_ydata(), lags["estimate"])
    (band,) = ax.collections
    top = np.asarray(band.get_paths()[0].vertices)[:, 1].max()
    assert top == lags["placebo_high"].max()


def test_each_winter_has_its_nights_its_mean_and_its_ratio_or_why_there_is_none() -> None:
    pairs = phases(WINTERS, as_of=SPRING, draws=99)
    ax = plot.plot_phases(pairs, nightly(WINTERS, as_of=SPRING))
    theme.figure_of(ax).draw_without_rendering()
    assert [label.get_text() for label in ax.get_yticklabels()] == [pairs["earlier"].iloc[0], *pairs["phase"]]
    nights = [np.asarray(line.get_xdata(), dtype=float) for line in drawn(ax, "nights")]
    inside = nightly(WINTERS, as_of=SPRING).query("weapon == 'drone'").set_index("date")["launched"]
    newest = inside.loc[pairs["first"].iloc[-1] : pairs["last"].iloc[-1]].dropna()
    np.testing.assert_array_equal(nights[-1], newest.astype(float))
    assert any("no ratio: " in text.get_text() for text in ax.texts)


def test_a_figure_is_the_same_whatever_the_random_state() -> None:
    pairs, nights = phases(WINTERS, as_of=SPRING, draws=99), nightly(WINTERS, as_of=SPRING)
    ranks = percentile_ranks(WINTERS, as_of=SPRING)
    drawings = []
    for seed in (1, 2):
        np.random.seed(seed)  # noqa: NPY002 - the global state is what must not matter
        scattered = plot.plot_phases(pairs, nights)
        counted = plot.plot_last_night(nights, ranks)
        drawings.append([to_svg(theme.figure_of(ax)) for ax in (scattered, counted)])
    assert drawings[0] == drawings[1]
