"""What may be said of attacks? All findings by one name, whichever module holds them."""

from analysis.sentences.escalation_headline import last_night, recent_weeks, records, weeks_above, windows
from analysis.sentences.escalation_levels import change_points, count_trend, growth

__all__ = [
    "change_points",
    "count_trend",
    "growth",
    "last_night",
    "recent_weeks",
    "records",
    "weeks_above",
    "windows",
]
