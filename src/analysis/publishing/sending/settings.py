"""Who gets the mail, from whom, and by which server? What `mail.toml` at the project's root says.

The file is made to be shared, so it holds no secret: it names the environment variable in which the password
is. Everything that is wrong in it is said at once.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from analysis.errors import DataError, Problem
from analysis.publishing.sending.addresses import Mailbox, read_mailbox

NAME: Final = "mail.toml"
PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}
WAYS: Final = ("attach", "link")
EXAMPLE: Final = """\
recipients = ["Ada Adams <ada@example.org>", "bo@example.org"]
sender = "Reports <reports@example.org>"
[server]
host = "smtp.example.org"
"""
MAX_SIZE: Final = 20_000_000  # bytes; most servers take 25 million or more

_FIELDS: Final = {
    "recipients": list, "sender": str, "reply_to": str, "subject": str, "reports": list, "pdf": str,
    "web": str, "max_size": int, "server": dict,
}  # fmt: skip
_SERVER: Final = {"host": str, "port": int, "security": str, "user": str, "password_env": str}
_NEEDED: Final = {"recipients", "sender", "server", "server.host"}
_TYPES: Final = {
    list: "a list of texts in quotes", str: "a text in quotes", int: "a whole number above 0",
    dict: "a section: [server]",
}  # fmt: skip
_SECRET: Final = re.compile("passw|secret|token|credential|key", re.IGNORECASE)
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:]+\]?")
_VARIABLE: Final = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_WEB: Final = re.compile(r"https?://[^\s?#]+")


@dataclass(frozen=True)
class Server:
    """The server that mail is handed to; ``security`` is starttls, tls or none, ``user`` blank: no login."""

    host: str
    port: int
    security: str
    user: str
    password_env: str


@dataclass(frozen=True)
class Settings:
    """What `mail.toml` says; ``pdf`` is attach or link, ``web`` the address of the archive or blank.

    ``reports`` are those that the mail is about (none: all), ``subject`` is what each subject line begins
    with (blank: the project's title), ``max_size`` the most bytes that a mail may have.
    """

    recipients: tuple[Mailbox, ...]
    sender: Mailbox
    reply_to: Mailbox
    subject: str
    reports: tuple[str, ...]
    pdf: str
    web: str
    max_size: int
    server: Server


def read_settings(path: Path) -> Settings:
    """Read the settings of a project's mail; raises ``DataError`` with all that is wrong in them."""
    content = _content(path)
    server = content.get("server") if isinstance(content.get("server"), dict) else {}
    assert isinstance(server, dict)
    problems = [
        *_shape(path, content, _FIELDS, ""),
        *_shape(path, server, _SERVER, "server."),
    ]
    sound = {name: value for name, value in content.items() if _is(value, _FIELDS.get(name))}
    sound_server = {name: value for name, value in server.items() if _is(value, _SERVER.get(name))}
    problems += [*_message_problems(path, sound), *_server_problems(path, sound_server)]
    recipients, wrong = _mailboxes(path, sound.get("recipients", []))
    if sound.get("recipients") == []:
        wrong.append(Problem(f"{path} recipients", "", "names nobody", "add an address"))
    if problems := [*problems, *wrong]:
        raise DataError(problems)
    sender, security = read_mailbox(sound["sender"]), sound_server.get("security", "starttls")
    return Settings(
        recipients=tuple(recipients),
        sender=sender,
        reply_to=read_mailbox(sound["reply_to"]) if "reply_to" in sound else sender,
        subject=sound.get("subject", ""),
        reports=tuple(sound.get("reports", ())),
        pdf=sound.get("pdf", "attach"),
        web=sound.get("web", "").rstrip("/"),
        max_size=sound.get("max_size", MAX_SIZE),
        server=Server(
            host=sound_server["host"],
            port=sound_server.get("port", PORTS[security]),
            security=security,
            user=sound_server.get("user", ""),
            password_env=sound_server.get("password_env", ""),
        ),
    )


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        fix = f"write who gets the reports, and by which server, with addresses of yours:\n\n{EXAMPLE}"
        problem = Problem(str(path), "", "does not exist", fix)
    except OSError as error:
        problem = Problem(str(path), "", f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problem = Problem(str(path), "", "is not UTF-8", "save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problem = Problem(str(path), "", f"is not TOML: {error}", "texts stand in quotes")
    raise DataError([problem])


def _is(value: object, kind: type | None) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return kind is not None and type(value) is kind and (kind is not int or value > 0)  # type: ignore[operator]


def _shape(
    path: Path, content: Mapping[str, Any], fields: Mapping[str, type], section: str
) -> Iterator[Problem]:
    """Yield fields that there are not, secrets, values of another type, and what is needed and missing."""
    for name, value in content.items():
        place = f"{path} {section}{name}"
        if name in fields and not _is(value, fields[name]):
            shown = "" if _SECRET.search(name) else str(value)
            yield Problem(place, shown, f"is not {_TYPES[fields[name]]}")
        elif name not in fields and _SECRET.search(name):
            fix = 'put it into an environment variable and name that: password_env = "REPORTS_MAIL_PASSWORD"'
            yield Problem(place, "", "looks like a secret, which this file must not hold", fix)
        elif name not in fields:
            near = get_close_matches(name, fields, n=1)
            fix = f"did you mean {near[0]}?" if near else f"there are {', '.join(fields)}"
            yield Problem(place, "", "is no field", fix)
    for name, kind in fields.items():
        if f"{section}{name}" in _NEEDED and name not in content:
            yield Problem(f"{path} {section}{name}", "", "is missing", f"give {_TYPES[kind]}")


def _message_problems(path: Path, sound: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("sender", "reply_to"):
        if name in sound:
            yield from _mailboxes(path, [sound[name]], field=name)[1]
    if not str(sound.get("subject", "")).isprintable():
        yield Problem(f"{path} subject", sound["subject"], "is not one line", "write it in one line")
    if (way := sound.get("pdf", "attach")) not in WAYS:
        yield Problem(f"{path} pdf", way, "is no way to give the PDFs", f"write {' or '.join(WAYS)}")
    web = sound.get("web", "")
    if web and not _WEB.fullmatch(web):
        fix = "give where `analysis publish` puts the archive: https://example.org/reports"
        yield Problem(f"{path} web", web, "is no address of a site", fix)
    if way == "link" and not web:
        fix = "give the address of the published archive: https://example.org/reports"
        yield Problem(f"{path} web", "", 'is missing, and pdf = "link" needs it', fix)


def _server_problems(path: Path, sound: Mapping[str, Any]) -> Iterator[Problem]:
    host, variable = sound.get("host"), sound.get("password_env")
    security = sound.get("security", "starttls")
    if host is not None and not _HOST.fullmatch(host):
        yield Problem(
            f"{path} server.host", "", "is no name of a server", "write the name alone: smtp.example.org"
        )
    if sound.get("port", 1) > 65535:
        yield Problem(
            f"{path} server.port", str(sound["port"]), "is no port", "leave it out, or ask your provider"
        )
    if security not in PORTS:
        yield Problem(f"{path} server.security", security, "is no protection", f"write {', '.join(PORTS)}")
    if variable is not None and not _VARIABLE.fullmatch(variable):
        fix = "name the variable that holds the password, never the password: REPORTS_MAIL_PASSWORD"
        yield Problem(f"{path} server.password_env", "", "is no name of an environment variable", fix)
    for name, other in (("user", "password_env"), ("password_env", "user")):
        if sound.get(name) and not sound.get(other):
            yield Problem(f"{path} server.{other}", "", f"is missing beside {name}", "a login needs both")
    if security == "none" and sound.get("user"):
        fix = "write starttls or tls: else the password is sent for anyone to read"
        yield Problem(f"{path} server.security", security, "does not go with a login", fix)


def _mailboxes(
    path: Path, texts: list[str], *, field: str = "recipients"
) -> tuple[list[Mailbox], list[Problem]]:
    """Return the mailboxes of a field, and what is wrong with them."""
    found, problems = [], []
    for number, text in enumerate(texts, 1):
        place = f"{path} {field}[{number}]" if field == "recipients" else f"{path} {field}"
        try:
            found.append(read_mailbox(text))
        except ValueError as error:
            problems.append(Problem(place, text, str(error), "write Ada Adams <ada@example.org>"))
    twice = Counter(each.address.casefold() for each in found)
    problems += [
        Problem(f"{path} recipients", address, "stands there more than once", "keep one")
        for address, times in twice.items()
        if times > 1
    ]
    return found, problems
