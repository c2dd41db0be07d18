"""Both formats say the same: one notebook, one order, one set of numbers, words and captions."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup, Tag


@pytest.fixture(scope="session")
def printed(report: Any) -> str:
    """The words of the PDF without what every page repeats, all blanks left out."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(report.pdf)).pages]
    return re.sub(r"\s", "", "\n".join(pages))


@pytest.fixture(scope="session")
def main(report: Any) -> Tag:
    found = BeautifulSoup(report.html, "html.parser").find("main")
    assert isinstance(found, Tag)
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_captions_have_the_same_numbers_and_order(main: Tag, printed: str) -> None:
    captions = [squeezed(caption.get_text()) for caption in main.select(".caption")]
    assert [caption.split(".")[0] for caption in captions] == [
        "Figure1",
        "Table1",
        "Table2",
        "Table3",
        "Table4",
    ]
    places = [printed.index(caption) for caption in captions]
    assert places == sorted(places)


def test_a_figure_has_its_title_above_and_its_caption_below(main: Tag, printed: str) -> None:
    [title] = main.select(".figure-title")
    [shown] = main.select("figure:not(.table)")
    assert [child.name for child in shown.find_all(recursive=False)] == ["p", "div", "div", "figcaption"]
    assert shown["aria-labelledby"] == title["id"] == "figure-1:title"
    assert printed.index(squeezed(title.get_text())) < printed.index("Figure1.")


def test_every_line_under_a_figure_or_table_is_in_both(main: Tag, printed: str) -> None:
    lines = [line.get_text() for line in main.select(".details, .beneath p")]
    assert len(lines) == 8
    assert all(squeezed(line) in printed for line in lines)


def test_every_cell_is_in_both(main: Tag, printed: str) -> None:
    cells = [squeezed(cell.get_text()) for cell in main.select("td, th")]
    assert len(cells) > 600
    assert all(cell in printed for cell in cells)


def test_headings_stand_in_the_same_order(main: Tag, printed: str) -> None:
    body = printed[printed.index("Areportofthis") - 20 :]
    places = [body.index(squeezed(heading.get_text())) for heading in main.select("h2, h3")]
    assert places == sorted(places)


def test_every_paragraph_is_in_both(main: Tag, printed: str) -> None:
    paragraphs = [each for each in main.select("p, li") if not each.find(["math", "li", "sup"])]
    assert len(paragraphs) > 10
    assert all(squeezed(each.get_text()).replace("↩", "") in printed for each in paragraphs)
