"""Tables and fields are found by name, and undated tables by what dates them."""

import pytest

from analysis.data.descriptor import Descriptor, Field, Reference, Table
from analysis.errors import DataError


def table(name: str, *, dated: bool = False, to: tuple[str, ...] = ()) -> Table:
    references = tuple(Reference(("x",), target, ("x",)) for target in to)
    return Table(name=name, path=f"{name}.csv", references=references, date_field="day" if dated else "")


def descriptor(*tables: Table) -> Descriptor:
    return Descriptor("datapackage.json", {}, {one.name: one for one in tables}, {"mean": Field("mean")})


def test_a_name_that_is_unknown_is_answered_with_the_closest_or_all() -> None:
    notes = Table.of("notes", "text", "author")
    assert notes.field("author").title == "author"
    with pytest.raises(DataError, match=r"^table notes has no field autor; did you mean author\?$"):
        notes.field("autor")
    with pytest.raises(DataError, match=r"^datapackage.json has no table xyz; there are notes$"):
        descriptor(notes).table("xyz")


def test_a_column_is_that_of_the_first_named_table_else_of_the_codebook() -> None:
    found = descriptor(Table.of("notes", "text"), Table.of("remarks", "text", "mean"))
    assert found.column("mean", ["notes", "remarks"]) is found.tables["remarks"].fields[1]
    assert found.column("mean", ["notes"]) is found.codebook["mean"]
    assert found.column("mean") is found.codebook["mean"]
    assert found.column("text") is None


def test_an_undated_table_stands_and_falls_with_what_it_refers_to() -> None:
    found = descriptor(
        table("events", dated=True),
        table("sources"),
        table("people", to=("events", "sources")),
        table("letters", to=("people",)),
        table("replies", dated=True, to=("events",)),
        table("tree", to=("tree",)),
    )
    parents = {name: [one.table for one in found.parents(name)] for name in found.tables}
    assert parents == {
        "events": [],
        "sources": [],
        "people": ["events"],
        "letters": ["people"],
        "replies": [],
        "tree": [],
    }
