"""What do the figures on attacks show? The words of each by one name, whichever module holds them."""

from analysis.sentences.escalation_figures_results import change_points, event_time, mix, neutralised, phases
from analysis.sentences.escalation_figures_series import gaps, last_night, nightly, records, weekly

__all__ = [
    "change_points",
    "event_time",
    "gaps",
    "last_night",
    "mix",
    "neutralised",
    "nightly",
    "phases",
    "records",
    "weekly",
]
