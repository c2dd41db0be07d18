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


def report_of(text: str, reports: ModuleType) -> dict[str, Any]:
    """A report that has the text wherever a text can stand."""
    table = part.table(
        pd.DataFrame({text: [text]}),
        caption=text,
        source=text,
        as_of="2026-01-05",
        notes=[text],
        interval=text,
    )
    figure = part.figure(reports.drawing(height=1), caption=text, alt=text, source=text, as_of="2026-01-05")
    shown = [
        part.note(text),
        part.prose(text),
        part.finding(part.Finding("a", text, text, text, key=True)),
        table,
        figure,
    ]
    about = {
        "title": text,
        "description": text,
        "audience": text,
        "authors": [text],
        "edition": edition(text),
    }
    cells = [reports.code(f"c{number}", [reports.shown(each)]) for number, each in enumerate(shown)]
    notebook: dict[str, Any] = reports.notebook(cells, analysis=about)
    return notebook


def edition(text: str) -> dict[str, Any]:
    return {"as_of": "2026-01-05", "known_on": "2026-11-24", "edition": text, "changes": [text]}


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def hostile() -> list[str]:
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    spec = spec_from_file_location("hostile", Path(__file__).parents[1] / "fixtures" / "foreign.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.HOSTILE)


@pytest.mark.parametrize("text", hostile())
def test_hostile_text_prints_literally(text: str, reports: ModuleType, export: Any) -> None:
    exported = export(report_of(text, reports), name="hostile")
    soup = BeautifulSoup(exported.html, "html.parser")
    assert soup.find_all(["script", "iframe"]) == []
    for place in (soup.h1, *soup.select(".lead, .note, .key li, .changes li, td, .beneath p")):
        assert place is not None
        assert place.get_text().strip() == text.strip() or text in place.get_text()
    reader = pypdf.PdfReader(io.BytesIO(exported.pdf))
    printed = squeezed("".join(page.extract_text() for page in reader.pages))
    if text.isascii():
        assert printed.count(squeezed(text)) >= 12
        assert reader.metadata is not None
        assert reader.metadata.title == text


LETTERS = st.text(st.sampled_from("<>&\"'#$[]{}()\\/*_`@=~-+|%^!?;:.,aЇ1 \u00a0"), min_size=1, max_size=24)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LETTERS.filter(lambda text: text.strip()))
def test_any_text_prints_literally(reports: ModuleType, export: Any, text: str) -> None:
    cells = [reports.code("note", [reports.shown(part.note(text))])]
    exported = export(reports.notebook(cells))
    note = BeautifulSoup(exported.html, "html.parser").select_one(".note")
    assert note is not None
    assert note.get_text() == text.strip()
    page = pypdf.PdfReader(io.BytesIO(exported.pdf)).pages[0].extract_text()
    assert squeezed(text) in squeezed(page)
