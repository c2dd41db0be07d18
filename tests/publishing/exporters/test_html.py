"""The HTML is one file that asks nobody for anything, says all it shows in words, and needs no script."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from types import ModuleType
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

LOADING = {
    "src",
    "srcset",
    "poster",
    "background",
    "data",
    "action",
    "formaction",
    "manifest",
    "ping",
    "cite",
    "profile",
}


@pytest.fixture(scope="session")
def page(report: Any) -> BeautifulSoup:
    return BeautifulSoup(report.html, "html.parser")


def requests_of(markup: str) -> list[str]:
    """Everything in a page that a browser would fetch."""
    soup = BeautifulSoup(markup, "html.parser")
    found = [
        str(value)
        for tag in soup.find_all(True)
        for name, value in tag.attrs.items()
        if name in LOADING or (name == "href" and tag.name in {"link", "image", "use", "base"})
    ]
    found += re.findall(r"url\(([^)]*)\)", markup) + re.findall(r"@import\s+(\S+)", markup)
    return [address for address in found if not address.startswith(("#", "data:"))]


@pytest.mark.parametrize("which", ["report", "foreign"])
def test_nothing_is_fetched_and_no_script_runs(which: str, request: pytest.FixtureRequest) -> None:
    html = request.getfixturevalue(which).html
    assert requests_of(html) == []
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find_all(["script", "iframe", "object", "embed", "form", "base", "foreignObject"]) == []
    assert [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []


@pytest.mark.parametrize("which", ["report", "foreign"])
def test_the_policy_forbids_all_but_the_one_style_sheet(which: str, request: pytest.FixtureRequest) -> None:
    soup = BeautifulSoup(request.getfixturevalue(which).html, "html.parser")
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    [style] = soup.find_all("style")
    digest = base64.b64encode(hashlib.sha256(str(style.string).encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'none'"
    )
    assert [tag for tag in soup.find_all(True) if "style" in tag.attrs] == []


def test_head_says_language_title_and_description(page: BeautifulSoup) -> None:
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert page.title is not None
    assert page.title.string == "Salvos grew as talks went on · 5 January 2026"
    told = {str(tag["name"]): tag["content"] for tag in page.find_all("meta", attrs={"name": True})}
    assert told["author"] == "The authors"
    assert told["dcterms.publisher"] == "A publisher"
    assert told["dcterms.isPartOf"] == "A record of nights"
    assert told["dcterms.license"] == "CC-BY-4.0 (https://example.org/by)"


def test_the_cover_holds_dates_findings_and_changes(page: BeautifulSoup) -> None:
    header = page.find("header")
    assert isinstance(header, Tag)
    assert [time["datetime"] for time in header.find_all("time")] == ["2026-01-05", "2026-11-24"]
    assert [item.get_text() for item in header.find_all("li")] == [
        "165 drones were launched in the night to 5 January 2026.",
        "83% of them were neutralised (77–88%).",
        "Launches in the last seven days: 1,050, up from 913.",
        "One row was retracted.",
    ]


def test_there_is_one_title_and_no_level_is_skipped(page: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("which", ["report", "foreign"])
def test_links_within_the_page_lead_somewhere_and_ids_are_unique(
    which: str, request: pytest.FixtureRequest
) -> None:
    soup = BeautifulSoup(request.getfixturevalue(which).html, "html.parser")
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    inner = [str(tag["href"]) for tag in soup.find_all(href=re.compile("^#"))]
    assert {address[1:] for address in inner} <= set(ids)
    used = re.findall(r"url\(#([^)]+)\)", str(soup))
    assert set(used) <= set(ids)


def test_figures_speak_and_tables_have_headings(page: BeautifulSoup) -> None:
    wide, narrow = page.find_all("svg", role="img")
    assert str(wide["aria-label"]).startswith("Chart of Drones a night, 0 to 119. Line: from ")
    assert narrow["aria-label"] == wide["aria-label"]
    for table in page.find_all("table"):
        assert all(cell.get("scope") in {"col", "row"} for cell in table.find_all("th"))
        assert table.find("thead")
    assert [box.get("tabindex") for box in page.find_all(class_="scroll")] == ["0"] * len(
        page.find_all("table")
    )
    first = page.find("a")
    assert isinstance(first, Tag)
    assert first["href"] == "#page:report"


def test_contents_stand_beside_the_text_and_folded_for_phones(page: BeautifulSoup) -> None:
    beside, folded = (
        [tag["href"] for tag in page.select(f"{of} a")] for of in ("nav.contents", "details.folded nav")
    )
    assert beside == folded
    assert beside
    assert not page.select("details.folded[open]")


def test_a_table_of_few_columns_is_made_to_fit_a_phone(page: BeautifulSoup) -> None:
    for table in page.find_all("table"):
        columns = max(len(row.find_all(["td", "th"])) for row in table.find_all("tr"))
        assert ("few" in (table.get("class") or [])) == (columns <= 5)


def test_formulas_are_mathml(page: BeautifulSoup) -> None:
    shown = page.find_all("math")
    assert [tag.get("display") for tag in shown].count("block") == 1
    assert [tag.get_text() for tag in shown][::2] == ["𝑝^=𝑘/𝑛", "𝑥2"]


def test_footnotes_lead_there_and_back(page: BeautifulSoup) -> None:
    notes = page.select(".footnotes li")
    assert [note["id"] for note in notes] == ["note-1", "note-2"]
    assert [tag["href"] for tag in page.select(".back")] == ["#mark-1", "#mark-2"]


def test_the_page_is_fit_for_narrow_dark_and_paper(report: Any) -> None:
    assert 'name="viewport" content="width=device-width' in report.html
    assert "@media (prefers-color-scheme: dark)" in report.html
    assert "@media print" in report.html


def test_styled_cells_keep_their_colours(foreign: Any) -> None:
    soup = BeautifulSoup(foreign.html, "html.parser")
    cells = soup.select(".on-ffee99.ink-7a0000")
    assert [cell.get_text() for cell in cells] == ["16", "3", "7"]
    assert ".on-ffee99{background:#ffee99}" in foreign.html


def test_ids_of_two_equal_drawings_do_not_meet(reports: ModuleType, export: Any) -> None:
    cells = [reports.code(f"figure-{n}", [reports.shown(reports.nightly_figure())]) for n in range(2)]
    soup = BeautifulSoup(export(reports.notebook(cells)).html, "html.parser")
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(soup.find_all("svg", role="img")) == 4
    assert len(ids) == len(set(ids))
