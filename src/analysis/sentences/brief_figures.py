"""What does the brief's figure show, in words?

Title, caption and alternative text are made from the frame that is drawn.
"""

from __future__ import annotations

import pandas as pd

from analysis.parts import wording
from analysis.sentences.shown import TooLittle, Words

RECENT_DAYS = 90


def timeline(events: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_timeline` shows of the events, oldest first."""
    if events.empty:
        return TooLittle("A timeline", n=0, needed=1)
    recent = int((events["days_ago"] <= RECENT_DAYS).sum())
    total = wording.count(len(events), "event")
    first, last = (wording.day(events["event_date"].iloc[at].date()) for at in (0, -1))
    verb = "falls" if recent == 1 else "fall"
    title = f"{recent} of the {total} on record {verb} in the last {RECENT_DAYS} days"
    caption = f"{total} from {first} to {last}, each joined to its place on the time scale."
    by_category = [
        wording.count(count, f"{str(name).lower()} event")
        for name, count in events["category"].value_counts().items()
    ]
    alt = (
        f"A list of {total}, newest on top: {wording.listing(by_category)}. The oldest is “"
        f"{events['title'].iloc[0]}” ({first}), the newest “{events['title'].iloc[-1]}” ({last}). "
        "All are listed in the text and in the annex."
    )
    return Words(title, caption, alt, total)
