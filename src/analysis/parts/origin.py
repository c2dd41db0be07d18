"""Where do a figure's numbers come from, and as of when? From the dataset that the notebook opened.

A frame remembers the tables it was made from; where it cannot, the author names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import AnalysisError
from analysis.parts.part import required

SOURCE: Final = "source_id"
_NAME: Final = re.compile(r"[\w-]+")

if TYPE_CHECKING:
    import pandas as pd

    from analysis.data import Dataset
    from analysis.data.descriptor import Field


def opened() -> Dataset | None:
    """Return the dataset that the notebook opened, None where it opened none."""
    from analysis.data import opened as dataset

    return dataset()


def source_line(
    source: str | Sequence[str] | None, tables: Sequence[str], *, of: str, rows: pd.DataFrame | None = None
) -> str:
    """Say where the rows come from: of the tables named, else of those that the frame remembers.

    ``source`` is the name of a table, several names, or a text of several words, which stands as it is.
    ``of`` names the part in errors. ``rows`` are those shown: where they name their own sources, in
    ``source_id``, it is these that are cited, not all of the tables.

    Raises
    ------
    AnalysisError
        When nothing tells the source, or a table is named that the dataset does not have.

    """
    if isinstance(source, str) and (opened() is None or not _NAME.fullmatch(source.strip())):
        return required(source, what="source", of=of, why="a reader must know whose numbers these are")
    named = [source] if isinstance(source, str) else list(source or tables)
    dataset = opened()
    if not named or dataset is None:
        fix = 'name their tables, as in source="harvests", or say it in words'
        raise AnalysisError(f"part.{of}: nothing tells where its rows come from; {fix}")
    own = rows[SOURCE] if rows is not None and SOURCE in rows and not source else None
    return dataset.cite(*named, among=None if own is None or (own == "").all() else own)


def cited(sources: object) -> str:
    """Return the number of a source, or of several, by key, as the list of sources has it: "[2]", "[2][5]".

    Raises
    ------
    ValueError
        When no dataset is open, or its table of sources lacks a key.

    """
    dataset = opened()
    if dataset is None:
        raise ValueError("no dataset is open whose sources could be numbered")
    keys = [sources] if isinstance(sources, str) else list(sources)  # type: ignore[call-overload]
    return "".join(f"[{dataset.number_of(str(key))}]" for key in keys)


def as_of_day(as_of: date | str | None, *, of: str) -> date | str:
    """Return the date described: the one given, else that of the dataset opened; an error without either."""
    if as_of is not None:
        return as_of
    dataset = opened()
    if dataset is None:
        raise AnalysisError(
            f"part.{of}: nothing tells its date; open a dataset with load_dataset, or give as_of="
        )
    return dataset.as_of


def column_of(name: str, tables: Iterable[str]) -> Field | None:
    """Return what the descriptor says of a column: a field of these tables, else of its codebook."""
    dataset = opened()
    return dataset.descriptor.column(name, tables=tuple(tables)) if dataset else None


def tables_of(*frames: Any) -> tuple[str, ...]:
    """Return the tables from which frames were made, as far as they remember them."""
    from analysis.data.lineage import tables_of as remembered

    return remembered(frames)
