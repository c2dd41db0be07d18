"""A headless Chromium for all tests of this folder."""

import shutil
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service


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
