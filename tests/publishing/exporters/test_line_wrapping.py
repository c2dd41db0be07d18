"""Lines of program text are cut at their columns with a mark; no letter is lost and no line is too wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.publishing.document.blocks import Listing
from analysis.publishing.exporters.line_wrapping import ANYWHERE, MARK, breakable, wrapped

spans = st.lists(st.tuples(st.sampled_from(["", "string"]), st.text(st.sampled_from("ab \n漢"), max_size=60)))


def joined(listing: Listing) -> str:
    return "".join(text for _, text in listing.spans)


@given(spans, st.integers(5, 20))
def test_every_letter_stays_and_every_line_fits(given_spans: list[tuple[str, str]], columns: int) -> None:
    listing = Listing("code", tuple(given_spans))
    shown = wrapped(listing, columns=columns)
    assert joined(shown).replace(f"\n{MARK}", "") == joined(listing)
    for line in joined(shown).split("\n"):
        assert len(line) + line.count("漢") <= columns


def test_colours_stay_where_they_were() -> None:
    listing = Listing("code", (("", "x = "), ("string", "'aaaa bbbb'"), ("", " + y")))
    assert wrapped(listing, columns=12).spans == (
        ("", "x = "), ("string", "'aaaa "), ("wrap", f"\n{MARK}"), ("string", "bbbb'"), ("", " + y"),
    )  # fmt: skip


def test_only_what_cannot_be_broken_otherwise_is_made_breakable() -> None:
    address = "https://example.org/a-long/address-of-many/short-parts/that-lines-can-end-at"
    assert breakable(address) == address
    assert breakable("x" * 50 + " word").count(ANYWHERE) == 49
