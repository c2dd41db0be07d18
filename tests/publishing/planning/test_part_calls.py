"""A figure, table or note that lacks its words is told before anything runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.publishing.planning.notebooks import Notebook
from analysis.publishing.planning.part_calls import calls_with_words

Noted = Callable[..., Notebook]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("part.table(dataset.nights)", "part.table lacks caption"),
        ("part.figure(1)", "part.figure lacks caption"),
        ("part.note()", "part.note lacks text; give it"),
        ('part.note(text=" ")', "part.note has an empty text; say it in words"),
        ("part.tabel(dataset.nights)", "part.tabel is nothing that a notebook can show; did you mean table?"),
    ],
)
def test_missing_and_misspelt_words(noted: Noted, code: str, said: str) -> None:
    assert said in "\n".join(map(str, calls_with_words(noted(code))))


def test_a_misspelt_argument_is_told_the_nearest(noted: Noted) -> None:
    said = [str(each) for each in calls_with_words(noted('part.table(1, captoin="All nights")'))]
    assert any("part.table takes no captoin; did you mean caption?" in each for each in said)


def test_whole_calls_and_other_calls_pass(noted: Noted) -> None:
    code = 'words = {}\npart.table(1, **words)\npart.note("Counted as reported.")\ndataset.table("nights")'
    assert list(calls_with_words(noted(code))) == []


def test_the_name_under_which_part_was_imported_does_not_matter(noted: Noted) -> None:
    setup = "from analysis import load_dataset, parts as show"
    assert list(calls_with_words(noted("show.note()", setup=setup)))
