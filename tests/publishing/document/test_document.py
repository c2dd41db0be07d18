"""A document is what the notebook says: title, dates, numbers and anchors settled once for both formats."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.publishing.document.blocks import Figure, Heading, Link, Listing, Paragraph, Picture
from analysis.publishing.document.document import Document, read_document
from analysis.publishing.document.traversal import words

Json = dict[str, Any]


def text(source: str) -> Json:
    return {"cell_type": "markdown", "id": "t", "metadata": {}, "source": source}


def code(source: str, *tags: str, outputs: tuple[Json, ...] = ()) -> Json:
    metadata = {"tags": list(tags)}
    return {"cell_type": "code", "id": "c", "metadata": metadata, "source": source, "outputs": list(outputs)}


def shown(**content: Any) -> Json:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {"application/vnd.analysis.part+json": content},
    }


def document(*cells: Json, name: str = "the-name", **metadata: Any) -> Document:
    return read_document({"metadata": metadata, "cells": list(cells)}, name=name)


def finding(name: str, *, key: bool) -> Json:
    return shown(kind="finding", name=name, sentence=f"Said {name}.", key=key)


def test_the_title_is_the_first_heading_of_level_one() -> None:
    read = document(text("Before.\n\n# The *title*\n\nAfter."), analysis={"title": "Another"})
    assert read.title == "The title"
    assert [words(block.children) for block in read.blocks if isinstance(block, Paragraph)] == [
        "Before.",
        "After.",
    ]


@pytest.mark.parametrize(
    ("about", "title"), [({"title": "Of the metadata"}, "Of the metadata"), ({}, "the-name")]
)
def test_without_it_the_metadata_or_the_name(about: Json, title: str) -> None:
    assert document(text("## Only a section\n\nText."), analysis=about).title == title


def test_the_kicker_does_not_repeat_the_title() -> None:
    assert document(text("# The name"), analysis={}).kicker == ""
    assert document(text("# A finding"), analysis={}).kicker == "the name"
    assert document(text("# A finding")).kicker == ""


def test_dates_come_from_the_build_else_papermill_else_the_parameters() -> None:
    cell = code('as_of = "2026-01-05"\nknown_on = "2026-11-24"\nn = len("x")', "parameters")
    injected = code('as_of = "2025-12-06"', "injected-parameters")
    assert document(cell).as_of == "2026-01-05"
    assert document(cell, injected).as_of == "2025-12-06"
    assert document(cell, papermill={"parameters": {"as_of": "2025-06-01"}}).as_of == "2025-06-01"
    built = document(cell, analysis={"edition": {"as_of": "2024-02-29", "changes": ["One."]}})
    assert (built.as_of, built.known_on, built.changes) == ("2024-02-29", "2026-11-24", ("One.",))
    assert document(code("as_of = today()", "parameters")).as_of == ""


@pytest.mark.parametrize("as_of", ["2026-13-45", "soon", 3, None, ""])
def test_what_is_no_date_is_left_out(as_of: object) -> None:
    assert document(analysis={"edition": {"as_of": as_of}, "language": "Ukrainian"}).as_of == ""


def test_key_findings_come_from_the_findings_in_order() -> None:
    several = shown(kind="findings", findings=[{"name": "b", "sentence": "Said b.", "key": True}])
    outputs = (finding("a", key=True), several, finding("c", key=False))
    assert document(code("", outputs=outputs)).key_findings == ("Said a.", "Said b.")


def test_page_one_holds_what_stands_before_the_first_section() -> None:
    headline = shown(kind="headline", text="Lamps doubled")
    drawn = Picture("image/svg+xml", b"<svg/>", "a line", 10, 10)
    cells = (text("# Lamps"), code("", outputs=(headline,)), text("A town."), text("## Body"), text("Said."))
    found = document(*cells, analysis={})
    assert (found.kicker, found.headline) == ("Lamps", "Lamps doubled")
    assert [type(block) for block in found.lead] == [Paragraph]
    assert [type(block) for block in found.body] == [Heading, Paragraph]
    assert document(*cells).opening == ()
    assert document(text("# Lamps"), text("A town."), analysis={}).opening == ()
    both = replace(found, blocks=(Figure(drawn, caption="c"), *found.blocks))
    assert [type(block) for block in both.pictures] == [Figure]


def test_a_second_headline_is_a_flaw() -> None:
    headlines = tuple(shown(kind="headline", text=each) for each in ("Lamps doubled", "Lamps rose"))
    found = document(code("", outputs=headlines))
    assert (found.headline, [flaw.what for flaw in found.flaws]) == (
        "Lamps rose",
        ["gives the report a second headline"],
    )


@pytest.mark.parametrize("tag", ["hide-input", "hide-cell", "parameters", "injected-parameters"])
def test_what_is_hidden_only_until_asked_for_is_shown(tag: str) -> None:
    assert [type(block) for block in document(code("x = 1", tag)).blocks] == [Listing]


@pytest.mark.parametrize("tag", ["remove-input", "remove_input"])
def test_tags_leave_inputs_out(tag: str) -> None:
    assert [type(block) for block in document(code("x = 1")).blocks] == [Listing]
    assert document(code("x = 1", tag)).blocks == ()


def test_inputs_of_a_report_are_never_shown() -> None:
    assert document({**code("x = 1"), "execution_count": 1}, analysis={}).blocks == ()


def test_anchors_are_unique_and_links_find_them_in_either_spelling() -> None:
    read = document(text("## Same\n\n[a](#Same-2) [b](#same) [c](#none)\n\n## Same\n\nText"))
    assert [heading.anchor for heading in read.headings] == ["same", "same-2"]
    [line] = [block for block in read.blocks if isinstance(block, Paragraph) and len(block.children) > 1]
    assert [node.url for node in line.children if isinstance(node, Link)] == ["#same-2", "#same"]
    assert [flaw.what for flaw in read.flaws] == ["links to #none, which is nowhere in the report"]


def test_a_section_with_subsections_only_is_not_empty() -> None:
    assert document(text("## One\n\n### Two\n\nText.")).flaws == ()
    assert len(document(text("## One\n\n## Two\n\nText.")).flaws) == 1


def test_cells_that_were_not_run_are_told_at_the_head() -> None:
    cells = [text("# Title"), {**code("seen = 1"), "execution_count": 1}, code("unseen()"), code(" ")]
    read = document(*cells, analysis={})
    assert read.title == "Title"
    (warning,) = [block for block in read.blocks if isinstance(block, Paragraph) and block.role == "warning"]
    assert words(warning.children).startswith("Not whole: 1 of 2 code cells have not been run")
    assert any("have not been run" in flaw.what and flaw.lost for flaw in read.flaws)


def test_a_notebook_of_others_may_show_code_that_was_not_run() -> None:
    assert not document(text("# Title"), code("unseen()")).flaws


def test_a_report_speaks_for_its_authors_else_for_those_of_its_project() -> None:
    project = {"authors": ["A"], "publishers": ["P"]}
    about = {"edition": {"project": project}}
    assert document(analysis=about).authors == ("A",)
    assert document(analysis=about, authors=[{"name": "B"}]).authors == ("B",)
    assert document(analysis={"edition": {"project": {"publishers": ["P"]}}}).authors == ("P",)


def test_outside_a_project_nobody_is_invented() -> None:
    plain = document(analysis={})
    assert (plain.authors, plain.project, plain.publishers, plain.licences) == ((), "", (), ())
