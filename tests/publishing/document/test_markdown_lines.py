"""A line of Markdown is words, styles, links, formulas, images and marks of footnotes."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.publishing.document.blocks import Paragraph, Picture, Place
from analysis.publishing.document.markdown import MarkdownReader
from analysis.publishing.document.pictures import UnreadablePicture
from analysis.publishing.document.traversal import words


def load(address: str, alt: str) -> Picture:
    raise UnreadablePicture("there is none")


def line(source: str) -> tuple[Any, list[str]]:
    told: list[str] = []

    def report(what: str, fix: str, *, lost: bool = False) -> None:
        told.append(what)

    [block] = MarkdownReader().read(source, place=Place(), load=load, report=report)
    assert isinstance(block, Paragraph)
    return block.children, told


def test_roles_show_their_words_and_a_build_is_told_of_those_that_lead_somewhere() -> None:
    children, told = line("See {ref}`the method <method>`, {math}`x^2`, H{sub}`2` and {n}`code`.")
    assert words(children) == "See the method, x^2, H2 and {n}code."
    assert [node.kind for node in children if node.kind != "text"] == ["formula", "styled", "code"]
    assert told == ["uses the role {ref}, which means nothing here"]


@pytest.mark.parametrize("source", ["{not a role}", "{} `code`", "a {brace"])
def test_braces_that_are_no_role_stay(source: str) -> None:
    children, told = line(source)
    assert words(children) == source.replace("`", "")
    assert told == []


def test_an_image_that_is_not_there_is_said_among_the_words() -> None:
    assert (
        words(line("Here ![A box](box.png) stands")[0])
        == "Here [Image not shown: A box; there is none] stands"
    )
