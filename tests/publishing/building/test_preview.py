"""A preview shows the reports on a local page, builds again on each save, and ends on Ctrl-C."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.preview import show, watched

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]
SECONDS_OF_PATIENCE = 120


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        return free


@pytest.fixture
def preview(project: Laid, port: int) -> Iterator[tuple[subprocess.Popen[bytes], Asked]]:
    request = project("states-a-finding")
    # a shell that starts tests in the background has them ignore Ctrl-C, and their children with them
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heard}\nfrom analysis.cli import main; main()"
    command = [sys.executable, "-c", code, "preview", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=request.project.notebooks.parent, stdout=subprocess.DEVNULL
    ) as process:
        yield process, request
        process.kill()


def shown(port: int, expected: str, *, report: str = "states-a-finding") -> bool:
    address = f"http://127.0.0.1:{port}/2024-01-10/{report}.html"
    end = time.monotonic() + SECONDS_OF_PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address) as answer:
                if expected in answer.read().decode("utf-8"):
                    return str(answer.headers["Cache-Control"]) == "no-store"
        except OSError:
            pass
        time.sleep(0.2)
    return False


def state(port: int) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/state") as answer:
        told: dict[str, Any] = json.load(answer)
        return told


def told(port: int, expected: str) -> bool:
    end = time.monotonic() + SECONDS_OF_PATIENCE
    while time.monotonic() < end:
        if any(expected in problem for problem in state(port)["problems"]):
            return True
        time.sleep(0.2)
    return False


def test_each_save_is_shown_and_each_mistake_beside_the_page(
    preview: tuple[subprocess.Popen[bytes], Asked], port: int
) -> None:
    process, request = preview
    assert shown(port, "At most there were 11 lights.")
    notebook = request.project.notebooks / "states-a-finding.ipynb"
    sound = notebook.read_text(encoding="utf-8")
    notebook.write_text(sound.replace("At most there", "Never more"), "utf-8")
    assert shown(port, "Never more were 11 lights.")
    notebook.write_text(sound.replace("dataset.nights, caption", "dataset.nigths, caption"), "utf-8")
    assert told(port, "did you mean nights?")
    assert shown(port, "Never more were 11 lights.")
    notebook.write_text(sound, "utf-8")
    assert shown(port, "At most there were 11 lights.")
    assert state(port)["problems"] == []
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/2024-01-10/states-a-finding.pdf") as answer:
        assert answer.read().startswith(b"%PDF-")
    runs = notebook.with_name("states-a-finding.runs.csv")
    runs.write_text("bright\nSeldom there\n", "utf-8")
    assert shown(port, "Seldom there were 11 lights.", report="states-a-finding--seldom-there")
    assert not request.project.out.exists()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0


def test_what_is_watched_changes_with_each_save(project: Laid) -> None:
    request = project("states-a-finding")
    before = watched(request.project)
    assert {"states-a-finding.ipynb", "nights.csv", "rules.py"} <= {path.name for path in before}
    (request.project.data / "nights.csv").touch()
    assert watched(request.project) != before


def test_a_port_that_is_taken_is_said(project: Laid) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(
            AnalysisError, match=rf'port = "{number}" is not free .*; choose another with --port'
        ):
            show(*project("states-a-finding")[:2], port=number, say=lambda line: None)


def test_a_file_that_vanishes_while_looking_is_no_error(project: Laid) -> None:
    request = project("states-a-finding")
    (request.project.data / "gone.csv").symlink_to(Path("nowhere"))
    assert "gone.csv" not in {path.name for path in watched(request.project)}
