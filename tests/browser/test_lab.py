"""JupyterLab in a real browser: run all cells, export, and the report is there, by clicks alone.

Set-up as for the other browser tests: Chromium and its driver, then `make test-browser`.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

ROOT = Path(__file__).parents[2]
NOTEBOOK = "situation-brief.ipynb"
PATIENCE = 120  # seconds

pytestmark = pytest.mark.browser
Found = TypeVar("Found")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab that holds a copy of the notebook beside the project's data."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, notebooks)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = (
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.token=",
        "--ServerApp.password=",
    )
    command = [sys.executable, "-m", "jupyter", "lab", str(notebooks), *settings, "--expose-app-in-browser"]
    homes = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "share", "JUPYTER_RUNTIME_DIR": "run"}
    environment = {**os.environ, **{name: str(tmp_path / folder) for name, folder in homes.items()}}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as server:
        address = f"http://127.0.0.1:{port}"
        until(lambda: urlopen(f"{address}/api").status == 200)
        yield address
        server.terminate()


def until(look: Callable[[], Found]) -> Found:
    """Return what a look finds, as soon as it finds anything."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        with suppress(WebDriverException, OSError):
            if found := look():
                return found
        time.sleep(0.2)
    pytest.fail(f"nothing found in {PATIENCE} s")


def click(browser: webdriver.Chrome, *path: str) -> None:
    """Click a menu, an item in it, an item of its submenu."""
    for level, label in enumerate(path):
        kind = "MenuBar" if level == 0 else "Menu"
        place = f"//*[contains(@class, 'lm-{kind}-itemLabel') and normalize-space()='{label}']"
        until(lambda place=place: clicked(browser, place))  # type: ignore[misc]


def clicked(browser: webdriver.Chrome, place: str) -> bool:
    browser.find_element(By.XPATH, place).click()
    return True


def test_run_all_and_export_as_pdf(browser: webdriver.Chrome, lab: str, tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    allowed = {"behavior": "allow", "downloadPath": str(downloads)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    browser.set_window_size(1400, 1000)
    browser.get(f"{lab}/lab/tree/{NOTEBOOK}")
    ready = "const context = window.jupyterapp.shell.currentWidget.sessionContext;"
    ready += "return context.isReady && context.session?.kernel?.status === 'idle'"
    until(lambda: browser.execute_script(ready))  # the page says "idle" before there is a kernel
    click(browser, "Run", "Run All Cells")
    done = "return window.jupyterapp.shell.currentWidget.content.widgets"
    done += ".filter(c => c.model.type === 'code').every(c => c.model.executionCount !== null)"
    until(lambda: browser.execute_script(done))
    click(browser, "File", "Save and Export Notebook As", "Analysis-pdf")
    (pdf,) = until(lambda: list(downloads.glob("*.pdf")))
    assert pdf.stem == Path(NOTEBOOK).stem
    from pypdf import PdfReader

    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "have not been run" not in text
    assert "Ukrainian Air Force" in text
