"""Each reader gets each revision once, whatever dies in between; dry runs and drafts send nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import smtplib
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from tests.publishing.sending.conftest import Inbox

from analysis.errors import AnalysisError
from analysis.publishing.building.corrections import correct
from analysis.publishing.planning.request import Project
from analysis.publishing.sending.send import send

ALL = ["ada@example.org", "bo@example.org", "zoe@xn--bcher-kva.example"]
REPORTS = Path("reports")


def sent(edition: str = "", *, really: bool = True, again: tuple[str, ...] = ()) -> list[str]:
    said: list[str] = []
    send(REPORTS, edition, settings=Path("mail.toml"), really=really, again=again, say=said.append)
    return said


def test_a_dry_run_writes_what_would_be_sent(settings: Path, inbox: Inbox) -> None:
    *files, last = sent(really=False)
    assert files == [f"reports/outbox/2024-01-10-r1/{address}.eml" for address in ALL]
    assert last == "dry run: 3 mails written, none sent; --really sends"
    mail = message_from_bytes(Path(files[0]).read_bytes(), policy=policy.default)
    assert mail["To"] == "Ada Adams <ada@example.org>"
    assert inbox.given == []
    sent(again=("bo@example.org",))
    assert [*sent(really=False)] == ["nothing to send: 3 recipients had 2024-01-10, revision 1"]


def test_a_dry_run_says_what_sending_will_need(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIGHTS_PASSWORD", raising=False)
    text = settings.read_text(encoding="utf-8").replace('"none"', '"tls"')
    settings.write_text(f'{text}user = "ada"\npassword_env = "LIGHTS_PASSWORD"\n', encoding="utf-8")
    assert 'password_env = "LIGHTS_PASSWORD" is not set' in sent(really=False)[-2]


def test_each_recipient_gets_the_newest_edition_once(settings: Path, inbox: Inbox) -> None:
    assert sent()[-1] == "2024-01-10, revision 1: 3 mails sent"
    assert inbox.to == ALL
    assert {mail["Subject"] for _, mail in inbox.given} == {"Lights by night: reports as of 10 January 2024"}
    assert all(to not in str(mail) for to in ALL for reader, mail in inbox.given if to != reader)
    assert sent() == ["nothing to send: 3 recipients had 2024-01-10, revision 1"]
    assert inbox.to == ALL
    assert sent("2024-01-09")[-1] == "2024-01-09, revision 1: 3 mails sent"
    assert sent("reports/2024-01-09") == ["nothing to send: 3 recipients had 2024-01-09, revision 1"]


def test_who_is_new_gets_it_later(settings: Path, inbox: Inbox) -> None:
    sent()
    text = settings.read_text(encoding="utf-8").replace('"bo@', '"cy@example.org", "bo@')
    settings.write_text(text, encoding="utf-8")
    assert sent()[0] == "sent to cy@example.org"
    assert inbox.to == [*ALL, "cy@example.org"]


def test_a_corrected_edition_is_sent_again(settings: Path, inbox: Inbox) -> None:
    sent()
    nights = Path("data/nights.csv")
    nights.write_text(nights.read_text(encoding="utf-8").replace(",11,", ",12,"), encoding="utf-8")
    correct(Project(), "2024-01-10", note="Twelve.", on="2024-02-03")
    assert sent()[-1] == "2024-01-10, revision 2: 3 mails sent"
    mail = inbox.given[-1][1]
    subject = "Lights by night: reports as of 10 January 2024, corrected (revision 2)"
    assert mail["Subject"].strip() == subject
    found = mail.get_body(("plain",))
    assert found
    assert "Corrected on 3 February 2024 (revision 2): Twelve." in found.get_content()
    assert len({each["Message-ID"] for _, each in inbox.given}) == 6
    with pytest.raises(AnalysisError, match="2024-01-10-r1 is a former revision; take 2024-01-10"):
        sent("2024-01-10-r1")


def test_a_refusal_stops_nobody_else_and_is_tried_again(settings: Path, inbox: Inbox) -> None:
    inbox.answers["bo@example.org"] = "450 mailbox full"
    with pytest.raises(AnalysisError, match=r"^bo@example\.org was not sent: 450 mailbox full; the next"):
        sent()
    assert inbox.to == [ALL[0], ALL[2]]
    inbox.answers.clear()
    assert sent() == ["sent to bo@example.org", "2024-01-10, revision 1: 1 mail sent"]


KILLED = """
from pathlib import Path
from analysis.publishing.running.quick_imports import defer_grammars
defer_grammars()
from analysis.publishing.sending.send import send

