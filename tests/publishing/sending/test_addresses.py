"""Addresses are read as people type them, and written as servers take them."""

from __future__ import annotations

import pytest

from analysis.publishing.sending.addresses import read_mailbox


@pytest.mark.parametrize(
    ("typed", "name", "address", "is_ascii"),
    [
        ("ada@example.org", "", "ada@example.org", True),
        ("Ada Adams <ada@Example.org>", "Ada Adams", "ada@example.org", True),
        ('"Adams, Ada" <ada@example.org>', "Adams, Ada", "ada@example.org", True),
        ("Zoë <zoe@bücher.example>", "Zoë", "zoe@xn--bcher-kva.example", True),
        ("ольга@пример.рф", "", "ольга@xn--e1afmkfd.xn--p1ai", False),
    ],
)
def test_an_address_is_read(typed: str, name: str, address: str, is_ascii: bool) -> None:
    mailbox = read_mailbox(typed)
    assert (mailbox.name, mailbox.address, mailbox.is_ascii) == (name, address, is_ascii)


@pytest.mark.parametrize(
    "typed",
    ["", "ada", "ada@", "@example.org", "ada@example..org", "ada@-a.org", "Ada <ada@example.org", "a@b@c.org",
     "ada@example.org\nBcc: eve@example.org", "ada@example.org, bo@example.org", "Ada ada@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no mail address"):
        read_mailbox(typed)


def test_a_name_in_a_header_is_quoted() -> None:
    assert str(read_mailbox('"Adams, Ada" <ada@example.org>').header()) == '"Adams, Ada" <ada@example.org>'
