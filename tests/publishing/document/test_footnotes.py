"""A footnote may be defined in any cell, holds whatever it holds, and is never lost without a word."""

from __future__ import annotations

from analysis.publishing.document.blocks import Break, Cell, Code, Grid, Paragraph, Place, Table, Text
from analysis.publishing.document.document import read_document
from analysis.publishing.document.footnotes import Definitions, flattened
from analysis.publishing.document.traversal import words

ONE, TWO = Place(1, "one"), Place(2, "two")


def flaws(*sources: str) -> list[str]:
    cells = [
        {"cell_type": "markdown", "id": f"cell-{number}", "metadata": {}, "source": source}
        for number, source in enumerate(sources, 1)
    ]
    return [str(flaw) for flaw in read_document({"cells": cells, "metadata": {}}, name="x").flaws]


def test_a_definition_is_brought_to_the_cell_that_names_it() -> None:
    notes = Definitions([(ONE, "Named[^a]."), (TWO, "[^a]: Its words.\n\n    More of them.\n\nText.")])
    assert notes.completed("Named[^a].").rstrip().endswith("[^a]: Its words.\n\n    More of them.")
    assert notes.completed("Nothing.") == "Nothing."
    assert list(notes.unused()) == []


def test_a_definition_of_its_own_comes_before_that_of_another_cell() -> None:
    own = "Named[^a].\n\n[^a]: Own words."
    assert Definitions([(ONE, own), (TWO, "[^a]: Other words.")]).completed(own) == own


def test_a_note_without_definition_and_one_without_mark_are_flaws() -> None:
    assert [flaw.split(";")[0] for flaw in flaws("Named[^a].", "[^b]: Words.\n\nText with `[^c]`.")] == [
        "cell cell-1 (no. 1) names the footnote [^a], which no cell defines",
        "cell cell-2 (no. 2) defines the footnote [^b], to which nothing refers",
    ]


def test_a_note_to_which_nothing_refers_is_text_where_it_stands() -> None:
    cell = {"cell_type": "markdown", "id": "one", "metadata": {}, "source": "Words.\n\n[^b]: More *words*."}
    _, second = read_document({"cells": [cell], "metadata": {}}, name="x").blocks
    assert isinstance(second, Paragraph)
    assert words(second.children) == "[^b]: More words."


def test_one_note_that_two_cells_name_has_one_number() -> None:
    cells = ["First[^a].", "Second[^a].", "[^a]: Words."]
    assert flaws(*cells) == []


def test_rows_of_a_table_in_a_note_are_lines() -> None:
    a, b = Cell((Text("a"),)), Cell((Code("b"),))
    line = flattened([Table(Grid(2, ((a, b),), ((b, a),)))])
    assert words(line) == "a · b b · a"
    assert line.count(Break()) == 1
