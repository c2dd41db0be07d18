"""Who is written to? A name and an address as one types them, and as mail servers take them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Final

_TYPED: Final = re.compile(
    r'\s*(?:"?(?P<name>[^<>"]*?)"?\s*<)?(?P<local>[^<>\s@,;"]+)@(?P<domain>[^<>\s@,;]+?)>?\s*'
)
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.IGNORECASE)


@dataclass(frozen=True)
class Mailbox:
    """A person's name, which may be blank, and address; its domain in ASCII, as name servers know it."""

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        """The address without the name: what an envelope carries, and what a person is known by here."""
        return f"{self.local}@{self.domain}"

    @property
    def is_ascii(self) -> bool:
        """Whether any mail server takes the address; others must offer SMTPUTF8."""
        return self.local.isascii()

    def header(self) -> Address:
        """Return the mailbox as the standard library writes it into a header."""
        return Address(self.name, self.local, self.domain)


def read_mailbox(text: str) -> Mailbox:
    """Read an address with or without a name before it; ``ValueError`` says what is wrong.

    >>> read_mailbox("Zoë Čapek <zoe@bücher.example>").address
    'zoe@xn--bcher-kva.example'
    >>> read_mailbox("Ada at example.org")
    Traceback (most recent call last):
    ValueError: is no mail address
    """
    found = _TYPED.fullmatch(text) if text.isprintable() and text.count("<") == text.count(">") else None
    try:
        domain = found["domain"].encode("idna").decode("ascii").lower() if found else ""
    except UnicodeError:
        domain = ""
    if not found or not all(map(_LABEL.fullmatch, domain.split("."))):
        raise ValueError("is no mail address")
    return Mailbox((found["name"] or "").strip(), found["local"], domain)
