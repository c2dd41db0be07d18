"""A new report passes every rule and shows rows before its author has written a line."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path

import pytest

from analysis.data import load_dataset
from analysis.errors import AnalysisError
from analysis.publishing.planning.catalogue import load_catalogue
from analysis.publishing.planning.new_report import start_report
from analysis.publishing.planning.notebooks import read_notebook
from analysis.publishing.planning.parameters import declared
from analysis.publishing.planning.rules import broken_rules
from analysis.publishing.planning.style import hints
from analysis.publishing.planning.to_fill_in import unwritten

FIXTURES = Path(__file__).parents[1]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "data", tmp_path / "data"))


def started(data: Path, report: str = "harbour-lights", title: str = "") -> Path:
    return start_report(report, title=title, data=data, notebooks=data.parent / "notebooks")


def titled(data: Path, title: str) -> None:
    """Give the table of nights another title."""
    place = data / "datapackage.json"
    package = json.loads(place.read_text(encoding="utf-8"))
    next(each for each in package["resources"] if each["name"] == "nights")["title"] = title
    place.write_text(json.dumps(package), encoding="utf-8")


def test_it_passes_every_rule_without_a_hint(data: Path) -> None:
    notebook = read_notebook(started(data))
    assert (broken_rules(notebook), list(hints(notebook))) == ([], [])
    cells = ["cell what-it-shows (no. 4)", "cell how-to-go-on (no. 6)"]
    assert unwritten(notebook) == ["audience", "description", *cells]


def test_it_shows_the_newest_rows_under_the_title_of_the_table(data: Path) -> None:
    titled(data, "Lights by night")
    cells = {cell.id: cell.source for cell in read_notebook(started(data)).cells}
    assert cells["title"] == "# Harbour lights"
    assert cells["what-it-shows"].startswith("## Lights by night\n")
    (statement,) = ast.parse(cells["newest-rows"]).body
    shown = 'part.table(dataset.table("nights").tail(10), caption="Lights by night: the newest rows")'
    assert ast.unparse(statement) == ast.unparse(ast.parse(shown))


def test_its_dates_are_the_newest_of_the_data(data: Path) -> None:
    dataset = load_dataset(data)
    assert declared(read_notebook(started(data))) == {
        "as_of": dataset.as_of.isoformat(),
        "known_on": dataset.known_on.isoformat(),
        "data_dir": "../data",
    }


def test_a_report_is_described_and_follows_those_before_it(data: Path) -> None:
    first = started(data, "first", title="The first one")
    second = started(data, "a-second")
    assert [path.name for path in (first, second)] == ["first.ipynb", "a-second.ipynb"]
    told = [(each.id, each.title, each.order, each.requires) for each in load_catalogue(first.parent)]
    assert told == [
        ("first", "The first one", 10, ("nights",)),
        ("a-second", "A second", 20, ("nights",)),
    ]


def test_a_table_without_rows_is_not_shown(data: Path) -> None:
    nights = data / "nights.csv"
    nights.write_text(nights.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert 'dataset.table("storms")' in started(data).read_text(encoding="utf-8").replace('\\"', '"')


@pytest.mark.parametrize("report", ["Harbour", "harbour_lights", "-a", "a--b", "", "../a", "порт"])
def test_what_is_no_id_is_refused_and_nothing_is_written(data: Path, report: str) -> None:
    with pytest.raises(AnalysisError, match="is no report id; use lower-case words joined by hyphens"):
        started(data, report)
    assert not (data.parent / "notebooks").exists()


def test_a_report_that_is_there_is_left_as_it_is(data: Path) -> None:
    path = started(data)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"harbour-lights\.ipynb exists already; choose another id"):
        started(data)
    assert path.read_text(encoding="utf-8") == "mine"
