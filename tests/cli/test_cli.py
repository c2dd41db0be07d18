"""Each verb parses, calls one function and prints; problems go to stderr, exit codes are 0, 1 and 2."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.cli import main

FIXTURES = Path(__file__).parents[1] / "publishing"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one sound notebook, as the current folder."""
    shutil.copytree(FIXTURES / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    shutil.copy(FIXTURES / "notebooks" / "states-a-finding.ipynb", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_every_verb_is_listed_and_has_help() -> None:
    listed = run("--help").stdout
    for name, command in main.commands.items():
        assert name in listed
        assert command.help or command.callback
        assert run(name, "--help").exit_code == 0
    assert run("nonsense").exit_code == 2


def test_list_names_reports_parameters_and_editions(here: Path) -> None:
    result = run("list")
    assert result.exit_code == 0
    assert "states-a-finding\n  States a finding\n" in result.stdout
    assert "window=7" in result.stdout
    assert "editions in reports: none" in result.stdout


def test_check_says_what_is_in_order(here: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "3 tables and 1 notebook are in order\n"


def test_check_says_problems_of_data_and_notebooks_together_on_stderr(here: Path) -> None:
    nights = here / "data" / "nights.csv"
    nights.write_text(nights.read_text(encoding="utf-8").replace(",11,", ",eleven,"), encoding="utf-8")
    notebook = here / "notebooks" / "states-a-finding.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("## All nights", "## All 10 likely nights"),
        encoding="utf-8",
    )
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nights.csv:11 lights" in result.stderr
    assert "“10” is a number typed by hand" in result.stderr
    assert "“likely” is a likelihood word" in result.stderr
    assert "Traceback" not in result.stderr


def test_check_names_a_required_table_that_is_none(here: Path) -> None:
    notebook = here / "notebooks" / "states-a-finding.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["metadata"]["analysis"]["requires"] = ["night"]
    notebook.write_text(json.dumps(content), encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "names no table: 'night'; the tables are sources, nights, storms" in result.stderr


def test_seal_says_what_it_sealed_or_why_it_did_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(__file__).parents[2] / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    assert run("seal").stdout == "nothing to seal\n"
    ledger = tmp_path / "data" / "resolution_rules.csv"
    text = ledger.read_text(encoding="utf-8")
    rows = len(list(csv.reader(text.splitlines())))
    waiting = "S1-2099,S1,A,B,C,D,E,,2099-01-01,2099-06-30,2098-12-31,,own-coding,2098-12-31,\n"
    ledger.write_text(text + waiting.replace("2099-06-30", "30.06.2099"), encoding="utf-8")
    result = run("seal")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean 2099-06-30?" in result.stderr
    ledger.write_text(text + waiting, encoding="utf-8")
    result = run("seal")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"data/resolution_rules.csv: 1 row sealed, S1-2099; {rows} in all\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("build", "-p", "asof=2024-01-10"),
            1,
            "parameter asof is unknown to states-a-finding; did you mean as_of",
        ),
        (("build", "state-a-finding"), 1, "did you mean states-a-finding?"),
        (("build", "--as-of", "soon"), 1, '--as-of = "soon" is not a date'),
        (("build", "--notebooks", "nowhere"), 1, "nowhere does not exist"),
        (("build", "-p", "window"), 2, "write NAME=VALUE"),
        (("build", "--jobs", "0"), 2, "Invalid value for '--jobs'"),
        (("build", "--format", "docx"), 2, "Invalid value for '--format'"),
        (
            ("import", "airforce", "data/sources.csv", "--recorded-on", "9999-01-01"),
            1,
            'recorded_on = "9999-01-01" is after today',
        ),
        (("import", "airforce", "nowhere.csv", "--recorded-on", "2026-01-01"), 2, "does not exist"),
        (("new", "My Report"), 1, 'report = "My Report" is no report id'),
        (("new", "states-a-finding"), 1, "exists already; choose another id"),
    ],
)
def test_mistakes_are_said_without_traceback_and_change_nothing(
    here: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (here / "reports").exists()


def test_a_new_report_passes_the_check_and_follows_the_others(here: Path) -> None:
    result = run("new", "harbour-lights", "--title", "Lights of the harbour")
    assert result.stdout == "notebooks/harbour-lights.ipynb\n"
    checked = run("check").stdout
    assert checked.startswith(
        "3 tables and 2 notebooks are in order\nto fill in: 4 (nothing stops a build)\n"
    )
    assert checked.count("notebooks/harbour-lights.ipynb") == 4
    listed = run("list").stdout
    assert listed.index("states-a-finding") < listed.index("harbour-lights\n  Lights of the harbour")


def test_build_ends_with_where_the_result_is(here: Path) -> None:
    run("new", "harbour-lights")
    result = run("build", "harbour-lights")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "reports/2024-01-10/index.html"
    assert sorted(path.name for path in (here / "reports" / "2024-01-10").iterdir()) == [
        "harbour-lights.html",
        "harbour-lights.ipynb",
        "harbour-lights.pdf",
        "index.html",
        "manifest.json",
        "ro-crate-metadata.json",
    ]
    assert "editions in reports: 2024-01-10" in run("list").stdout


def test_help_needs_no_library_of_data_or_notebooks() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from analysis.cli import main;"
        "CliRunner().invoke(main, ['build', '--help']);"
        "heavy = {'pandas', 'numpy', 'nbformat', 'nbconvert', 'papermill', 'jinja2'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
