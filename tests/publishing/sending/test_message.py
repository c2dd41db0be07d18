"""One mail: page one as text and HTML, a picture within, PDFs; sound for any server, for one reader alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.editions.soundness import published
from analysis.publishing.sending.addresses import read_mailbox
from analysis.publishing.sending.message import Mailing, mailing, message
from analysis.publishing.sending.settings import Server, Settings

NOW = datetime(2024, 2, 1, tzinfo=UTC)
ADA, OLGA = read_mailbox("Ada <ada@example.org>"), read_mailbox("Ольга <ольга@example.org>")
SETTINGS = Settings(
    recipients=(ADA,), sender=read_mailbox("Lights <reports@example.org>"),
    reply_to=read_mailbox("office@example.org"), subject="Огни", reports=(), pdf="attach",
    web="https://example.org/r", max_size=10**7, server=Server("localhost", 25, "none", "", ""),
)  # fmt: skip


@pytest.fixture
def letters(here: Path) -> Any:
    folder = here / "reports" / "2024-01-10"
    manifest = published(folder)

    def made(settings: Settings = SETTINGS) -> Mailing:
        return mailing(folder, manifest, settings, reports=("states-a-finding", "harbour-lights"))

    return made


def read(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found
    return str(found.get_content())


def test_a_mail_has_text_html_picture_and_pdfs(letters: Any, here: Path) -> None:
    mail = read(message(letters(), SETTINGS, ADA, date=NOW))
    assert mail["Subject"] == "Огни: reports as of 10 January 2024"
    assert (mail["To"], mail["Reply-To"]) == ("Ada <ada@example.org>", "office@example.org")
    assert "At most there: 11 lights." in body(mail, "plain")
    html = body(mail, "html")
    assert '<li style="margin: 0 0 8px;">At most there: 11 lights.</li>' in html
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    folder = here / "reports" / "2024-01-10"
    assert attached == {
        name: (folder / name).read_bytes() for name in ("states-a-finding.pdf", "harbour-lights.pdf")
    }
    assert "states-a-finding.pdf is attached (2 pages)" in " ".join(html.split())


def test_linked_pdfs_are_not_attached(letters: Any) -> None:
    linked = replace(SETTINGS, pdf="link")
    mail = read(message(letters(linked), linked, ADA, date=NOW))
    assert [*mail.iter_attachments()] == []
    for kind in ("plain", "html"):
        assert "https://example.org/r/2024-01-10/states-a-finding.pdf" in body(mail, kind)


def test_nothing_in_a_mail_is_loaded_from_elsewhere(letters: Any) -> None:
    html = body(read(message(letters(), SETTINGS, ADA, date=NOW)), "html")
    loaded = re.findall(r'(?:src|background)="([^"]*)"|url\(([^)]*)', html)
    assert [each for pair in loaded for each in pair if each and not each.startswith("cid:")] == []
    assert "<script" not in html


def test_markup_in_words_stays_words(letters: Any, here: Path) -> None:
    path = here / "reports" / "2024-01-10"
    manifest = published(path)
    manifest["reports"]["harbour-lights"]["title"] = "Lights <script>alert(1)</script> & more"
    html = mailing(path, manifest, SETTINGS, reports=["harbour-lights"]).html
    assert "Lights &lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_any_server_takes_the_lines(letters: Any) -> None:
    content = message(letters(), SETTINGS, ADA, date=NOW)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_an_address_of_other_letters_stands_as_it_is(letters: Any) -> None:
    content = message(letters(), SETTINGS, OLGA, date=NOW)
    assert "To: Ольга <ольга@example.org>\r\n".encode() in content


def test_the_same_mail_has_the_same_id(letters: Any) -> None:
    made = letters()

    def identity(recipient: Any, mailing: Mailing = made) -> str:
        return str(read(message(mailing, SETTINGS, recipient, date=datetime.now(UTC)))["Message-ID"])

    assert identity(ADA) == identity(ADA)
    others = {
        identity(ADA),
        identity(OLGA),
        identity(ADA, replace(made, revision=2)),
        identity(ADA, replace(made, as_of="2024-01-11")),
    }
    assert len(others) == 4
