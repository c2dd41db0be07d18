"""How do the pages over editions become HTML? From values and a template, without any request to elsewhere.

The policy of each page allows its own style and its own script by their digests, and nothing more.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment, Template

POLICY: Final = (
    "default-src 'none'; img-src data:; style-src {style}; script-src {script};"
    " base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Link:
    """An address relative to the page, and the words it is shown by."""

    address: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has: its title and a line beneath, what must be seen first, links, a last line."""

    title: str
    subtitle: str
    footer: str
    warnings: Sequence[str] = ()
    notices: Sequence[str] = ()
    links: Sequence[Link] = ()
    feed: str = ""


def drawn(page: Page, template: str, *, script: str = "") -> bytes:
    """Return a page as HTML; ``script`` names the script that it carries."""
    style, code = _asset("page.css"), _asset(script) if script else ""
    policy = POLICY.format(style=_digest(style), script=_digest(code) if code else "'none'")
    given: dict[str, Any] = {"page": page, "style": Markup(style), "script": Markup(code), "policy": policy}
    return (compiled(template).render(given).rstrip() + "\n").encode("utf-8")


def _asset(name: str) -> str:
    return files("analysis.publishing").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def compiled(template: str) -> Template:
    """Return a template of the pages, which is compiled once."""
    return _environment().get_template(template)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # not for "nothing to do"

    loader = PackageLoader("analysis.publishing")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
