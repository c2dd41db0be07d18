"""No text of a notebook is ever read as code or markup: whatever it is, it prints as it stands."""

from __future__ import annotations

import io
import unicodedata
from types import ModuleType
from typing import Any

import pandas as pd
import pypdf
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import parts as part

COVER = ('"]; #panic("x") $x$ <b>', "</title><script>alert(1)</script>", "\\", "{{ 7 * 7 }} #sys.inputs")


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def printed(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def body_of(text: str, reports: ModuleType, number: int) -> list[dict[str, Any]]:
    """Cells that have the text wherever a text can stand in the body."""
    words: dict[str, Any] = {"caption": text, "source": text, "interval": text, "notes": [text]}
    table = part.table(
        pd.DataFrame({"n": [1], "a": [text]}), columns={"n": "n", "a": text}, as_of="2026-01-05", **words
    )
    shown = [
        part.note(text),
        part.prose(text),
        part.finding(part.Finding(f"n{number}", text, text, text)),
        table,
    ]
    return [reports.code(f"c{number}-{at}", [reports.shown(each)]) for at, each in enumerate(shown)]


@pytest.fixture(scope="module")
def hostile(reports: ModuleType, foreigners: ModuleType, export: Any) -> Any:
    cells = [cell for at, text in enumerate(foreigners.HOSTILE) for cell in body_of(text, reports, at)]
    return export(reports.notebook(cells), name="hostile")


def test_hostile_text_prints_literally_in_html(hostile: Any, foreigners: ModuleType) -> None:
    soup = BeautifulSoup(hostile.html, "html.parser")
    assert soup.find_all(["script", "iframe", "b"], string=True) == soup.select(".caption b")
    for role in (".note", "td", "thead th:last-child", ".beneath p"):
        assert [tag.get_text() for tag in soup.select(role)] == list(foreigners.HOSTILE)


def test_hostile_text_prints_literally_in_pdf(hostile: Any, foreigners: ModuleType) -> None:
    pages = printed(hostile.pdf)
    for text in foreigners.HOSTILE:
        if text.isascii():  # other scripts are printed, but extracted in the order of their glyphs
            assert pages.count(squeezed(text)) >= 8


@pytest.mark.parametrize("text", COVER)
def test_hostile_text_on_the_cover_and_under_a_figure(text: str, reports: ModuleType, export: Any) -> None:
    drawn = part.figure(reports.drawing(height=1), caption=text, alt=text, source=text, as_of="2026-01-05")
    edition = {"as_of": "2026-01-05", "known_on": "2026-11-24", "edition": text, "changes": [text]}
    about = {"title": text, "description": text, "audience": text, "authors": [text], "edition": edition}
    finding = part.finding(part.Finding("a", text, text, text, key=True))
    cells = [reports.code(f"c{at}", [reports.shown(each)]) for at, each in enumerate((drawn, finding))]
    exported = export(reports.notebook(cells, analysis=about), name="hostile")
    soup = BeautifulSoup(exported.html, "html.parser")
    assert soup.find_all("script") == []
    assert [tag.get_text() for tag in soup.select("h1, .lead, .key li, .changes li")] == [text] * 4
    labels = [str(tag["aria-label"]) for tag in soup.select("svg[role=img]")]  # a second one is for phones
    assert labels
    assert all(label.endswith(f" {text}") for label in labels)
    metadata: Any = pypdf.PdfReader(io.BytesIO(exported.pdf)).metadata
    assert (metadata.title, metadata.author, metadata.subject) == (text, text, text)
    assert printed(exported.pdf).count(squeezed(text)) >= 8


LETTERS = st.text(st.sampled_from("<>&\"'#$[]{}()\\/*_`@=~-+|%^!?;:.,aЇ1 \u00a0"), min_size=1, max_size=24)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LETTERS.filter(lambda text: text.strip()))
def test_any_text_prints_literally(reports: ModuleType, export: Any, text: str) -> None:
    cells = [reports.code("note", [reports.shown(part.note(text))])]
    exported = export(reports.notebook(cells))
    note = BeautifulSoup(exported.html, "html.parser").select_one(".note")
    assert note is not None
    assert note.get_text() == text.strip()
    assert squeezed(text) in printed(exported.pdf)
