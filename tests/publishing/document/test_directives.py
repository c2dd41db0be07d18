"""A fence holds program text unless it names a directive; front matter is fields between dashes."""

from __future__ import annotations

import pytest

from analysis.publishing.document.directives import Directive, directive, front_matter


@pytest.mark.parametrize("info", ["python", "{r}", "{python, echo=FALSE}", "{julia}", ""])
def test_languages_of_programs_are_no_directives(info: str) -> None:
    assert directive(info, "x", colons=False) is None


@pytest.mark.parametrize(
    ("info", "name", "title"),
    [
        ("{warning} Take care", "warning", "Take care"),
        ("{.callout-tip}", "tip", ""),
        ('{.callout-note collapse="true"}', "note", ""),
        ("warning", "warning", ""),
        ("{figure} a/b.png", "figure", "a/b.png"),
        ("", "", ""),
    ],
)
def test_colons_hold_directives_of_every_maker(info: str, name: str, title: str) -> None:
    assert directive(info, "Words", colons=True) == Directive(name, title, "Words")


@pytest.mark.parametrize(
    "body", [":class: wide\n:name: x\nWords", "---\nclass: wide\n---\nWords", "\nWords\n"]
)
def test_options_are_no_words(body: str) -> None:
    found = directive("{note}", body, colons=False)
    assert found is not None
    assert found.body == "Words"


@pytest.mark.parametrize(
    "source", ["---\n\nWords\n\n---\n", "Words\n---\n", "---\nWords", "# A\n\n---\na: b\n---"]
)
def test_lines_of_dashes_alone_are_no_front_matter(source: str) -> None:
    assert front_matter(source) == ("", source)
