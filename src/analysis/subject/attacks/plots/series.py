"""Draws how many weapons were launched each night and each week, and of which kind.

Nights are points with trailing means as lines, unknown nights marks under the base, weeks bars by class.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.parts import theme
from analysis.parts.theme import COLOUR, EndLabel
from analysis.parts.theme.drawings import plot
from analysis.subject.attacks.nights import WEAPON_NAMES
from analysis.subject.attacks.plots import colours

FOUR_WEEKS = 28


@plot
def plot_nightly(nights: pd.DataFrame) -> Axes:
    """Draw drones launched a night with their trailing 7- and 28-day means; `nights` as `nightly` returns it.

    Known nights are points, the newest (provisional) ones hollow; unknown nights are marks under the base and
    leave a gap in the lines; the definition of launches does not change on the day outcomes are redefined,
    so no break is drawn here.
    """
    ax = theme.axes(height=1.55)
    shown, colour = nights[nights["weapon"] == "drone"], colours.WEAPON["drone"]
    settled = shown[~shown["provisional"]]
    ax.plot(
        settled["date"], settled["launched"].astype(float), linestyle="none", marker="o", markersize=2.0,
        color=colour, alpha=0.45, markeredgewidth=0, gid="nights",
    )  # fmt: skip
    # Not seaborn's lineplot: it drops missing values and so draws its line across unknown nights.
    ax.plot(shown["date"], shown["mean_7"], color=colour, linewidth=0.8, gid="mean-7")
    ax.plot(shown["date"], shown["mean_28"], color=COLOUR["smooth"], linewidth=1.8, gid="mean-28")
    newest = shown[shown["provisional"]]
    theme.provisional(ax, newest["date"], newest["launched"].astype(float), colour=colour)
    theme.value_axis(ax, "drones a night", ticks=4)
    theme.date_axis(ax, shown["date"].min(), shown["date"].max())
    theme.unknown_days(ax, shown.loc[shown["launched"].isna(), "date"])
    amended = "   \u25cb a night still open to amendment" if len(newest) else ""
    theme.remark(ax, f"\u25cf a night{amended}   | an unknown night")
    _label_means(ax, shown, colour)  # last: where the labels part depends on the height that the rest leaves
    return ax


def _label_means(ax: Axes, shown: pd.DataFrame, colour: str) -> None:
    """Name the lines beside their last known values."""
    labels = [
        EndLabel(float(known.iloc[-1]), text, line)
        for column, text, line in [("mean_7", "7-day mean", colour), ("mean_28", "28-day mean", theme.INK)]
        if len(known := shown[column].dropna())
    ]
    theme.end_labels(ax, shown["date"].max(), labels)


@plot
def plot_newest_nights(nights: pd.DataFrame) -> Axes:
    """Draw the drones of the newest eight weeks as bars, the last night apart, and the mean of each half.

    `nights` as `nightly` returns it. Unknown nights are marks under the base; a mean of four weeks with too
    many of them is not drawn.
    """
    shown = nights[nights["weapon"] == "drone"].tail(2 * FOUR_WEEKS)
    known = shown.dropna(subset=["launched"])
    last = known["date"] == shown["date"].max()
    ax = theme.axes(height=1.2)
    for kept, colour, name in (
        (~last, colours.WEAPON["drone"], "night"),
        (last, COLOUR["highlight"], "last"),
    ):
        theme.day_bars(
            ax, known["date"][kept], known["launched"][kept], base=[0.0] * int(kept.sum()), width=0.8,
            colour=colour, alpha=0.55 if name == "night" else 1.0, gid=f"{name}-bars",
        )  # fmt: skip
    theme.value_axis(ax, "drones a night", ticks=4)
    theme.date_axis(ax, shown["date"].min(), shown["date"].max())
    theme.unknown_days(ax, shown.loc[shown["launched"].isna(), "date"])
    for part in (shown.head(-FOUR_WEEKS), shown.tail(FOUR_WEEKS)):
        _mean_line(ax, part)
    return ax


def _mean_line(ax: Axes, nights: pd.DataFrame) -> None:
    """Draw the mean of four weeks over their nights, with its number at the left end."""
    if nights.empty or pd.isna(mean := nights["mean_28"].iloc[-1]):
        return
    ends = theme.day_numbers([nights["date"].min(), nights["date"].max() + pd.Timedelta(days=1)])
    ax.plot(ends, [mean, mean], color=theme.INK, linewidth=1.6, gid="mean")
    theme.note(ax, ends[0], mean, f"mean {mean:.0f}", offset=(2, 6))


@plot
def plot_weekly(weeks: pd.DataFrame) -> Axes:
    """Draw weekly totals by class, drones above and missiles below.

    `weeks` as `weekly(by="class")` returns it. Weeks with fewer than seven known nights are pale:
    their totals are floors. Returns the upper Axes.
    """
    upper, lower = theme.panels(2, height=3.1, ratios=(3, 2))
    for ax, classes in ((upper, ["drone"]), (lower, _classes_present(weeks))):
        _stack(ax, weeks, classes)
    theme.value_axis(upper, "drones a week")
    theme.value_axis(lower, "missiles a week", ticks=4)
    theme.date_axis(lower, weeks["week"].min(), weeks["week"].max() + pd.Timedelta(days=6))
    _explain_pale(upper, weeks)
    _label_classes(lower, _classes_present(weeks))
    return upper


def _classes_present(weeks: pd.DataFrame) -> list[str]:
    totals = weeks[weeks["weapon"] != "drone"].groupby("weapon", sort=False)["launched"].sum()
    return [str(weapon) for weapon in totals[totals > 0].index]


def _stack(ax: Axes, weeks: pd.DataFrame, classes: list[str]) -> None:
    by_week = weeks.assign(launched=weeks["launched"].fillna(0).astype(float)).pivot_table(
        index="week", columns="weapon", values="launched", aggfunc="sum"
    )
    complete = weeks[weeks["weapon"] == "drone"].set_index("week")["complete"].reindex(by_week.index)
    base = pd.Series(0.0, index=by_week.index)
    for weapon in classes:
        for kept, alpha in ((complete, 1.0), (~complete, 0.4)):
            theme.day_bars(
                ax, by_week.index[kept], by_week.loc[kept, weapon], base=base[kept], width=6.3,
                colour=colours.WEAPON[weapon], alpha=alpha,
                gid=f"{weapon}-{'complete' if alpha == 1 else 'floor'}",
            )  # fmt: skip
        base = base + by_week[weapon]


def _label_classes(ax: Axes, classes: list[str]) -> None:
    """Name the missile classes right of the bars, in the order of the stack; on a phone below them."""
    if theme.is_narrow():
        handles = [Patch(color=colours.WEAPON[name], label=WEAPON_NAMES[name]) for name in classes]
        theme.figure_of(ax).legend(handles=handles, loc="outside lower left", ncols=2)
        return
    top = ax.get_ylim()[1]
    step = top / max(len(classes) + 1, 3)
    labels = [
        EndLabel(step * (i + 1), WEAPON_NAMES[name], colours.WEAPON[name]) for i, name in enumerate(classes)
    ]
    theme.end_labels(ax, ax.get_xlim()[1], labels, swatches=True)


def _explain_pale(ax: Axes, weeks: pd.DataFrame) -> None:
    if not weeks["complete"].all():
        words = "pale: at least so many, a night is unknown or to come"
        ax.annotate(
            theme.wrapped(words, inches=theme.width() - 1), (0, 1), (4, -2),
            xycoords="axes fraction", textcoords="offset points", va="top", color=theme.MUTED, fontsize=7.5,
        )  # fmt: skip
