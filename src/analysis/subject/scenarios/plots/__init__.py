"""Which figures does the report on scenarios draw? All of them by one name."""

from analysis.subject.scenarios.plots.forecasts import plot_forecasts
from analysis.subject.scenarios.plots.signposts import plot_distances, plot_support

__all__ = ["plot_distances", "plot_forecasts", "plot_support"]
