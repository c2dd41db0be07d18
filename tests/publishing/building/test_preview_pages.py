"""A preview is served to this machine alone: the frame, what has changed, pages, and pages as PDF."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.preview_pages import serving

PAGE = "2024-01-10/lights"
PROBLEM = "cell nights: no field lihgts; did you mean lights?"


@dataclass
class Shown:
    pages: dict[str, bytes] = field(default_factory=lambda: {PAGE: b"<p>11 lights</p>"})
    versions: dict[str, int] = field(default_factory=lambda: {PAGE: 3})
    problems: list[str] = field(default_factory=lambda: [PROBLEM])
    is_working: bool = False

    def pdf(self, name: str) -> bytes:
        if not self.pages[name]:
            raise AnalysisError("the PDF cannot be set")
        return b"%PDF-"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a preview that nobody changes: to end a server takes half a second."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    with serving(Shown(), port=free):
        yield free


def answer(port: int, path: str, *, host: str | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={} if host is None else {"Host": host})
    got = connection.getresponse()
    content = got.read()
    connection.close()
    return got.status, content


def test_the_frame_the_state_and_the_pages_are_served(port: int) -> None:
    assert b'createElement("iframe")' in answer(port, "/")[1]
    told = json.loads(answer(port, "/state")[1])
    assert (told["pages"], told["working"]) == ({PAGE: 3}, False)
    assert told["problems"] == ["cell nights: no field lihgts; did you mean lights?"]
    assert answer(port, f"/{PAGE}.html?again") == (200, b"<p>11 lights</p>")
    assert answer(port, f"/{PAGE}.pdf") == (200, b"%PDF-")


@pytest.mark.parametrize(
    "path", ["/lights.html", "/../etc/passwd", "/.staging/", f"/{PAGE}.ipynb", f"/{PAGE}"]
)
def test_nothing_else_is(port: int, path: str) -> None:
    assert answer(port, path)[0] == 404


def test_a_page_elsewhere_whose_name_leads_here_is_refused(port: int) -> None:
    assert answer(port, "/", host=f"localhost:{port}")[0] == 200
    assert answer(port, "/", host=f"rebound.example.org:{port}")[0] == answer(port, "/", host="")[0] == 403
