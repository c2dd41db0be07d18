"""What does the brief's figure show, in words?

Title, caption and alternative text are made from the frame that is drawn.
"""

from __future__ import annotations

import pandas as pd

from analysis.parts import wording
from analysis.sentences.shown import TooLittle, Words

RECENT_DAYS = 90


def timeline(events: pd.DataFrame, *, newest: int) -> Words | TooLittle:
    """Say what `plot_timeline` shows of the `newest` of all events, oldest first."""
    if events.empty:
        return TooLittle("A timeline", n=0, needed=1)
    recent = int((events["days_ago"] <= RECENT_DAYS).sum())
    total = wording.count(len(events), "event")
    drawn, left = events.tail(newest), max(len(events) - newest, 0)
    first, last = (wording.day(drawn["event_date"].iloc[at].date()) for at in (0, -1))
    verb = "falls" if recent == 1 else "fall"
    title = f"{recent} of the {total} on record {verb} in the last {RECENT_DAYS} days"
    shown, rest = (f"The newest {newest} of {total}", "; all are in Annex A") if left else (total, "")
    caption = f"{shown}, each joined to its place on the time scale{rest}."
    by_category = [
        wording.count(count, f"{str(name).lower()} event")
        for name, count in drawn["category"].value_counts().items()
    ]
    alt = (
        f"A list of {wording.count(len(drawn), 'event')}, newest on top: {wording.listing(by_category)}. The "
        f"oldest is “{drawn['title'].iloc[0]}” ({first}), the newest “{drawn['title'].iloc[-1]}” ({last}). "
        "All events are listed in Annex A."
    )
    return Words(title, caption, alt, wording.count(len(drawn), "event"))
