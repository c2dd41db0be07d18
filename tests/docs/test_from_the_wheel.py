"""The wheel, with nothing of this repository beside it, takes another subject from tables to reports."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from tests.test_wheel import OWN, built_wheel

pytestmark = pytest.mark.docs

MONTHS = "Date,Decimal Date,Average (ppm),Days\n" + "".join(
    f"{year}-{month:02d},{year + (month - 0.5) / 12:.4f},{2 * year + month / 10:.2f},{month + 12}\n"
    for year in range(2000, 2025)
    for month in range(1, 13)
)
YEARS = "Year,Mean\n" + "".join(f"{year},{2 * year + 0.6}\n" for year in range(2000, 2025))
RUNS = "since,title\n" + "".join(f"{year},since {year}\n" for year in range(2010, 2022))
CHANGES = {  # of the notebook's JSON: a parameter, and its use
    '../data\\"': '../data\\"\\nsince = 2000',
    'rows = dataset[\\"monthly\\"]': 'rows = dataset[\\"monthly\\"].query(\\"`Decimal Date` >= @since\\")',
}


def linked(source: str, target: str) -> None:
    """Take a file without copying it where both places are on one disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the command alone, as pipx leaves it; its environment has the wheel and the libraries."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "venv", symlinks=True)
    (site,) = (place / "venv" / "lib").glob("*/site-packages")
    shutil.copytree(sysconfig.get_path("purelib"), site, copy_function=linked, dirs_exist_ok=True)
    for path in site.glob("*analysis_reports*"):  # this repository itself, installed to be edited
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    python = str(place / "venv" / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(built_wheel(place))], check=True)
    (place / "bin").mkdir()
    (place / "bin" / "analysis").symlink_to(place / "venv" / "bin" / "analysis")
    return place


@dataclass
class Shell:
    """A shell in a folder, whose path has the command, make and no other Python environment."""

    folder: Path
    commands: Path

    def run(self, command: str) -> str:
        """Run a line and return all that it says; it must end well."""
        path = os.pathsep.join([str(self.commands), "/usr/local/bin", "/usr/bin", "/bin"])
        done = subprocess.run(
            ["bash", "-c", command], env={"PATH": path, "HOME": str(self.folder), "BIN": ""}, cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"$ {command}\n{done.stdout}"
        return done.stdout


@pytest.fixture
def shell(installed: Path, tmp_path: Path) -> Shell:
    """A shell in a folder that holds two tables."""
    (tmp_path / "monthly.csv").write_text(MONTHS, encoding="utf-8")
    (tmp_path / "yearly.csv").write_text(YEARS, encoding="utf-8")
    return Shell(tmp_path, installed / "bin")


def with_twelve_runs(notebook: Path) -> None:
    text = notebook.read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    notebook.write_text(text, encoding="utf-8")
    notebook.with_name("monthly.runs.csv").write_text(RUNS, encoding="utf-8")


def test_two_tables_become_sealed_reports_and_one_of_them_twelve(shell: Shell) -> None:
    guessed = shell.run("analysis init air --from monthly.csv --from yearly.csv")
    assert "Decimal Date: number; in calendar years" in guessed
    assert "sealed reports/2024-12-31" in shell.run("cd air && make reports")
    assert "2 tables and 2 notebooks are in order" in shell.run("cd air && make check")
    verified = shell.run("cd air && make verify TARGET=reports/2024-12-31 TRUST=1")
    assert verified.count("is byte for byte what its sealed inputs make") == 2

    project = shell.folder / "air"
    with_twelve_runs(project / "notebooks" / "monthly.ipynb")
    shell.run("cd air && make reports AS_OF=2023-12-31")
    edition = project / "reports" / "2023-12-31"
    assert len(list(edition.glob("monthly--*.pdf"))) == 12
    shutil.copyfile(edition / "monthly--2015.pdf", shell.folder / "mailed.pdf")
    verified = shell.run("analysis verify mailed.pdf --trust")
    assert "mailed.pdf is byte for byte what its sealed inputs make" in verified

    pages = pypdfium2.PdfDocument(edition / "monthly--2015.pdf")
    shown = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert "2023.9583" in shown
    assert "Unfinished: words marked TODO are still to be written." in shown
    made = [path for path in project.rglob("*") if path.is_file() and ".cache" not in path.parts]
    texts = {path: path.read_text("utf-8") for path in made if path.suffix != ".pdf"} | {edition: shown}
    assert {path: OWN.findall(text) for path, text in texts.items() if OWN.search(text)} == {}
