"""Can everybody read the pages? axe-core finds no violation in them, light and dark, on a phone and a screen.

Set-up: Chromium, its driver and npm, then `make test-browser`, which fetches axe-core.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from selenium import webdriver

from analysis.publishing.exporters import AnalysisHTMLExporter
from analysis.publishing.planning.catalogue import load_catalogue

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".cache" / "axe-core" / "package" / "axe.min.js"
CORPUS = sorted((ROOT / "tests" / "publishing" / "corpus").glob("*.ipynb"))
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(
    found => done(found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" "))),
    error => done([String(error)]));
"""
Judged = Callable[[Path], list[str]]

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def violations(
    request: pytest.FixtureRequest, browser: webdriver.Chrome, screen: Callable[..., None]
) -> Judged:
    """A function that returns what axe-core finds wrong with a page."""
    if not AXE.exists():
        pytest.fail("axe-core is not there; make test-browser fetches it by npm")
    width, scheme = request.param
    screen(width, scheme=scheme)

    def judged(page: Path) -> list[str]:
        browser.get(page.as_uri())
        browser.execute_script(AXE.read_text(encoding="utf-8"))
        found: list[str] = browser.execute_async_script(RUN)
        return found

    return judged


def test_our_reports(edition: Path, violations: Judged) -> None:
    names = [*(report.id for report in load_catalogue(ROOT / "notebooks")), "index", "../index"]
    assert {name: violations(edition / f"{name}.html") for name in names} == {name: [] for name in names}


def test_notebooks_of_others(tmp_path: Path, violations: Judged) -> None:
    exporter_class: Any = AnalysisHTMLExporter
    exporter = exporter_class()
    found = {}
    for path in CORPUS:
        node = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))  # type: ignore[no-untyped-call]
        html, _ = exporter.from_notebook_node(node, {"metadata": {"name": path.stem}})
        page = tmp_path / f"{path.stem}.html"
        page.write_text(html, encoding="utf-8")
        found[path.stem] = violations(page)
    assert found == {path.stem: [] for path in CORPUS}


def test_what_is_wrong_would_be_found(tmp_path: Path, violations: Judged) -> None:
    page = tmp_path / "wrong.html"
    page.write_text("<html><body><img src='x'></body></html>", encoding="utf-8")
    assert {each.split(":")[0] for each in violations(page)} >= {
        "document-title",
        "html-has-lang",
        "image-alt",
    }
