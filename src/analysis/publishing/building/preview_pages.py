"""How does a browser see a preview? One page that holds a report in a frame and changes it in its place.

The frame's own page runs no script, as it never does; the page around asks what has changed, keeps the place
on the page, and shows what is wrong above it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from typing import Protocol
from urllib.parse import unquote

from analysis.errors import AnalysisError, Problem


class Shown(Protocol):
    """What is served of a preview."""

    @property
    def pages(self) -> Mapping[str, bytes]:
        """The pages by name."""
        ...

    @property
    def versions(self) -> Mapping[str, int]:
        """For each page a number, which is another one when it has changed."""
        ...

    @property
    def problems(self) -> Sequence[str]:
        """What is wrong, with cell and fix."""
        ...

    @property
    def is_working(self) -> bool:
        """Whether something runs that may change pages."""
        ...

    def pdf(self, name: str) -> bytes:
        """Return a page as PDF."""
        ...


class _Handler(BaseHTTPRequestHandler):
    """Answers who asks for this machine by its own name; a page whose name only leads here is refused."""

    shown: Shown

    def do_GET(self) -> None:
        """Answer with the frame, what has changed, a page, or a page as PDF."""
        port = self.connection.getsockname()[1]
        if self.headers.get("Host") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            self.send_error(HTTPStatus.FORBIDDEN, "This preview answers on 127.0.0.1 and localhost alone")
            return
        path = unquote(self.path.partition("?")[0]).lstrip("/")
        name, _, kind = path.rpartition(".")
        if path == "":
            template = files("analysis.publishing").joinpath("templates/preview.html")
            self._answer(template.read_bytes(), "text/html; charset=utf-8")
        elif path == "state":
            self._answer(json.dumps(self._state()).encode(), "application/json")
        elif kind == "html" and name in self.shown.pages:
            self._answer(self.shown.pages[name], "text/html; charset=utf-8")
        elif kind == "pdf" and name in self.shown.pages:
            try:
                self._answer(self.shown.pdf(name), "application/pdf")
            except AnalysisError as error:
                self._answer(str(error).encode(), "text/plain; charset=utf-8")
        else:
            self.send_error(HTTPStatus.NOT_FOUND, "There is no such report; / shows those that there are")

    def _state(self) -> dict[str, object]:
        shown = self.shown
        versions = dict(sorted(shown.versions.items()))
        return {"pages": versions, "problems": list(shown.problems), "working": shown.is_working}

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",  # the browser asks anew for every page
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(shown: Shown, *, port: int) -> Iterator[None]:
    """Serve a preview on this machine alone; raises ``AnalysisError`` when the port is taken."""
    handler = type("Handler", (_Handler,), {"shown": shown})
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        fix = "choose another with --port"
        raise AnalysisError(str(Problem("port", str(port), f"is not free ({error.strerror})", fix))) from None
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