send(Path("reports"), "", settings=Path("mail.toml"), really=True)
"""


@pytest.mark.parametrize("victim", range(3))
def test_a_killed_send_sends_nothing_twice(settings: Path, inbox: Inbox, victim: int) -> None:
    """Killed when the server has the mail and the sender has not heard so: the worst moment."""
    with subprocess.Popen([sys.executable, "-c", KILLED], stderr=subprocess.PIPE) as process:

        def kill(to: str) -> None:
            if to == ALL[victim]:
                os.kill(process.pid, signal.SIGKILL)

        inbox.at_data = kill
        _, complaint = process.communicate(timeout=60)
    inbox.at_data = lambda to: None
    assert process.returncode == -signal.SIGKILL, complaint
    assert inbox.to == ALL[: victim + 1]
    with pytest.raises(AnalysisError) as caught:
        sent()
    assert str(caught.value) == (
        f"{ALL[victim]} may or may not have 2024-01-10, revision 1: what sent it ended before the server had "
        "answered; ask, or look into the server's log; to send it again: "
        f"analysis send 2024-01-10 --really --again {ALL[victim]}"
    )
    assert sorted(inbox.to) == sorted(ALL)
    sent(again=(ALL[victim],))
    assert sorted(inbox.to) == sorted([*ALL, ALL[victim]])
    same = [mail["Message-ID"] for to, mail in inbox.given if to == ALL[victim]]
    assert len(set(same)) == 1
    assert len(sent()) == 1


def test_a_server_that_takes_few_mails_of_a_connection_is_asked_again(settings: Path, inbox: Inbox) -> None:
    inbox.most = 1
    assert sent()[-1] == "2024-01-10, revision 1: 3 mails sent"
    assert inbox.to == ALL
    assert len(inbox.sessions) == 3


def test_a_server_that_takes_none_is_not_asked_for_ever(settings: Path, inbox: Inbox) -> None:
    inbox.answers["bo@example.org"] = "421 closing"
    with pytest.raises(AnalysisError) as caught:
        sent()
    assert [line.split(" was ")[0] for line in str(caught.value).splitlines()] == ALL[1:]
    assert "bo@example.org was not sent: the server ended the connection (421 closing)" in str(caught.value)
    inbox.answers.clear()
    sent()
    assert inbox.to == ALL


def test_a_server_that_dies_of_a_mail_is_not_given_the_others(
    settings: Path, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(*_: object) -> None:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    with monkeypatch.context() as patch:
        patch.setattr(smtplib.SMTP, "data", died)
        with pytest.raises(AnalysisError) as caught:
            sent()
    first, *others = str(caught.value).splitlines()
    assert first.startswith("ada@example.org may or may not have 2024-01-10, revision 1")
    assert [line.split(" was not sent")[0] for line in others] == ALL[1:]
    with pytest.raises(AnalysisError, match=r"^ada@example\.org may or may not have"):
        sent()
    assert inbox.to == ALL[1:]


def test_drafts_and_editions_of_elsewhere_are_refused(settings: Path, inbox: Inbox) -> None:
    with pytest.raises(AnalysisError, match="is a draft, which is for trying things out; publish it first"):
        sent("reports/drafts/2024-01-10")
    Path("reports").rename("elsewhere")
    REPORTS.mkdir()
    with pytest.raises(
        AnalysisError, match="elsewhere/2024-01-10 is not in reports; name its archive: --out"
    ):
        sent("elsewhere/2024-01-10")
    with pytest.raises(AnalysisError, match="reports holds no edition"):
        sent()
    assert inbox.given == []


def test_a_damaged_edition_is_refused_with_each_file(settings: Path, inbox: Inbox) -> None:
    folder = REPORTS / "2024-01-10"
    pdf = folder / "harbour-lights.pdf"
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    (folder / "states-a-finding.html").unlink()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AnalysisError) as caught:
        sent()
    assert [re.sub(";.*", "", line) for line in str(caught.value).splitlines()] == [
        "reports/2024-01-10/harbour-lights.pdf is not what was sealed",
        "reports/2024-01-10/states-a-finding.html cannot be read: No such file or directory",
        "reports/2024-01-10/mine.txt is no file of the edition",
    ]
    assert inbox.given == []


def test_a_mail_that_is_too_large_is_not_sent_to_anybody(settings: Path, inbox: Inbox) -> None:
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"max_size = 5000\n{text}", encoding="utf-8")
    for really in (True, False):
        with pytest.raises(AnalysisError, match=r'max_size = "5,000" is the most .* has [\d,]+ bytes; link'):
            sent(really=really)
    assert inbox.given == []


def test_reports_are_chosen_and_strangers_named(settings: Path, inbox: Inbox) -> None:
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'reports = ["harbor-lights"]\n{text}', encoding="utf-8")
    with pytest.raises(
        AnalysisError, match='reports = "harbor-lights" is no report of reports/2024-01-10; did'
    ):
        sent()
    settings.write_text(f'reports = ["harbour-lights"]\n{text}', encoding="utf-8")
    sent()
    names = [part.get_filename() for part in inbox.given[0][1].iter_attachments()]
    assert names == ["harbour-lights.pdf"]
    with pytest.raises(AnalysisError, match=r'--again = "eve@example\.org" is none of the recipients'):
        sent(again=("eve@example.org",))


def test_the_journal_says_what_was_sent_to_whom(settings: Path, inbox: Inbox) -> None:
    sent()
    lines = [json.loads(line) for line in (REPORTS / "sent.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["to"], line["state"]) for line in lines] == [
        (to, state) for to in ALL for state in ("begun", "sent")
    ]
    assert lines[-1]["reply"] == "250 taken"
