"""Which figures does the report on ceasefires draw? All of them by one name, whichever module holds them."""

from analysis.subject.ceasefires.plots.choices import plot_choices, plot_features, plot_without_one_cluster
from analysis.subject.ceasefires.plots.curves import plot_hazard, plot_incidence, plot_survival
from analysis.subject.ceasefires.plots.similarity import plot_similarity
from analysis.subject.ceasefires.plots.spells import plot_spells

__all__ = [
    "plot_choices",
    "plot_features",
    "plot_hazard",
    "plot_incidence",
    "plot_similarity",
    "plot_spells",
    "plot_survival",
    "plot_without_one_cluster",
]
