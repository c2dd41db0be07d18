"""Very long outputs are printed in part, and the page says how much."""

from __future__ import annotations

from analysis.publishing.document.blocks import Listing
from analysis.publishing.exporters.printed import MOST_LETTERS, printed


def test_one_very_long_line_is_shortened_and_says_so() -> None:
    [listing] = printed([Listing("output", (("", "x" * (MOST_LETTERS + 5)),))])
    assert isinstance(listing, Listing)
    assert listing.spans[0] == ("", "x" * MOST_LETTERS)
    assert listing.spans[1] == (
        "comment",
        "\n[The first 40,000 of 40,005 letters are printed here; the page in HTML shows all.]",
    )


def test_what_is_not_long_is_printed_as_it_stands() -> None:
    listing = Listing("output", (("string", "a\nb"),))
    assert printed([listing]) == [listing]
