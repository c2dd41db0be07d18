"""What does a report state? Sentences filled from one row of a measure, and its value kept for the manifest.

The words are the author's, the numbers the row's; too little data is said by itself, and a direction only by
the measure's verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError
from analysis.parts import origin, wording
from analysis.parts.finding import Finding, finding
from analysis.parts.language import Words, cells_of, filled, likely
from analysis.parts.part import Part, required
from analysis.parts.results import is_enough, lacking

if TYPE_CHECKING:
    import pandas as pd

    from analysis.parts.language import Row


def say(
    name: str,
    row: Row,
    text: str,
    *,
    value: str | None = "estimate",
    unit: str | None = None,
    n: str | None = "n",
    key: bool | str = False,
    verdict: Mapping[Any, str] | None = None,
    words: Words | None = None,
    insufficient: str | None = None,
    definition: str = "",
    as_of: date | str | None = None,
) -> Part:
    """State a finding: its sentence is ``text`` with its fields filled from ``row``, see `language`.

    ``name`` is kebab-case and unique in its report. ``value`` is the column that holds the finding's value,
    with its interval in ``<value>_low`` and ``<value>_high`` where the row has them; None for a finding
    without a value. ``unit`` is by default that of the codebook; ``n`` the column of the number of cases,
    None for none. ``key`` puts the finding on page one: True the sentence itself, which then does not stand
    in the body again, a text its own words, filled from the row as well. ``verdict`` gives the words for each
    member of the row's verdict, ``words`` those for other columns of a closed set. Where the row's ``status``
    is not ok, the sentence says by itself that there is insufficient data, in the words of ``insufficient``
    where they are given. ``definition`` names how the value was counted, ``as_of`` the day it describes
    where that is not the report's.

    >>> say("yield", {"estimate": 4.25, "estimate_low": 4.0, "estimate_high": 4.5, "n": 12, "status": "ok"},
    ...     "The yield was {estimate} t/ha (95% interval {estimate:interval}).", unit="t/ha")
    The yield was 4.25 t/ha (95% interval 4.0–4.5).
    >>> say("yield", {"estimate": None, "n": 2, "needed": 5, "status": "insufficient data"}, "…", unit="t/ha")
    Insufficient data for yield: it needs at least 5 observations; 2 are known.

    Raises
    ------
    AnalysisError
        With everything that is wrong with the text or the finding.

    """
    what = f"part.say {name}"
    cells = cells_of(row, what=what)
    _require(cells, {"value": value, "n": None if n == "n" else n}, what=what)
    brief = ""
    if is_enough(cells, value=value):
        sentence = filled(text, cells, verdict=verdict, words=words, what=what)
        if isinstance(key, str):
            brief = filled(key, cells, verdict=verdict, words=words, what=f"{what}, key")
    else:
        sentence = lacking(
            cells,
            of=name.replace("-", " "),
            insufficient=insufficient,
            verdict=verdict,
            words=words,
            what=what,
        )
    low, high = (cells.get(f"{value}_{end}") for end in ("low", "high"))
    cases = cells.get(n) if n else None
    return finding(
        Finding(
            name,
            sentence,
            cells[value] if value else None,
            _unit(unit, value, row),
            low=low,
            high=high,
            n=None if cases is None or wording.is_missing(cases) else int(cases),
            key=bool(key),
            brief=brief,
            definition=definition,
            as_of=as_of,
        )
    )


def headline(
    row: Row,
    text: str,
    *,
    verdict: Mapping[Any, str] | None = None,
    words: Words | None = None,
    insufficient: str | None = None,
) -> Part:
    """Head page one with the finding of this edition, filled from ``row`` as `say` does it.

    Where the row holds too little, ``insufficient`` stands there, or else the report's title.

    >>> headline({"share": 0.25, "status": "ok"}, "A {share:percent} share of the fields lay fallow")
    A 25% share of the fields lay fallow

    Raises
    ------
    AnalysisError
        With everything that is wrong with the text, or when it says nothing.

    """
    what = "part.headline"
    cells = cells_of(row, what=what)
    if is_enough(cells):
        said = required(
            filled(text, cells, verdict=verdict, words=words, what=what),
            what="text",
            of="headline",
            why="it is what the report found",
        )
    else:
        said = filled(insufficient or "", cells, verdict=verdict, words=words, what=what)
    return Part({"kind": "headline", "text": said}, f"<h2>{escape(said)}</h2>", said)


def listed(
    frame: pd.DataFrame,
    text: str,
    *,
    words: Words | None = None,
    joint: str = "and",
    most: int | None = None,
    more: str = "{left} more",
    none: str = "none",
) -> str:
    """Join one text for each row as a sentence does: a, b and c.

    A ``joint`` that is no word joins all alike, as "; " does. Of more than ``most`` rows, so many
    are named, and ``more`` says how many are left.

    >>> import pandas as pd
    >>> towns = pd.DataFrame({"town": ["Ghent", "Bruges", "Ypres"], "tons": [3, 1, 2]})
    >>> listed(towns, "{town} ({tons:# ton|tons})")
    'Ghent (3 tons), Bruges (1 ton) and Ypres (2 tons)'
    >>> listed(towns, "{town}", joint="; "), listed(towns, "{town}", most=1), listed(towns.head(0), "{town}")
    ('Ghent; Bruges; Ypres', 'Ghent and 2 more', 'none')

    Raises
    ------
    AnalysisError
        As `filled`.

    """
    if frame.empty:
        return none
    shown = frame if most is None else frame.head(most)
    said = [filled(text, row, words=words, what="part.listed") for row in shown.to_dict("records")]  # type: ignore[arg-type]
    if left := len(frame) - len(shown):
        said.append(filled(more, {"left": left}, what="part.listed"))
    return wording.listing(said, conjunction=joint) if joint.strip().isalpha() else joint.join(said)


def listed_by(
    frame: pd.DataFrame, by: str | list[str], text: str, *, words: Words | None = None, joint: str = "and"
) -> pd.DataFrame:
    """List the rows of each group: one row a group, its text in the column ``listed``.

    Groups stand in the order of their first rows and keep the cells of these, so that a text that names
    the group and ``{listed}`` can be listed in turn.

    >>> import pandas as pd
    >>> towns = pd.DataFrame({"town": ["Ghent", "Ypres", "Lille"], "in": ["Flanders", "Flanders", "France"]})
    >>> listed(listed_by(towns, "in", "{town}"), "{in}: {listed}", joint="; ")
    'Flanders: Ghent and Ypres; France: Lille'

    Raises
    ------
    AnalysisError
        As `filled`.

    """
    groups = frame.groupby(by, sort=False, dropna=False)
    texts = [listed(rows, text, words=words, joint=joint) for _, rows in groups]
    return frame.drop_duplicates(by).assign(listed=texts)


def _require(cells: Mapping[str, Any], named: Mapping[str, str | None], *, what: str) -> None:
    """Hold the columns that arguments name against the row."""
    problems = [
        f"{what}: {argument} names {name!r}, no field; {likely(name, cells, otherwise='the row has')}"
        for argument, name in named.items()
        if name is not None and name not in cells
    ]
    if problems:
        raise AnalysisError("\n".join(problems))


def _unit(unit: str | None, value: str | None, row: Row) -> str:
    if unit is not None or value is None:
        return unit or ""
    field = origin.column_of(value, origin.tables_of(row))
    return field.unit if field else ""
