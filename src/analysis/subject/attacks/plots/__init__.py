"""Which figures does the report on attacks draw? All of them by one name, whichever module holds them."""

from analysis.subject.attacks.plots.breaks import plot_change_points
from analysis.subject.attacks.plots.comparisons import plot_event_time, plot_phases
from analysis.subject.attacks.plots.outcomes import plot_class_shares, plot_mix, plot_neutralised
from analysis.subject.attacks.plots.records import plot_gaps, plot_last_night, plot_records
from analysis.subject.attacks.plots.series import plot_newest_nights, plot_nightly, plot_weekly

__all__ = [
    "plot_change_points",
    "plot_class_shares",
    "plot_event_time",
    "plot_gaps",
    "plot_last_night",
    "plot_mix",
    "plot_neutralised",
    "plot_newest_nights",
    "plot_nightly",
    "plot_phases",
    "plot_records",
    "plot_weekly",
]
