"""A headless Chromium for all tests of this folder, and the project's own reports to look at."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from analysis.publishing.building.build import build
from analysis.publishing.planning.request import Options, Project, Request

ROOT = Path(__file__).parents[2]
Screen = Callable[..., None]


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newest edition of the project's own reports, built once for all tests here."""
    out = tmp_path_factory.mktemp("reports")
    (place,) = build(Project(ROOT / "notebooks", ROOT / "data", out), Request(), Options(twice=False))
    return place


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    executable = shutil.which("chromedriver")
    if executable is None:
        pytest.fail("chromedriver is not installed; on Debian: apt-get install chromium-driver")
    options = webdriver.ChromeOptions()
    quiet = ("disable-background-networking", "disable-component-update", "disable-sync", "no-first-run")
    for flag in ("headless=new", "no-sandbox", "disable-gpu", *quiet):
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(executable))
    yield driver
    driver.quit()


@pytest.fixture
def screen(browser: webdriver.Chrome) -> Screen:
    """A function that gives the browser a screen of a width in pixels, light or dark."""

    def set_to(width: int, *, scheme: str = "light") -> None:
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    return set_to
