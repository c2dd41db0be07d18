"""Which sources stand behind a report, and under which licences?

Only the sources of rows that the report reads are listed; the usual licence is named once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from analysis.parts import Part, tables, wording


def sources(bibliography: pd.DataFrame, cited: Iterable[pd.DataFrame], *, as_of: date | str) -> Part:
    """List the sources of all rows of the frames `cited`; a licence other than the usual one is a note."""
    ids = {source_id for rows in cited for source_id in rows["source_id"]}
    used = bibliography[bibliography["source_id"].isin(ids)]
    titles = used["publisher"].where(used["title"] == "", used["publisher"] + ", " + used["title"])
    frame = used.assign(source=titles.str.removeprefix(", "))
    usual = frame["licence"].mode().iloc[0]
    others = frame[frame["licence"] != usual]
    return tables.table(
        frame[["source_id", "source", "url"]].set_axis(["id", "source", "address"], axis=1),
        caption="Sources of the rows that this report reads",
        source="the sources table of the data package",
        as_of=as_of,
        stub="id",
        n=wording.count(len(frame), "source"),
        notes=(
            f"Licence, where no other is named: {usual.rstrip('.')}.",
            *(f"{row['source_id']}: {row['licence'].rstrip('.')}." for _, row in others.iterrows()),
        ),
    )
