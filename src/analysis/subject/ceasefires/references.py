"""Which references stand behind the reference class, and how far do they agree with the dates on record?

Turns citations and comparisons into the numbered bibliography of a report, into what each case cites of it,
and into counts of dates that hold.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from analysis.data.lineage import measure
from analysis.statistics.results import Verdict, require_columns
from analysis.subject.ceasefires.spells import ONGOING

DIFFERS: Final = "differs"  # a reference gives another date, by more than a week
IN_BRACKETS: Final = r"(\((?!\d{4}\))[^)]*\))$"  # what a citation adds to its work: "(war 148)", no year


class Agreement(Verdict):
    """Whether every date on record agrees with at least one reference."""

    ALL = "all"
    SOME = "some"


class Tells(Verdict):
    """What a source is cited for."""

    CASE = "case"
    START = "start"
    END = "end"


def about(spells: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table that are about one of these spells.

    >>> rows = pd.DataFrame({"spell_id": ["C01", "C02"], "source_id": ["a", "b"]})
    >>> about(pd.DataFrame({"spell_id": ["C01"]}), rows)["source_id"].tolist()
    ['a']
    """
    return table[table["spell_id"].isin(spells["spell_id"])]


@measure
def bibliography(sources: pd.DataFrame) -> pd.DataFrame:
    """Return sources by author, year and title, numbered, with the texts of which an entry consists.

    ``sources`` as `Dataset.cited` returns it. Columns added: ``number`` (from 1), ``writer`` (blank where
    the title names it), ``work`` (the title, or what is said of the source where it has none), ``written``
    (year; blank where the title tells it), ``house`` (publisher; blank where it is the author), ``address``.

    >>> book = {"author": "Fortna, V. P.", "publisher": "Princeton", "title": "Peace time", "about": "",
    ...     "year": 2004, "url": ""}
    >>> bibliography(pd.DataFrame([book]))[["number", "writer", "work", "written"]].values.tolist()
    [[1, 'Fortna, V. P', 'Peace time', '2004']]
    """
    who = sources["author"].where(sources["author"] != "", sources["publisher"])
    named = sources.assign(who=who.where(who != "", sources["title"]))
    table = named.sort_values(["who", "year", "title"], kind="stable", ignore_index=True).drop(columns="who")
    work = table["title"].where(table["title"] != "", table["about"])
    year = table["year"].astype("Int64").astype("string").fillna("")
    pairs = list(zip(table["author"], year, work, strict=True))
    return table.assign(
        number=range(1, len(table) + 1),
        writer=["" if title.startswith(author) else author.rstrip(".") for author, _, title in pairs],
        work=work.str.rstrip("."),
        written=["" if known in title else known for _, known, title in pairs],
        house=table["publisher"].mask(table["publisher"] == table["author"], "").str.rstrip("."),
        address=table["url"].str.removeprefix("https://"),
    )


@measure
def citations(spells: pd.DataFrame, references: pd.DataFrame, numbered: pd.DataFrame) -> pd.DataFrame:
    """Return which sources each spell cites: one row per spell and source, in the order in which they stand.

    ``references`` has ``spell_id, source_id, cited_as``; ``numbered`` is the :func:`bibliography`. Columns:
    ``spell_id, number, tells`` (a :class:`Tells`: "case" for a reference, then "start" or "end" where only
    the spell's own ``source_id, end_source_id`` name it), ``part`` (what the citation adds to the work, as
    "(war 148)"; blank where all citations of the work add the same), ``shared`` (that same addition).

    >>> spells = pd.DataFrame({"spell_id": ["K"], "source_id": ["b"], "end_source_id": ["c"]})
    >>> cited = pd.DataFrame({"spell_id": ["K"], "source_id": ["a"], "cited_as": ["A 2004 (war 148)"]})
    >>> works = pd.DataFrame({"source_id": ["a", "b", "c"], "number": [1, 2, 3]})
    >>> citations(spells, cited, works)[["number", "part"]].values.tolist()
    [[1, '(war 148)'], [2, ''], [3, '']]
    """
    part = references["cited_as"].str.extract(IN_BRACKETS, expand=False).fillna("")
    counts = part.groupby(references["source_id"]).transform("nunique")
    times = part.groupby(references["source_id"]).transform("size")
    alike = (counts == 1) & (times > 1) & (part != "")
    said = references.assign(tells="case", part=part.mask(alike, ""), shared=part.where(alike, ""))
    own = [
        spells[["spell_id", name]]
        .set_axis(["spell_id", "source_id"], axis=1)
        .assign(tells=tells, part="", shared="")
        for name, tells in (("source_id", "start"), ("end_source_id", "end"))
    ]
    every = pd.concat([about(spells, said), *own], ignore_index=True)
    cited = every[every["source_id"] != ""].drop_duplicates(["spell_id", "source_id"])
    table = cited.merge(numbered[["source_id", "number"]], on="source_id")
    told = table.assign(tells=table["tells"].map(Tells))
    return told[["spell_id", "number", "tells", "part", "shared"]]


