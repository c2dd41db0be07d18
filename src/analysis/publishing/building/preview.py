"""What will my change look like? Rebuilds on every save in a folder of its own and shows it locally."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import analysis
from analysis.errors import AnalysisError, Problem
from analysis.publishing.building.build import build
from analysis.publishing.planning.request import Options, Project, Request

WATCHED = ("*.ipynb", "*.csv", "*.json", "*.py", "*.typ", "*.css", "*.j2")
SECONDS_BETWEEN_LOOKS = 0.5


class _Quiet(SimpleHTTPRequestHandler):
    """A file server that does not log each request, lets nothing be cached and shows finished files alone.

    It answers who asks for this machine by its own name; a page elsewhere that has its name lead here is
    refused.
    """

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Refuse a request under another name, and one for what is being made."""
        port = self.connection.getsockname()[1]
        if self.headers.get("Host") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            self.send_error(HTTPStatus.FORBIDDEN, "This preview answers on 127.0.0.1 and localhost alone")
            return None
        shown = Path(self.translate_path(self.path)).relative_to(self.directory)
        if any(part.startswith(".") for part in shown.parts):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """List no folder."""
        self.send_error(
            HTTPStatus.NOT_FOUND, "Nothing has been made yet; the page comes with the first build"
        )

    def log_message(self, format: str, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Have the browser ask anew for every page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def show(project: Project, request: Request, *, port: int, say: Callable[[str], None]) -> None:
    """Build, serve and rebuild on each change until interrupted; the archive itself is not touched."""
    own = replace(project, out=project.cache / "preview", published=project.out)
    own.out.mkdir(parents=True, exist_ok=True)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(own.out)))
    except OSError as error:
        fix = "choose another with --port"
        raise AnalysisError(str(Problem("port", str(port), f"is not free ({error.strerror})", fix))) from None
    Thread(target=server.serve_forever, daemon=True).start()
    say(f"http://127.0.0.1:{port}/ (Ctrl-C ends it)")
    seen: dict[Path, int] = {}
    try:
        while True:
            if (now := watched(own)) != seen:
                seen = now
                rebuild(own, request, say)
            time.sleep(SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        say("preview ended")
    finally:
        server.shutdown()
        server.server_close()


def watched(project: Project) -> dict[Path, int]:
    """Return every file that a build depends on, with the time of its last change in nanoseconds."""
    own = project.notebooks.resolve().parent / "src"
    folders = (project.notebooks, project.data, own, Path(analysis.__file__).parent)
    files = (path for folder in folders for pattern in WATCHED for path in folder.rglob(pattern))
    found: dict[Path, int] = {}
    for path in files:
        with suppress(FileNotFoundError):  # an editor may replace a file while we look
            if ".ipynb_checkpoints" not in path.parts:
                found[path] = path.stat().st_mtime_ns
    return found


def rebuild(project: Project, request: Request, say: Callable[[str], None]) -> None:
    """Build once; a mistake is said, and the preview goes on."""
    try:
        build(project, request, Options(partial=True), say=say)
    except AnalysisError as error:
        say(str(error))
