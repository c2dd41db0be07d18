"""Addresses are linked when they are safe, and whole; lines begin and end with words."""

from __future__ import annotations

import pytest

from analysis.publishing.document.blocks import Break, Code, Link, Text
from analysis.publishing.document.inlines import linked, safe_url, trimmed


@pytest.mark.parametrize(
    "url",
    ["https://x.org/a?b=c:d", "HTTP://X.org", "mailto:a@x.org", "#one", "data/a.csv", "a?b=c:d", "/a/b:c"],
)
def test_addresses_of_the_web_of_mail_within_and_beside_are_safe(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:x", " java\nscript:x", "data:text/html,x", "file:///etc/x", "vb:x"],
)
def test_other_schemes_are_not_however_they_are_written(url: str) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://x.org/a.", "https://x.org/a"),
        ("(https://x.org/a)", "https://x.org/a"),
        ("https://x.org/a_(b), and", "https://x.org/a_(b)"),
        ("“https://x.org/a”", "https://x.org/a"),
        ("is it https://x.org/a?", "https://x.org/a"),
        ("https://x.org/a?b=1&c=2!", "https://x.org/a?b=1&c=2"),
        ("<http://x.org>", "http://x.org"),
    ],
)
def test_an_address_ends_before_what_closes_the_sentence(text: str, address: str) -> None:
    nodes = linked(text)
    assert [node for node in nodes if isinstance(node, Link)] == [Link(address, (Text(address),))]
    assert (
        "".join(node.url if isinstance(node, Link) else getattr(node, "text", "") for node in nodes) == text
    )


@pytest.mark.parametrize("text", ["no address", "", "ftp://x.org/a", "a://b"])
def test_words_without_an_address_of_the_web_stay_words(text: str) -> None:
    assert "".join(getattr(node, "text", "") for node in linked(text)) == text
    assert not any(isinstance(node, Link) for node in linked(text))


def test_blanks_and_breaks_go_at_the_ends_only() -> None:
    inner = (Code(" x "), Break(), Text("  "))
    line = (Break(), Text(" \n"), Text("  a "), *inner, Text(" b\n"), Text(" "), Break())
    assert trimmed(line) == (Text("a "), *inner, Text(" b"))


def test_nothing_is_left_of_blanks() -> None:
    assert trimmed([Text(" "), Break(), Text("\n")]) == ()
