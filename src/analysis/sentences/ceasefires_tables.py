"""How do frames on ceasefires become tables of results: which columns, which words, which notes?

Each function takes a measure's frame and returns a part; every share stands with its interval and its n.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.parts import Part, wording
from analysis.sentences.brief_tables import listed
from analysis.sentences.ceasefires_words import (
    ONGOING,
    TREATY,
    WAR,
    years,
)


@dataclass(frozen=True)
class Listing:
    """A table of one row for each thing: what it shows, and what is said where there is none."""

    caption: str
    none: str

    def show(
        self, rows: Sequence[Mapping[str, Any]], *, source: str, as_of: date, notes: Iterable[str] = ()
    ) -> Part:
        """Show rows whose keys are the headings of the columns; the first column names the row."""
        stub = next(iter(rows[0])) if rows else ""
        return listed(
            rows, caption=self.caption, none=self.none, source=source, as_of=as_of, stub=stub, notes=notes
        )


INSUFFICIENT = "insufficient data"
LOGLOG_NOTE = "95% log-log intervals in brackets; spells are taken as independent, so they are too narrow."


UNIVERSE: Final = Listing(
    "Cases counted, and what had become of them", "No ceasefire is on record at this date."
)


def universe(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show how many spells each choice of cases holds and what became of them."""
    said = {
        "headline": "headline cases", "unambiguous": "of these, unambiguous",
        "interstate": "of these, between states", "after war": "of these, after a war",
        "all": "all coded cases",
    }  # fmt: skip
    rows = [
        {
            "Cases": said[row["scope"]],
            "Spells": row["spells"],
            "Clusters": row["clusters"],
            "Renewed war": row[WAR],
            "Treaty": row[TREATY],
            "In force": row[ONGOING],
            "Years": round(float(row["spell_years"])),
            "Longest": float(row["longest"]),
        }
        for row in rows_of(frame)
    ]
    return UNIVERSE.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            "Years: observed, all spells together; longest: years of the longest spell. Spells of one "
            "cluster concern related conflicts and are not independent."
        ],
    )


HORIZONS: Final = Listing("What had become of ceasefires after so many years", "No horizon was asked for.")


def horizons(kept: pd.DataFrame, ends: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show survival and incidence at each horizon; `kept` from `survival_at`, `ends` from `incidence_at`."""
    rows = []
    for row in rows_of(kept):
        same = {end["outcome"]: end for end in rows_of(ends[ends["horizon"] == row["horizon"]])}
        rows.append(
            {
                "After": years(row["horizon"]),
                "Still observed": row["at_risk"],
                "Wars so far": row["events"],
                "Back at war": written_share(same[WAR]),
                "Treaty": written_share(same[TREATY]),
                "In force": written_share(same[ONGOING]),
                "No renewed war, treaties set aside": written_share(row),
            }
        )
    return HORIZONS.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            f"n = {wording.count(kept['n'].iloc[0], 'ceasefire')} at the start. Back at war, treaty and in "
            "force: Aalen–Johansen, summing to one. Last column: Kaplan–Meier, treaties censored; one minus "
            "it overstates war.",
            LOGLOG_NOTE,
            "Fewer than five ceasefires still observed, or ten ends in all: insufficient data.",
        ],
    )


def life_table(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show events, exposure and rate by age."""
    rows = [
        {
            "Age, years": f"{wording.number(row['from_years'], 0)}–{wording.number(row['to_years'], 0)}",
            "Entering": row["at_risk"],
            "Wars": row["events"],
            "Spell-years": float(row["exposure"]),
            "Per 100 spell-years": 100 * float(row["estimate"]),
            "95% interval": wording.interval(
                100 * row["estimate_low"], 100 * row["estimate_high"], decimals=1
            ),
        }
        for row in rows_of(frame[frame["status"] == "ok"])
    ]
    return Listing(
        "Renewed war by age of the ceasefire",
        f"Insufficient data: a life table needs {frame['needed'].iloc[0]} wars.",
    ).show(rows, source=source, as_of=as_of, notes=["Exact Poisson intervals."])


BASE_RATES: Final = Listing("Base rates under three priors", "No horizon was asked for.")


def base_rates(frame: pd.DataFrame, *, source: str, as_of: date) -> Part:
    """Show the share back at war by horizon, as counted and under each prior."""
    rows = []
    for _, rest in frame.groupby("horizon", sort=True):
        first = rest.iloc[0]
        counted = {"Within": years(first["horizon"]), "Wars": first["failures"], "Spells": first["n"]}
        shares = {_prior_name(str(row["prior"])): written_share(row) for row in rows_of(rest)}
        rows.append(counted | shares)
    opinions = [str(prior) for prior in frame["prior"].unique() if "," in str(prior)][1:]
    return BASE_RATES.show(
        rows,
        source=source,
        as_of=as_of,
        notes=[
            "Only spells that began at least the horizon before the date of the report. As counted: Wilson "
            "interval; priors: mean and equal-tailed interval of the beta-binomial posterior.",
            f"Priors: Jeffreys; {'; '.join(opinions)}.",
        ],
    )


def _prior_name(prior: str) -> str:
    """Return the head of a column: "As counted", "Jeffreys", "Pessimist"."""
    return "As counted" if prior.startswith("none") else prior.split(",")[0].capitalize()


def rows_of(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return a frame's rows as they are read one by one."""
    return frame.to_dict("records")


def written_share(row: Mapping[Any, Any]) -> str:
    """Write a share with its interval in brackets, or that there is too little."""
    if wording.is_missing(row["estimate"]):
        return INSUFFICIENT
    ends = wording.interval(row["estimate_low"], row["estimate_high"], share=True)
    value = wording.percent(row["estimate"])
    return value if ends == wording.MISSING else f"{value} ({ends})"
