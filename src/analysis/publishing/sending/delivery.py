"""How is a mail handed to the server? Encrypted, and so that it is known what became of each.

Up to the moment in which the mail itself is handed over, an error means that it was not sent; after it, only
the server's answer tells.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.sending.addresses import Mailbox
from analysis.publishing.sending.settings import Server, Settings

TIMEOUT: Final = 60  # seconds of silence of the server
OK: Final = 250
CLOSING: Final = 421  # the server ends the connection, for example after so many mails


class Refused(Exception):
    """The server has said that it does not take this mail; the message is its answer."""


class Lost(Exception):
    """The connection ended; ``str()`` says when."""


def password(settings: Settings, path: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the password of the server's user, blank where there is no login.

    Raises ``AnalysisError`` when the variable that the settings name is not set.
    """
    variable = settings.server.password_env
    if variable and not environment.get(variable):
        fix = f"set it where this runs: export {variable}=…"
        raise AnalysisError(str(Problem(f"{path} server.password_env", variable, "is not set", fix)))
    return environment.get(variable, "") if variable else ""


class Session:
    """A connection to a mail server; ``limit``: the most bytes that it takes, 0 when it does not tell."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client
        told = client.esmtp_features.get("size", "")
        self.limit = int(told) if told.isdecimal() else 0

    def send(self, content: bytes, *, sender: Mailbox, to: Mailbox, begin: Callable[[], None]) -> str:
        """Hand over a mail and return the server's answer; ``begin`` is called just before it leaves.

        Raises ``Refused`` when the server does not take it, ``Lost`` when the connection ends: before
        ``begin`` was called the mail was then not sent, afterwards nobody knows.
        """
        options = [f"SIZE={len(content)}"] if self.limit else []
        if not (sender.is_ascii and to.is_ascii):
            if not self._client.has_extn("smtputf8"):
                raise Refused("the server takes addresses in ASCII letters only (it has no SMTPUTF8)")
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            self._expect(self._client.mail(sender.address, options), may_close=True)
            self._expect(self._client.rcpt(to.address), may_close=True)
            begin()
            return self._expect(self._client.data(content))
        except smtplib.SMTPDataError as error:
            raise Refused(_answer(error.smtp_code, error.smtp_error)) from None
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            raise Lost(str(error)) from None

    def _expect(self, reply: tuple[int, bytes], *, may_close: bool = False) -> str:
        code, words = reply
        if code == CLOSING and may_close:
            raise Lost(_answer(code, words))
        if code in {OK, 251}:
            return _answer(code, words)
        with suppress(smtplib.SMTPException, OSError):
            self._client.rset()
        raise Refused(_answer(code, words))


@contextmanager
def connected(server: Server, password: str, *, name: str) -> Iterator[Session]:
    """Connect to a mail server and log in; ``name`` is what we call ourselves.

    Raises ``AnalysisError`` when that fails: nothing has then been sent.
    """
    place = f"{server.host}:{server.port}"
    try:
        client = _client(server, password, name)
    except smtplib.SMTPNotSupportedError as error:
        fix = 'ask your provider for port and protection; security = "tls" mostly goes with port 465'
        raise AnalysisError(str(Problem(place, "", f"cannot do what is asked: {error}", fix))) from None
    except smtplib.SMTPAuthenticationError as error:
        answer = _answer(error.smtp_code, error.smtp_error)
        raise AnalysisError(
            str(
                Problem(
                    place, "", f"refuses the login of {server.user}: {answer}", f"check {server.password_env}"
                )
            )
        ) from None
    except ssl.SSLError as error:
        fix = "check host, port and security; an authority of your own: SSL_CERT_FILE=authority.pem"
        raise AnalysisError(
            str(Problem(place, "", f"cannot be trusted: {error.reason or error}", fix))
        ) from None
    except (OSError, smtplib.SMTPException) as error:
        fix = "check host, port and security, and the network"
        raise AnalysisError(str(Problem(place, "", f"cannot be reached: {error}", fix))) from None
    try:
        yield Session(client)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()


def _client(server: Server, password: str, name: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    client: smtplib.SMTP
    if server.security == "tls":
        client = smtplib.SMTP_SSL(server.host, server.port, name, timeout=TIMEOUT, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, name, timeout=TIMEOUT)
    try:
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            client.starttls(context=context)
            client.ehlo()
        if server.user:
            client.login(server.user, password)
    except BaseException:
        client.close()
        raise
    return client


def _answer(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(said.split())}"
