"""The HTML reports in a real browser: no request leaves the file, and nothing is wider than the screen.

Set-up: Chromium and its driver (`apt-get install chromium-driver`), then `make test-browser`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium import webdriver

from analysis.publishing.planning.catalogue import load_catalogue

ROOT = Path(__file__).parents[2]
WIDTHS = (390, 1280)

pytestmark = pytest.mark.browser


def pages() -> list[str]:
    """Return each report, the page of the edition and the page of the archive."""
    return [*(report.id for report in load_catalogue(ROOT / "notebooks")), "index", "../index"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", pages())
def test_a_page_fits_the_screen_and_asks_for_nothing(
    browser: webdriver.Chrome, screen: Callable[..., None], edition: Path, page: str, width: int
) -> None:
    screen(width)
    browser.get((edition / f"{page}.html").as_uri())
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    requests = browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('data:'))"
    )
    assert wide <= width, f"{page}.html is {wide} px wide on a screen of {width} px"
    assert requests == []
    cut = browser.execute_script(
        "return [...document.querySelectorAll('.scroll:has(> .few)')]"
        ".filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.innerText.slice(0, 60))"
    )
    assert cut == [], "a table of few columns is cut at the edge of its box"
    log: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    assert [entry["message"] for entry in log] == []
    assert browser.title
