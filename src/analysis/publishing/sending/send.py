"""How does a published edition get to its readers? To each once per edition and revision, also after a crash.

A dry run writes the mails as files and sends nothing. Sending notes each mail in the archive's journal before
it leaves and after: what was begun when a program or a connection died may have arrived, so it is named and
not sent again unless one asks for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from urllib.parse import quote

from analysis.errors import AnalysisError, DataError, Problem
from analysis.parts import wording
from analysis.publishing.editions.manifests import sealed_editions
from analysis.publishing.editions.soundness import published
from analysis.publishing.sending import journal
from analysis.publishing.sending.addresses import Mailbox
from analysis.publishing.sending.delivery import Lost, Refused, Session, connected, password
from analysis.publishing.sending.journal import Journal
from analysis.publishing.sending.message import Mailing, mailing, message
from analysis.publishing.sending.settings import Settings, read_settings

OUTBOX: Final = "outbox"
Say = Callable[[str], None]


@dataclass(frozen=True)
class _Post:
    """What is to be sent: the mail, the settings by which, the file that they stand in, the archive."""

    mailing: Mailing
    settings: Settings
    path: Path
    archive: Path

    @property
    def name(self) -> str:
        """The edition and revision as one calls them."""
        return f"{self.mailing.as_of}, revision {self.mailing.revision}"

    def key(self, recipient: Mailbox) -> tuple[str, int, str]:
        """Return by what the journal knows the mail to a recipient."""
        return self.mailing.as_of, self.mailing.revision, recipient.address


def send(
    archive: Path, edition: str, *, settings: Path, really: bool, again: Sequence[str] = (), say: Say = print
) -> None:
    """Send an edition (its date or folder; blank: the newest), or write the mails that would be sent.

    With ``really`` each recipient in ``settings`` who has not had this revision gets it; without, the mails
    lie in the archive's folder `outbox`. ``again`` names recipients who get it whatever the journal says.

    Raises ``AnalysisError`` with all that is wrong in settings, edition and size before anything is sent, and
    at the end with each mail that was not taken or of which it is not known whether it has arrived.
    """
    read = read_settings(settings)
    asked = {name.casefold(): name for name in again}
    known = [each.address.casefold() for each in read.recipients]
    if strangers := [name for folded, name in asked.items() if folded not in known]:
        reason = f"is none of the recipients in {settings}"
        raise DataError(Problem("--again", name, reason, _near(name, known)) for name in strangers)
    post = _post(archive, edition, read, settings)
    with journal.opened(archive) as kept:
        states = {each: kept.state(*post.key(each)) for each in read.recipients}
        wanted = [each for each in states if each.address.casefold() in asked]
        due = [each for each, state in states.items() if state in {"new", "refused"} or each in wanted]
        unknown = [each for each, state in states.items() if state == "begun" and each not in wanted]
        problems = [_unknown(post, each) for each in unknown]
        if not due:
            had = wording.count(len(states) - len(unknown), "recipient")
            say(f"nothing to send: {had} had {post.name}")
        elif really:
            problems += _send_all(post, due, kept, say)
        else:
            _write_all(post, due, say)
    if problems:
        raise DataError(problems)


def _post(archive: Path, edition: str, settings: Settings, path: Path) -> _Post:
    """Return what is to be sent; raises ``AnalysisError`` for an unfit edition and for unknown reports."""
    folder = _folder(archive, edition)
    manifest = published(folder)
    if folder.resolve().parent != archive.resolve():
        raise AnalysisError(str(Problem(str(folder), "", f"is not in {archive}", "name its archive: --out")))
    problems = [
        Problem(f"{path} reports", name, f"is no report of {folder}", _near(name, list(manifest["reports"])))
        for name in settings.reports
        if name not in manifest["reports"]
    ]
    if problems:
        raise DataError(problems)
    reports = settings.reports or tuple(manifest["reports"])
    return _Post(mailing(folder, manifest, settings, reports=reports), settings, path, archive)


def _folder(archive: Path, edition: str) -> Path:
    if edition:
        return Path(edition) if Path(edition).name != edition else archive / edition
    editions = sealed_editions(archive)
    if not editions:
        raise AnalysisError(str(Problem(str(archive), "", "holds no edition", "`analysis build` makes one")))
    return archive / str(editions[-1]["as_of"])


def _near(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {wording.listing(known)}"


def _mail(post: _Post, recipient: Mailbox) -> bytes:
    return message(post.mailing, post.settings, recipient, date=datetime.now(UTC))


def _too_large(post: _Post, content: bytes, limit: int, place: str) -> None:
    """Raise ``AnalysisError`` when a mail has more bytes than ``place`` allows."""
    if limit and len(content) > limit:
        fix = 'link the PDFs (pdf = "link"), name fewer reports, or raise max_size'
        reason = f"is the most that a mail may have, and this one has {len(content):,} bytes"
        raise AnalysisError(str(Problem(place, f"{limit:,}", reason, fix)))


def _write_all(post: _Post, due: Sequence[Mailbox], say: Say) -> None:
    """Write the mails that would be sent, in place of those of the last dry run of this revision."""
    folder = post.archive / OUTBOX / f"{post.mailing.as_of}-r{post.mailing.revision}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for recipient in due:
        content = _mail(post, recipient)
        _too_large(post, content, post.settings.max_size, f"{post.path} max_size")
        file = folder / f"{quote(recipient.address, safe='@+')}.eml"
        file.write_bytes(content)
        say(str(file))
    try:
        password(post.settings, post.path)
    except AnalysisError as error:
        say(f"before --really: {error}")
    say(f"dry run: {wording.count(len(due), 'mail')} written, none sent; --really sends")


def _send_all(post: _Post, due: Sequence[Mailbox], kept: Journal, say: Say) -> list[Problem]:
    """Send to each who is due; return what is to be said of each mail that was not taken or may be lost.

    A server that ends the connection after some mails is asked again, as long as it takes some each time.
    """
    _too_large(post, _mail(post, due[0]), post.settings.max_size, f"{post.path} max_size")
    secret = password(post.settings, post.path)
    server = post.settings.server
    problems: list[Problem] = []
    left = [*due]
    while left:
        before = len(left)
        with connected(server, secret, name=post.settings.sender.domain) as session:
            _too_large(post, _mail(post, due[0]), session.limit, f"{server.host}:{server.port} SIZE")
            try:
                while left:
                    problems += _send_one(post, left[0], session, kept, say)
                    del left[0]
            except Lost as loss:
                took_none = len(left) == before
                if kept.state(*post.key(left[0])) == "begun":
                    problems.append(_unknown(post, left.pop(0)))
                if took_none:
                    fix = "the next `analysis send --really` goes on"
                    reason = f"was not sent: the server ended the connection ({loss})"
                    problems += [Problem(each.address, "", reason, fix) for each in left]
                    break
    say(f"{post.name}: {wording.count(len(due) - len(problems), 'mail')} sent")
    return problems


def _send_one(
    post: _Post, recipient: Mailbox, session: Session, kept: Journal, say: Say
) -> Iterator[Problem]:
    """Send to a recipient; yield what is to be said when the server does not take it."""
    key, sender = post.key(recipient), post.settings.sender
    try:
        reply = session.send(
            _mail(post, recipient), sender=sender, to=recipient, begin=lambda: kept.note(*key, "begun")
        )
    except Refused as refusal:
        kept.note(*key, "refused", reply=str(refusal))
        fix = "the next `analysis send --really` tries again"
        yield Problem(recipient.address, "", f"was not sent: {refusal}", fix)
    else:
        kept.note(*key, "sent", reply=reply)
        say(f"sent to {recipient.address}")


def _unknown(post: _Post, recipient: Mailbox) -> Problem:
    fix = f"ask, or look into the server's log; to send it again: analysis send {post.mailing.as_of} --really"
    return Problem(
        recipient.address,
        "",
        f"may or may not have {post.name}: what sent it ended before the server had answered",
        f"{fix} --again {recipient.address}",
    )
