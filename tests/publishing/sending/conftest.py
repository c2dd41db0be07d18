"""An archive of two editions, made once; a mail server on this machine that keeps what it is given."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.publishing.conftest import lay_out

from analysis.publishing.building.build import build

FIGURE = """
ax = dataset.nights.plot(x="date", y="lights", ylabel="lights", legend=False)
part.figure(ax, title="The harbour shone", caption="Each night.", source="nights", alt="A line.")
"""


@dataclass
class Inbox:
    """What the server was given, in order: who it is for, and the mail; and what it answers to whom."""

    given: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    at_data: Callable[[str], None] = lambda to: None
    most: int = 1000  # mails of a connection
    sessions: dict[str, int] = field(default_factory=dict)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        peer = str(session.peer)
        self.sessions[peer] = taken = self.sessions.get(peer, 0) + 1
        if taken > self.most:
            return "421 enough of this connection"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (to,) = envelope.rcpt_tos
        mail = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(mail, EmailMessage)
        self.given.append((to, mail))
        self.at_data(to)
        return "250 taken"

    @property
    def to(self) -> list[str]:
        return [to for to, _ in self.given]


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    """Serve on a free port of this machine and give its number."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(inbox, hostname="127.0.0.1", port=port, server_hostname="mail.test", **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def port(inbox: Inbox) -> Iterator[int]:
    """The port of a server that keeps in ``inbox`` what it is given."""
    with serving(inbox, enable_SMTPUTF8=True) as port:
        yield port


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two editions and a draft, to be copied."""
    root = tmp_path_factory.mktemp("sending") / "project"
    asked = lay_out(root, "states-a-finding", "draws-with-pyplot", as_of=("2024-01-09", "2024-01-10"))
    draws, harbour = (
        root / "notebooks" / f"{name}.ipynb" for name in ("draws-with-pyplot", "harbour-lights")
    )
    content = json.loads(
        draws.read_text(encoding="utf-8").replace("Draws with pyplot", "Lights of the harbour")
    )
    *_, draws_it = content["cells"]
    content["cells"].append(draws_it | {"id": "sources", "source": "part.sources()"})
    draws_it["source"] = FIGURE
    content["metadata"]["analysis"]["id"] = harbour.stem
    harbour.write_text(json.dumps(content), encoding="utf-8")
    draws.unlink()
    build(*asked)
    build(*asked.drafts().but(as_of=("2024-01-10",), reports=("states-a-finding",), formats=("html",)))
    return root


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as the current folder."""
    root = Path(shutil.copytree(made, tmp_path / "project"))
    monkeypatch.chdir(root)
    return root


SETTINGS = """
recipients = ["Ada Adams <ada@example.org>", "bo@example.org", "Zoë Čapek <zoe@bücher.example>"]
sender = "Lights <reports@example.org>"

[server]
host = "127.0.0.1"
port = {port}
security = "none"
"""


@pytest.fixture
def settings(here: Path, port: int) -> Path:
    """A settings file for three recipients and the server of the test."""
    path = Path("mail.toml")
    path.write_text(SETTINGS.format(port=port), encoding="utf-8")
    return path
