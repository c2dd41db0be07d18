"""What do the figures on scenarios show, in words?

Titles, captions and alternative texts are made from the frames that are drawn.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.parts import wording
from analysis.sentences.scenarios import state, threshold, value
from analysis.sentences.shown import TooLittle, Words


def labelled(levels: pd.DataFrame) -> pd.DataFrame:
    """Add to each level the words that stand beside its dot: value and threshold (``said``)."""
    said = [f"{value(row)} against {threshold(row)}{_known(row)}" for row in levels.to_dict("records")]
    return levels.assign(said=pd.Series(said, index=levels.index, dtype="str"))


def _known(row: dict[Any, Any]) -> str:
    return ", met when stated" if state(row) == "met when stated" else ""


def distances(levels: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_distances` shows of the labelled levels."""
    if levels.empty:
        return TooLittle("A figure of distances", n=0, needed=1)
    met = levels[levels["state"] == "met"]["name"].tolist()
    short = levels[levels["state"] == "not met"]
    title = (
        f"{len(met)} of {wording.count(len(levels), 'measured level')} {'is' if len(met) == 1 else 'are'} met"
    )
    if len(short):
        nearest = short.iloc[0]
        title += f"; nearest to being met: {nearest['name'][:1].lower()}{nearest['name'][1:]}"
    stale = " A hollow dot is stale." if (levels["state"] == "stale").any() else ""
    caption = (
        "Distance of each measured level from its threshold, as a share of it: right of the line it is met. "
        f"Pale bars span the windows of the past year.{stale} How near a level is does not tell how a "
        "scenario will fare."
    )
    alt = "Dots on a line, from the level furthest past its threshold: " + "; ".join(
        f"{row['name']}, {row['said']}, {row['state']}" for row in levels.to_dict("records")
    )
    return Words(title, caption, f"{alt}.", wording.count(len(levels), "signpost"))


def matrix(evidence: pd.DataFrame) -> Words | TooLittle:
    """Say what `plot_matrix` shows."""
    if evidence.empty:
        return TooLittle("A matrix of evidence", n=0, needed=1)
    diagnostic = evidence[evidence["diagnostic"]]
    scenarios = [name for name in evidence.columns if name not in _KEYS]
    strong, weak = ((diagnostic[scenarios] == mark).sum() for mark in ("inconsistent", "lacking"))
    verb = "tells" if len(diagnostic) == 1 else "tell"
    against = f"contradicted, {_counted(strong) or 'none'}; support not met, {_counted(weak) or 'none'}"
    of = f"{len(diagnostic)} of {wording.count(len(evidence), 'signpost')}"
    title = f"{of} {verb} the scenarios apart: {against}"
    caption = (
        "Scenarios against evidence. Plus: fits. Minus: contradicts. Minus in brackets: a level that would "
        "support the scenario is not met. Pale rows do not tell the scenarios apart, for the reason at the "
        "right: an event that has not happened tells nothing yet, what was met when it was stated tells "
        "nothing new, and a level met in a quarter to three quarters of the past year's windows is ordinary."
    )
    alt = "A matrix. " + "; ".join(_row(row, scenarios) for row in diagnostic.to_dict("records"))
    rest = "The other rows do not tell the scenarios apart."
    return Words(title, caption, f"{alt}. {rest}", f"{len(evidence)} signposts")


_KEYS = ("signpost_id", "name", "state", "diagnostic", "reason")


def _counted(marks: pd.Series) -> str:
    return ", ".join(f"{scenario} by {count}" for scenario, count in marks.items() if count)


def _row(row: dict[Any, Any], scenarios: list[str]) -> str:
    marks = wording.listing([f"{row[name]} with {name}" for name in scenarios if row[name] != "neutral"])
    return f"{row['name']} ({row['state']}) is {marks}"
