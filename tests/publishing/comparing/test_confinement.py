"""Code of a stranger's report writes in its own folder alone, does not connect, and sees no secret."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.publishing.comparing import confinement


def run(code: str, folder: Path) -> str:
    """Run code as that of a sealed report is run; return the last line that it prints or complains of."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=folder,
        env=confinement.surroundings(folder),
        preexec_fn=confinement.confined(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder"


def test_it_sees_nothing_of_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_TOKEN", "secret")
    assert run("import os; print('API_TOKEN' in os.environ)", folder) == "False"
    assert run("import os; print(os.path.expanduser('~'))", folder) == str(folder)
    assert run("import tempfile; print(tempfile.gettempdir())", folder) == str(folder / "tmp")


@pytest.mark.skipif(not confinement.is_possible(), reason="this system confines no program")
@pytest.mark.parametrize(
    "code",
    [
        "open('{outside}/new', 'w')",
        "open('{outside}/there', 'a')",
        "import os; os.truncate('{outside}/there', 0)",
        "import os; os.remove('{outside}/there')",
        "import os; os.rename('{outside}/there', 'taken')",
        "import os; os.symlink('x', '{outside}/link')",
        "import os; os.mkdir('{outside}/folder2')",
        "import subprocess; subprocess.run(['sh', '-c', 'echo x > {outside}/there'], check=True)",
    ],
)
def test_it_changes_nothing_outside_its_folder(folder: Path, code: str) -> None:
    there = folder.parent / "there"
    there.write_text("as it was", encoding="utf-8")
    said = run(code.format(outside=folder.parent), folder)
    assert "Error" in said
    assert there.read_text(encoding="utf-8") == "as it was"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["folder", "there"]


def test_in_its_folder_it_works_as_ever(folder: Path) -> None:
    code = "import os; os.mkdir('a'); open('a/b', 'w').write('x'); os.rename('a/b', 'c'); "
    code += "print(open('c').read())"
    assert run(code, folder) == "x"


@pytest.mark.skipif(not confinement.is_possible(), reason="this system confines no program")
def test_it_opens_no_connection(folder: Path) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
        assert run(code, folder).startswith("PermissionError")
        assert run("import socket; socket.create_server(('127.0.0.1', 0))", folder).startswith(
            "PermissionError"
        )
