"""Each command that a page shows runs and prints what the page says; each link leads somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from tests.docs.conftest import DOCS, Toy
from tests.docs.console import PLACES, Command, commands

pytestmark = pytest.mark.docs

PAGES = sorted(DOCS.glob("*.md"))
START = {"an empty folder": "", "the project of the first report": "shop"}


def run(command: Command, toy: Toy, state: Path) -> subprocess.CompletedProcess[str]:
    """Run a command where and with what the one before has left."""
    keep = f'code=$?; {{ export -p; printf "cd %q\\n" "$PWD"; }} > {state}; exit "$code"'
    script = f". {state}\n{command.line}\n{keep}"
    return subprocess.run(
        ["bash", "-c", script], env=toy.environment | {"BIN": ""}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_run_and_print_what_the_page_says(page: Path, toy: Toy, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = [command for command in commands(text) if not command.why]
    if not found:
        return
    place = PLACES.search(text)
    assert place, "say where the commands start: <!-- commands start in: an empty folder -->"
    (toy.root / "mail.toml").unlink()
    home = toy.home if START[place[1]] else tmp_path / "empty"
    home.mkdir(exist_ok=True)
    state = tmp_path / "state"
    state.write_text(f"cd {home / START[place[1]]}\n", encoding="utf-8")
    for command in found:
        done = run(command, toy, state)
        assert done.returncode == command.ends, f"$ {command.line}\n{done.stdout}"
        assert command.prints(done.stdout), f"$ {command.line}\n{done.stdout}\nshown:\n{command.shown}"


def test_every_command_says_why_where_it_is_not_run() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"^```(sh|bash|shell)?\n(\$|\.venv|make|analysis|pip)", text, re.MULTILINE), page
        assert all(len(command.why.split()) > 2 for command in commands(text) if command.why), page


def test_output_is_compared() -> None:
    (first, second) = commands("```console\n$ ls\na\n…\n$ cat <<X    # ends with 3\n> b\n> X\n```\n")
    assert (first.line, first.ends, first.prints("a\nb\nc"), first.prints("b")) == ("ls", 0, True, False)
    assert (second.line, second.ends) == ("cat <<X    # ends with 3\nb\nX", 3)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as a site, built without a warning."""
    pytest.importorskip("sphinx")
    place = tmp_path_factory.mktemp("docs")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        str(DOCS),
        str(place),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    return place


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = {
        page: BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser") for page in site.glob("*.html")
    }
    checked = 0
    for page, soup in pages.items():
        for element in soup.find_all(["a", "img", "link", "script"]):
            address = urlsplit(str(element.get("href") or element.get("src") or ""))
            if address.scheme or address.netloc:
                continue
            target = (page.parent / unquote(address.path)) if address.path else page
            assert target.exists(), f"{page.name}: {element}"
            if address.fragment and target in pages:
                assert pages[target].find(id=unquote(address.fragment)), f"{page.name}: {element}"
            checked += 1
    assert checked > 300


def test_nothing_of_the_site_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.glob("*.html"):
        for element in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find_all(
            ["img", "link", "script"]
        ):
            assert not urlsplit(str(element.get("href") or element.get("src") or "")).netloc, element


def test_the_reference_names_every_command_part_and_many_messages(site: Path) -> None:
    from analysis import parts
    from analysis.cli import main

    shown = {
        page.stem: BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").get_text()
        for page in site.glob("*.html")
    }
    for name, command in main.commands.items():
        assert f"analysis {name} [OPTIONS]" in " ".join(shown["commands"].split()), name
        assert (command.help or "").split(".")[0].split(":")[0] in shown["commands"]
    for name in parts.__all__:
        assert name == "PART_TYPE" or name in shown["parts"], name
    assert shown["errors"].count("… ") > 150
    assert "is not what was sealed" in shown["errors"]
