"""JupyterLab's menu finds both exporters at a route of the server, which is on once the project is there."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_server.nbconvert.handlers import NbconvertFileHandler

from analysis.publishing.exporters import lab


@pytest.fixture(scope="module")
def route() -> str:
    """The one route that the extension adds to a server whose address is not the root."""
    added: list[tuple[str, list[tuple[str, Any]]]] = []
    server: Any = SimpleNamespace(
        base_url="/base/",
        web_app=SimpleNamespace(add_handlers=lambda host, handlers: added.append((host, handlers))),
    )
    lab._load_jupyter_server_extension(server)
    [(host, [(pattern, handler)])] = added
    assert (host, handler) == (".*$", NbconvertFileHandler)
    return pattern


@pytest.mark.parametrize("name", ["analysis-html", "analysis-pdf"])
def test_the_menu_reaches_an_exporter_with_format_and_path(route: str, name: str) -> None:
    found = re.fullmatch(route, f"/base/nbconvert/{name}/notebooks/mine.ipynb")
    assert found
    assert found["format"] == name
    assert found["path"] == "/notebooks/mine.ipynb"


@pytest.mark.parametrize("address", ["nbconvert/html/a.ipynb", "nbconvert/analysis-docx/a", "api/nbconvert"])
def test_other_addresses_stay_those_of_jupyter(route: str, address: str) -> None:
    assert not re.fullmatch(route, f"/base/{address}")


def test_the_configuration_that_is_installed_switches_this_module_on() -> None:
    settings = json.loads(files("analysis.publishing").joinpath("lab.json").read_text(encoding="utf-8"))
    assert settings == {"ServerApp": {"jpserver_extensions": {lab.__name__: True}}}
    assert lab._jupyter_server_extension_points() == [{"module": lab.__name__}]
