"""Everything wrong in mail.toml is said at once, with place, value and fix; no secret is taken or shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.errors import DataError
from analysis.publishing.sending.settings import MAX_SIZE, read_settings

LEAST = (
    'recipients = ["ada@example.org"]\nsender = "reports@example.org"\n[server]\nhost = "smtp.example.org"\n'
)


def written(folder: Path, text: str) -> Path:
    path = folder / "mail.toml"
    path.write_text(text, encoding="utf-8")
    return path


def said(folder: Path, text: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_settings(written(folder, text))
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]


def test_three_lines_are_enough(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, LEAST))
    assert [each.address for each in settings.recipients] == ["ada@example.org"]
    assert settings.reply_to == settings.sender
    assert (settings.pdf, settings.max_size, settings.web, settings.reports) == ("attach", MAX_SIZE, "", ())
    assert (settings.server.port, settings.server.security, settings.server.user) == (587, "starttls", "")


def test_each_protection_has_its_port(tmp_path: Path) -> None:
    for security, port in (("tls", 465), ("none", 25)):
        assert read_settings(written(tmp_path, f'{LEAST}security = "{security}"')).server.port == port


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = """
recipients = ["ada@example.org", "Bo", "ADA@example.org"]
sender = 7
subjekt = "Lights"
pdf = "link"
max_size = 0
reports = "all"

[server]
host = "https://smtp.example.org"
port = 70000
security = "ssl"
user = "ada"
"""
    assert said(tmp_path, text) == [
        'mail.toml sender = "7" is not a text in quotes',
        "mail.toml subjekt is no field; did you mean subject?",
        'mail.toml max_size = "0" is not a whole number above 0',
        'mail.toml reports = "all" is not a list of texts in quotes',
        'mail.toml web is missing, and pdf = "link" needs it; give the address of the published archive: '
        "https://example.org/reports",
        "mail.toml server.host is no name of a server; write the name alone: smtp.example.org",
        'mail.toml server.port = "70000" is no port; leave it out, or ask your provider',
        'mail.toml server.security = "ssl" is no protection; write starttls, tls, none',
        "mail.toml server.password_env is missing beside user; a login needs both",
        'mail.toml recipients[2] = "Bo" is no mail address; write Ada Adams <ada@example.org>',
        'mail.toml recipients = "ada@example.org" stands there more than once; keep one',
    ]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert said(tmp_path, "") == [
        "mail.toml recipients is missing; give a list of texts in quotes",
        "mail.toml sender is missing; give a text in quotes",
        "mail.toml server is missing; give a section: [server]",
        "mail.toml server.host is missing; give a text in quotes",
    ]
    assert said(tmp_path, LEAST.replace('"ada@example.org"', "")) == [
        "mail.toml recipients names nobody; add an address"
    ]


def test_a_file_that_is_none_is_said(tmp_path: Path) -> None:
    (line,) = said(tmp_path, "recipients = [ada@example.org]")
    assert line.startswith("mail.toml is not TOML: Invalid value (at line 1, column 15)")
    with pytest.raises(
        DataError, match=r"nowhere\.toml does not exist; write who gets the reports"
    ) as caught:
        read_settings(tmp_path / "nowhere.toml")
    shown = read_settings(written(tmp_path, str(caught.value).partition("\n")[2]))
    assert [each.address for each in shown.recipients] == ["ada@example.org", "bo@example.org"]
    path = tmp_path / "latin.toml"
    path.write_bytes(b'sender = "Zo\xeb"')
    with pytest.raises(DataError, match="is not UTF-8"):
        read_settings(path)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('password = "hunter2"', "server.password looks like a secret"),
        ('api_token = "hunter2"', "server.api_token looks like a secret"),
        (
            'user = "a"\npassword_env = "hunter2!"',
            "server.password_env is no name of an environment variable",
        ),
        ('password_env = ["hunter2"]', "server.password_env is not a text"),
        ('host = "ada:hunter2@smtp.example.org"', "server.host is no name of a server"),
    ],
)
def test_a_secret_is_refused_and_never_shown(tmp_path: Path, line: str, place: str) -> None:
    text = LEAST + line if "host" not in line else re.sub("host = .*", line, LEAST)
    told = "\n".join(said(tmp_path, text))
    assert place in told
    assert "hunter2" not in told


def test_no_password_goes_unprotected(tmp_path: Path) -> None:
    (line,) = said(tmp_path, f'{LEAST}security = "none"\nuser = "ada"\npassword_env = "SECRET"')
    assert line.startswith(
        'mail.toml server.security = "none" does not go with a login; write starttls or tls'
    )
