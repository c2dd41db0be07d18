"""Mail is handed over encrypted, and it is known of each whether it was taken, refused or lost."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import AuthResult
from tests.publishing.sending.conftest import Inbox, serving

from analysis.errors import AnalysisError
from analysis.publishing.sending.addresses import read_mailbox
from analysis.publishing.sending.delivery import Lost, Refused, connected, password
from analysis.publishing.sending.settings import Server, read_settings

SENDER, ADA = read_mailbox("reports@example.org"), read_mailbox("ada@example.org")
OLGA = read_mailbox("ольга@example.org")
MAIL = b"Subject: Lights\r\n\r\nThere were 11.\r\n.\r\n"


def nothing() -> None: ...


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What a server encrypts with; its authority is trusted here."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def guarded(inbox: Inbox, tls: ssl.SSLContext) -> Iterator[int]:
    """The port of a server that wants STARTTLS and the login ada, secret."""

    def login(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        is_right = (told.login, told.password) == (b"ada", b"secret")
        return AuthResult(success=is_right, handled=False)

    with serving(
        inbox, tls_context=tls, require_starttls=True, auth_required=True, authenticator=login
    ) as port:
        yield port


def to(port: int, security: str, *, user: str = "") -> Server:
    return Server("127.0.0.1", port, security, user, "SECRET" if user else "")


def test_a_mail_arrives_as_it_is_and_what_begins_is_told_before(inbox: Inbox, port: int) -> None:
    begun: list[int] = []
    with connected(to(port, "none"), "", name="example.org") as session:
        answer = session.send(MAIL, sender=SENDER, to=ADA, begin=lambda: begun.append(len(inbox.given)))
    assert answer == "250 taken"
    ((address, mail),) = inbox.given
    assert (address, mail["Subject"]) == ("ada@example.org", "Lights")
    assert mail.get_content().splitlines() == ["There were 11.", "."]
    assert begun == [0]


def test_starttls_and_login(inbox: Inbox, guarded: int) -> None:
    with connected(to(guarded, "starttls", user="ada"), "secret", name="example.org") as session:
        session.send(MAIL, sender=SENDER, to=ADA, begin=nothing)
    assert inbox.to == ["ada@example.org"]


def test_a_wrong_password_is_said_and_not_shown(guarded: int) -> None:
    with (
        pytest.raises(AnalysisError, match=r"refuses the login of ada: 535 .*; check SECRET") as caught,
        connected(to(guarded, "starttls", user="ada"), "hunter2", name="example.org"),
    ):
        pass
    assert "hunter2" not in str(caught.value)


def test_tls_from_the_first_byte(inbox: Inbox, tls: ssl.SSLContext) -> None:
    with (
        serving(inbox, ssl_context=tls) as port,
        connected(to(port, "tls"), "", name="example.org") as session,
    ):
        session.send(MAIL, sender=SENDER, to=ADA, begin=nothing)
    assert inbox.to == ["ada@example.org"]


def test_a_server_of_an_unknown_authority_is_not_trusted(
    guarded: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        pytest.raises(AnalysisError, match="cannot be trusted: CERTIFICATE_VERIFY_FAILED; check host"),
        connected(to(guarded, "starttls"), "", name="example.org"),
    ):
        pass


def test_a_server_without_starttls_gets_nothing(inbox: Inbox, port: int) -> None:
    with (
        pytest.raises(AnalysisError, match="cannot do what is asked: STARTTLS"),
        connected(to(port, "starttls"), "", name="example.org"),
    ):
        pass
    assert inbox.given == []


def test_no_server_is_said() -> None:
    with (
        pytest.raises(AnalysisError, match=r"127\.0\.0\.1:1 cannot be reached: .*Connection refused"),
        connected(to(1, "none"), "", name="example.org"),
    ):
        pass


def test_a_refused_reader_leaves_the_session_for_others(inbox: Inbox, port: int) -> None:
    inbox.answers["ada@example.org"] = "550 no such user"
    began: list[int] = []
    with connected(to(port, "none"), "", name="example.org") as session:
        with pytest.raises(Refused, match="550 no such user"):
            session.send(MAIL, sender=SENDER, to=ADA, begin=lambda: began.append(1))
        session.send(MAIL, sender=SENDER, to=read_mailbox("bo@example.org"), begin=nothing)
    assert (inbox.to, began) == (["bo@example.org"], [])


def test_letters_of_other_scripts_need_a_server_that_knows_them(inbox: Inbox, port: int) -> None:
    with connected(to(port, "none"), "", name="example.org") as session:
        session.send(MAIL, sender=SENDER, to=OLGA, begin=nothing)
    assert inbox.to == ["ольга@example.org"]
    with (
        serving(inbox, enable_SMTPUTF8=False) as plain,
        connected(to(plain, "none"), "", name="example.org") as session,
        pytest.raises(Refused, match="SMTPUTF8"),
    ):
        session.send(MAIL, sender=SENDER, to=OLGA, begin=nothing)
    assert inbox.to == ["ольга@example.org"]


def test_the_servers_limit_is_known_and_kept(inbox: Inbox) -> None:
    with (
        serving(inbox, data_size_limit=20) as port,
        connected(to(port, "none"), "", name="example.org") as session,
    ):
        assert session.limit == 20
        with pytest.raises(Refused, match="552"):
            session.send(MAIL, sender=SENDER, to=ADA, begin=nothing)


def test_a_lost_connection_is_told(inbox: Inbox) -> None:
    with serving(inbox) as port:
        session = connected(to(port, "none"), "", name="example.org")
        opened = session.__enter__()
    with pytest.raises(Lost):
        opened.send(MAIL, sender=SENDER, to=ADA, begin=nothing)


def test_the_password_comes_from_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "mail.toml"
    text = 'recipients = ["ada@example.org"]\nsender = "a@example.org"\n[server]\nhost = "mail.test"\n'
    path.write_text(text, encoding="utf-8")
    assert password(read_settings(path), path, {}) == ""
    path.write_text(f'{text}user = "ada"\npassword_env = "SECRET"\n', encoding="utf-8")
    assert password(read_settings(path), path, {"SECRET": "hunter2"}) == "hunter2"
    with pytest.raises(AnalysisError, match='password_env = "SECRET" is not set; set it where this runs'):
        password(read_settings(path), path, {})
