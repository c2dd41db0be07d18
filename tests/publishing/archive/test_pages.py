"""A page over editions allows its own style and script by digest, and nothing else."""

import base64
import hashlib
import re

from analysis.publishing.archive.index import Item, Listing
from analysis.publishing.archive.pages import Link, drawn


def page(**drawn_with: str) -> str:
    items = [Item("Storms & rain", "<b>All</b> of them", [Link("storms.html", "Read")])]
    listing = Listing(title="All", subtitle="1", footer="", items=items)
    return drawn(listing, "index.html.j2", **drawn_with).decode("utf-8")


def test_text_never_becomes_markup() -> None:
    assert "Storms &amp; rain" in page()
    assert "<b>All" not in page()


def test_the_policy_names_the_style_and_the_script_by_digest() -> None:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    html = page(script="search.js")
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert f"style-src 'sha256-{digest(style)}'" in html.replace("&#39;", "'")
    assert f"script-src 'sha256-{digest(script)}'" in html.replace("&#39;", "'")
    assert "<script" not in page()
    assert "script-src 'none'" in page().replace("&#39;", "'")
