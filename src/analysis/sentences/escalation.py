"""What may be said of attacks? All findings by one name, whichever module holds them."""

from analysis.sentences.escalation_effects import BEFORE_TALKS, event_study, leave_one_out, phases
from analysis.sentences.escalation_headline import last_night, recent_weeks, records, weeks_above, windows
from analysis.sentences.escalation_levels import change_points, count_trend, growth
from analysis.sentences.escalation_mix import concentration, definition, gaps, mix, neutralised
from analysis.sentences.escalation_quality import agreement, data_quality, robustness

__all__ = [
    "BEFORE_TALKS",
    "agreement",
    "change_points",
    "concentration",
    "count_trend",
    "data_quality",
    "definition",
    "event_study",
    "gaps",
    "growth",
    "last_night",
    "leave_one_out",
    "mix",
    "neutralised",
    "phases",
    "recent_weeks",
    "records",
    "robustness",
    "weeks_above",
    "windows",
]
