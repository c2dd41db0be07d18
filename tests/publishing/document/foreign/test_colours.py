"""Colours of foreign style sheets are read as far as a page can show them."""

import pytest

from analysis.publishing.document.foreign.colours import colour, rules_by_id


@pytest.mark.parametrize(
    ("css", "seen"),
    [
        ("rgba(0, 0, 0, 0.5)", "#808080"),
        ("rgb(300 0 0 / 50%)", "#ff8080"),
        ("WHITE !important", "#ffffff"),
        ("var(--x)", ""),
        ("transparent", ""),
    ],
)
def test_a_colour_is_what_it_looks_like_on_white(css: str, seen: str) -> None:
    assert colour(css) == seen


def test_a_later_rule_adds_to_an_earlier_one() -> None:
    sheet = "/* #a {color: blue} */ #a, .b {color: red} #a {font-weight: bold} #a td {color: green}"
    assert rules_by_id(sheet) == {"a": {"color": "red", "font-weight": "bold"}}
