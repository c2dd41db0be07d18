"""A rich output is shown by the best of its forms that paper can hold; what cannot be shown is told."""

from typing import Any

from analysis.publishing.document.blocks import Block, Equation, Listing, Paragraph, Picture, Place, Table
from analysis.publishing.document.foreign.outputs import BundleReader
from analysis.publishing.document.traversal import words


def no_picture(address: str, alt: str) -> Picture:
    raise AssertionError(address)


def read(bundle: dict[str, Any]) -> tuple[list[Block], list[str]]:
    told: list[str] = []
    reader = BundleReader(
        place=Place(2, "rain"),
        load=no_picture,
        markdown=lambda source: [],
        report=lambda what, fix, lost=False: told.append(what),
    )
    return reader.read(bundle, {}), told


def test_a_table_is_taken_before_its_plain_text() -> None:
    blocks, told = read({"text/html": "<table><tr><td>5</td></tr></table>", "text/plain": "5"})
    assert [type(block) for block in blocks] == [Table]
    assert told == []


def test_tex_is_an_equation_and_plain_text_a_listing() -> None:
    assert [type(block) for block in read({"text/latex": "$x^2$", "text/plain": "x**2"})[0]] == [Equation]
    (listing,) = read({"text/plain": ["five ", "storms"]})[0]
    assert isinstance(listing, Listing)
    assert listing.spans == (("", "five storms"),)


def test_what_needs_a_program_in_the_page_is_told() -> None:
    bundle = {
        "application/vnd.plotly.v1+json": {},
        "text/html": "<script></script>",
        "text/plain": "Figure",
    }
    blocks, told = read(bundle)
    (warning,) = [block for block in blocks if isinstance(block, Paragraph)]
    assert words(warning.children).startswith("Not shown: an interactive Plotly chart.")
    assert told == ["shows an interactive Plotly chart, which a page without scripts cannot show"]
