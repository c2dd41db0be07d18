"""What is one mail? Page one as text and as HTML with a picture, the PDFs attached, headers for one reader.

Each reader gets a mail of their own, so that nobody sees another's address. Its Message-ID follows from
edition, revision and reader: the same mail has the same one whenever it is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analysis.publishing.sending.addresses import Mailbox
from analysis.publishing.sending.page_one import Image, PageOne, page_one
from analysis.publishing.sending.picture import WIDTH
from analysis.publishing.sending.plain_text import plain_text
from analysis.publishing.sending.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Template

CID: Final = "picture@analysis"
_PLAIN: Final = SMTP.clone(cte_type="7bit", max_line_length=78)  # any server and any relay takes it
_INTERNATIONAL: Final = SMTPUTF8.clone(cte_type="7bit", max_line_length=78)


@dataclass(frozen=True)
class Mailing:
    """What all readers of an edition get: subject, both texts, picture, and the PDFs by file name."""

    as_of: str
    revision: int
    subject: str
    text: str
    html: str
    image: Image | None
    attachments: Mapping[str, bytes]


def mailing(
    folder: Path, manifest: Mapping[str, Any], settings: Settings, *, reports: Sequence[str]
) -> Mailing:
    """Return the mail on some reports of a sealed edition, as the settings want it."""
    page = page_one(folder, manifest, reports=reports, web=settings.web)
    attached = settings.pdf == "attach"
    leave = f"You get each edition once. To get none any more, reply to {settings.reply_to.address}."
    subject = settings.subject or page.project
    return Mailing(
        as_of=manifest["as_of"],
        revision=manifest["revision"],
        subject=f"{subject}: {page.title[0].lower()}{page.title[1:]}" if subject else page.title,
        text=plain_text(page, attached=attached, leave=leave),
        html=_html(page, attached=attached, leave=leave),
        image=next((report.image for report in page.reports if report.image), None),
        attachments={
            report.pdf: (folder / report.pdf).read_bytes()
            for report in page.reports
            if attached and report.pdf
        },
    )


def message(mailing: Mailing, settings: Settings, recipient: Mailbox, *, date: datetime) -> bytes:
    """Return the mail to one reader as a server takes it: CR LF at line ends, ASCII but for addresses."""
    policy = _PLAIN if recipient.is_ascii and settings.sender.is_ascii else _INTERNATIONAL
    mail = EmailMessage(policy)
    mail["From"] = settings.sender.header()
    mail["To"] = recipient.header()
    mail["Reply-To"] = settings.reply_to.header()
    mail["Subject"] = mailing.subject
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id(mailing, settings, recipient)
    mail["List-Unsubscribe"] = f"<mailto:{settings.reply_to.address}?subject=unsubscribe>"
    mail["Auto-Submitted"] = "auto-generated"  # no reply by machines, as of those who are on leave
    mail.set_content(mailing.text)
    mail.add_alternative(mailing.html, subtype="html")
    if mailing.image:
        html = mail.get_payload()[1]  # type: ignore[index]
        assert isinstance(html, EmailMessage)
        html.add_related(mailing.image.content, "image", "png", cid=f"<{CID}>", disposition="inline")
    for name, content in mailing.attachments.items():
        mail.add_attachment(content, "application", "pdf", filename=name)
    return mail.as_bytes()


def message_id(mailing: Mailing, settings: Settings, recipient: Mailbox) -> str:
    """Return the Message-ID of the mail on this revision to this reader: always the same, of nobody else."""
    known = [
        settings.sender.address,
        mailing.subject,
        mailing.as_of,
        str(mailing.revision),
        recipient.address,
    ]
    digest = hashlib.sha256("\0".join(known).encode("utf-8")).hexdigest()[:32]
    return f"<{digest}@{settings.sender.domain}>"


def _html(page: PageOne, *, attached: bool, leave: str) -> str:
    return _template().render(page=page, attached=attached, leave=leave, cid=CID, width=WIDTH) + "\n"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("analysis.publishing")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("mail.html.j2")
