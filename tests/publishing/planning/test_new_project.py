"""A project of another subject is whole, passes the check, and is not begun over something else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.comparing.verification import verify
from analysis.publishing.editions.manifests import read_manifest
from analysis.publishing.planning.new_project import start_project
from analysis.publishing.planning.project_check import check_project
from analysis.publishing.planning.request import Options, Project, Request

SERIES = "Date,Mean (ppm),Days\n2025-11,426.46,20\n2025-12,427.49,24\n2026-01,428.62,-01\n"
PANEL = "day;Stadt;Wert {kg}\n2026-01-05;Köln;1,5\n2026-01-05;Bonn;2,5\n2026-01-06;Bonn;\n2026-01-06;Köln;3\n"
GROUPS = "farm,harvest\nHill,41\nLake,36\nHill,12\n"
WORDS = "name,remark\nAda,first\nEla,last\nIda,first\n"
TABLES = {"series 2026.csv": SERIES, "panel.csv": PANEL, "groups.csv": GROUPS, "words.csv": WORDS}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def tables(tmp_path: Path) -> list[Path]:
    for name, content in TABLES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return [tmp_path / name for name in TABLES]


def project(folder: Path) -> Project:
    return Project(notebooks=folder / "notebooks", data=folder / "data", out=folder / "reports")


def test_reports_on_tables_of_every_shape_build_at_once(tmp_path: Path, tables: list[Path]) -> None:
    folder = tmp_path / "new subject"
    started = start_project(folder, tables, title="", toolkit="analysis-reports", today="2026-02-01")
    assert "  panel.csv: the table panel" in str(started)
    said: list[str] = []
    (place,) = build(project(folder), Request(), Options(twice=False), say=said.append)
    panel = folder / "notebooks" / "panel.ipynb"
    assert f"2026-01-31 {panel}: still to be written, as a notice says: audience, description" in said
    made = {path.name for path in place.glob("*.pdf")}
    assert made == {"series-2026.pdf", "panel.pdf", "groups.pdf", "words.pdf"}
    assert place.name == "2026-01-31"
    pages = {
        name: (place / f"{name}.html").read_text(encoding="utf-8")
        for name in ("series-2026", "panel", "words")
    }
    assert "Mean in January 2026: 428.62 ppm, +1.13 against the value before." in pages["series-2026"]
    assert "Wert (kg) on 6 January 2026 is highest for Köln: 3.0." in pages["panel"]
    assert "Number of rows is highest for" in pages["words"]
    for page in pages.values():
        assert page.count("<figure") >= 2
        assert "no row says when it was recorded" in page
        assert "Unfinished: words marked TODO are still to be written." in page
    early = Request(as_of=("2026-01-05",), reports=("panel",))
    assert build(project(folder), early, Options(twice=False), say=lambda _: None)


def test_a_project_without_a_table_begins_with_an_example(tmp_path: Path) -> None:
    folder = tmp_path / "first"
    result = run("init", str(folder), "--title", "First steps", "--toolkit", "analysis-reports==1")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == f"next: cd {folder} && make reports"
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == [
        ".ci/run", ".gitattributes", ".gitignore", "Makefile", "README.md", "data/datapackage.json",
        "data/harvests.csv", "notebooks/harvests.ipynb", "pyproject.toml", "requirements.lock",
    ]  # fmt: skip
    makefile = (folder / "Makefile").read_text(encoding="utf-8")
    assert "ANALYSIS ?= analysis-reports==1\n" in makefile
    assert "{{" not in makefile + (folder / "README.md").read_text(encoding="utf-8")
    lock = (folder / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^pandas==\d", lock, re.MULTILINE)
    assert "analysis-reports" not in lock
    said = check_project(data=folder / "data", notebooks=folder / "notebooks")
    assert said.startswith("1 table and 1 notebook are in order\nto fill in: 4 (nothing stops a build)\n")
    assert "datapackage.json names no licence" in said
    assert "datapackage.json harvests names no source" in said
    assert "metadata analysis.audience is to be written" in said


def test_what_cannot_be_begun_leaves_nothing_behind(tmp_path: Path, tables: list[Path]) -> None:
    (tmp_path / "co2.csv").write_text("Date,Mean\n2026-01,1,2\n2026-02,3,4\n", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "panel.csv").write_text("a\n1\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    result = run("init", str(tmp_path / "new"), "--from", str(tmp_path / "co2.csv"))
    assert result.exit_code == 1
    assert "co2.csv:1" in result.stderr
    assert "has 2 headings, and each of the 2 rows below it 3 cells" in result.stderr
    assert "already; name a new folder, or an empty one" in run("init", str(tmp_path)).stderr
    twice = [str(tables[1]), str(tmp_path / "other" / "panel.csv")]
    assert (
        "would be the table panel"
        in run("init", str(tmp_path / "new"), *(f"--from={one}" for one in twice)).stderr
    )
    assert run("init", str(tmp_path / "new"), "--from", "nowhere.csv").exit_code == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(AnalysisError, match="is no folder"):
        start_project(tmp_path / "file", [], title="", toolkit="x", today="2026-01-05")


def test_a_report_carries_the_packages_of_its_project_that_it_imports(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    start_project(folder, [], title="", toolkit="x", today="2026-01-05")
    for name, text in {
        "src/rain/__init__.py": "from rain.deep.more import twice\n",
        "src/rain/deep/more.py": "def twice(x):\n    return 2 * x\n",
        "src/rain/unused.py": "",
        "notebooks/fields.py": "import rain\n\ndef four(x):\n    return rain.twice(rain.twice(x))\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    notebook = folder / "notebooks" / "harvests.ipynb"
    text = notebook.read_text(encoding="utf-8")
    imports = "import pandas as pd\\n"
    assert imports in text
    notebook.write_text(
        text.replace(imports, f"from fields import four\\nfrom rain import twice\\n{imports}").replace(
            "part.table(", 'assert four(2) == twice(4)\\n",\n    "part.table('
        ),
        encoding="utf-8",
    )
    (place,) = build(project(folder), Request(), Options(twice=False), say=lambda _: None)
    inputs = [one["path"] for one in read_manifest(place)["reports"]["harvests"]["inputs"]]
    assert [path for path in inputs if path.endswith(".py")] == [
        "notebooks/fields.py",
        "src/rain/__init__.py",
        "src/rain/deep/more.py",
    ]
    alone = tmp_path / "alone.pdf"
    alone.write_bytes((place / "harvests.pdf").read_bytes())
    (verdict,) = verify(alone, trusted=lambda _: True)
    assert verdict.differences == ()


def test_a_table_that_is_replaced_leaves_what_is_published_and_tells_revised_rows(tmp_path: Path) -> None:
    folder = tmp_path / "co2"
    (tmp_path / "co2.csv").write_text(SERIES, encoding="utf-8")
    start_project(folder, [tmp_path / "co2.csv"], title="", toolkit="x", today="2026-03-01")
    (first,) = build(project(folder), Request(), Options(twice=False), say=lambda _: None)
    sealed = (first / "co2.pdf").read_bytes()
    replaced = SERIES.replace("2025-11,426.46", "2025-11,429.46") + "2026-02,429.35,17\n"
    (folder / "data" / "co2.csv").write_text(replaced, encoding="utf-8")
    (second,) = build(project(folder), Request(), Options(twice=False), say=lambda _: None)
    (told,) = read_manifest(second)["reports"].values()
    parts = {move["name"]: (move["revisions"], move["observations"]) for move in told["changes"]["moves"]}
    assert parts["newest-value"] == ("0.00", "0.73")
    assert float(parts["mean-value"][0]) == pytest.approx(1.0)
    assert (first / "co2.pdf").read_bytes() == sealed
    (verdict, *_) = verify(first, trusted=lambda _: True, data=folder / "data", notebooks=None)
    assert verdict.differences == ()