@measure
def comparisons(spells: pd.DataFrame, checks: pd.DataFrame, numbered: pd.DataFrame) -> pd.DataFrame:
    """Return what each reference says of a spell's dates: one row per comparison, starts before ends.

    ``checks`` has ``spell_id, checked`` (start, end), ``source_id, difference`` (days that the reference is
    later), ``result`` (blank where not known yet: no row). Columns: ``spell_id, checked, number, difference``
    and ``result``, which is blank where the difference is known.
    """
    said = about(spells, checks)
    known = said[said["result"] != ""].merge(numbered[["source_id", "number"]], on="source_id")
    table = known.assign(result=known["result"].where(known["difference"].isna(), ""))
    columns = ["spell_id", "checked", "number", "difference", "result"]
    return table[columns].sort_values("checked", ascending=False, kind="stable", ignore_index=True)


@measure
def checked(spells: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """Count how the starts and ends of the spells compare with what references say: one row.

    ``spells`` has ``spell_id, outcome``; ``checks`` has ``spell_id, checked`` (start, end) and ``result``
    (``DIFFERS``, else how it agrees; blank where not known yet). Columns: for ``starts`` and ``ends`` their
    number on record, and ``…_held`` (against any reference), ``…_agreeing`` (with at least one); of both
    ``agreeing, n`` (dates), ``comparisons, differing``; ``verdict``, an :class:`Agreement`: "all" dates
    agree, or "some".

    >>> rows = pd.DataFrame({"spell_id": ["K", "V"], "outcome": ["ongoing", "renewed_war"]})
    >>> held = pd.DataFrame({"spell_id": ["K", "K"], "checked": "start", "result": ["differs", "same month"]})
    >>> checked(rows, held)[["starts", "starts_agreeing", "ends", "n", "differing"]].values.tolist()
    [[2, 1, 1, 3, 1]]
    """
    require_columns(checks, ["spell_id", "checked", "result"], measure="checked")
    ended = spells[spells["outcome"] != ONGOING]
    row: dict[str, Any] = {}
    said = []
    for which, dated in (("start", spells), ("end", ended)):
        known = about(dated, checks)
        held = known[(known["checked"] == which) & (known["result"] != "")]
        agreed = held[held["result"] != DIFFERS]
        row |= {f"{which}s": len(dated), f"{which}s_held": held["spell_id"].nunique()}
        row |= {f"{which}s_agreeing": agreed["spell_id"].nunique()}
        said.append(held["result"])
    results = pd.concat(said)
    agreeing, n = row["starts_agreeing"] + row["ends_agreeing"], len(spells) + len(ended)
    totals = {"comparisons": len(results), "differing": int((results == DIFFERS).sum())}
    verdict = Agreement.ALL if agreeing == n else Agreement.SOME
    return pd.DataFrame([row | {"agreeing": agreeing, "n": n} | totals | {"verdict": verdict}])
