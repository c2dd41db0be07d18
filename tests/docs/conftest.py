"""A project as `analysis init` makes it, a feed and a mail server on this machine, for what docs/ tells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.publishing.sending.conftest import Inbox, serving

DOCS = Path(__file__).parents[2] / "docs"
SALES = "month,sales\n2024-01,10\n2024-02,12\n2024-03,15\n2024-04,14\n"
SETTINGS = """
recipients = ["Ada Adams <ada@example.org>", "bo@example.org"]
sender = "Shop <reports@example.org>"
pdf = "link"
web = "https://example.org/reports"

[server]
host = "127.0.0.1"
port = {port}
security = "none"
"""


@dataclass
class Toy:
    """A project in a home of its own; ``feed`` is the file that its feed serves, at ``address``."""

    home: Path
    feed: Path
    address: str
    inbox: Inbox

    @property
    def root(self) -> Path:
        return self.home / "shop"

    @property
    def environment(self) -> dict[str, str]:
        """What a shell gets here, and no more: as little as cron gives."""
        paths = [str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]
        return {"HOME": str(self.home), "PATH": os.pathsep.join(paths), **python_path()}

    def run(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a line of shell in the project."""
        env = {**self.environment, **environment}
        return subprocess.run(
            ["bash", "-c", command], env=env, cwd=self.root, capture_output=True, text=True, check=False
        )


def python_path() -> dict[str, str]:
    """Return where this interpreter finds the toolkit, if it is told."""
    return {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project around a table of four months, with one edition, to be copied."""
    home = tmp_path_factory.mktemp("home")
    (home / "sales.csv").write_text(SALES, encoding="utf-8")
    for command in (
        "init shop --from sales.csv",
        "build --notebooks shop/notebooks --data shop/data --out shop/reports",
    ):
        subprocess.run(
            [Path(sys.executable).parent / "analysis", *command.split()],
            cwd=home,
            check=True,
            capture_output=True,
        )
    return home / "shop"


@pytest.fixture
def toy(shop: Path, tmp_path: Path) -> Iterator[Toy]:
    """The project in a folder of the test, a feed that serves its table, a server that takes its mails."""
    home, served, inbox = tmp_path / "home", tmp_path / "feed", Inbox()
    shutil.copytree(shop, home / "shop")
    (home / "shop" / ".venv").mkdir()
    (home / "shop" / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    served.mkdir()
    feed = served / "sales.csv"
    feed.write_text(SALES, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/sales.csv"
    with serving(inbox) as port:
        (home / "shop" / "mail.toml").write_text(SETTINGS.format(port=port), encoding="utf-8")
        yield Toy(home, feed, address, inbox)
    server.shutdown()
    server.server_close()
