"""One notebook and a table of parameters make a report a row; all mistakes of the table are said at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.comparing.verification import verify
from analysis.publishing.editions.manifests import read_manifest
from analysis.publishing.planning.catalogue import choose, load_catalogue, notebook_at_hand
from analysis.publishing.planning.project_check import check_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.publishing.conftest import Asked

RUNS = """\
bright,window,address,title
Harbour 3,3,,
Harbour 4,4,,
Quay *one*,,quay,"Quay [a], *b*"
Harbour 3,30,,
"""


def table(asked: Asked, text: str) -> Asked:
    (asked.project.notebooks / "states-a-finding.runs.csv").write_text(text, encoding="utf-8")
    return asked


@pytest.fixture
def asked(project: Callable[..., Asked]) -> Asked:
    return table(project("states-a-finding"), RUNS)


@pytest.fixture(scope="module")
def original(shared_project: Callable[..., Asked]) -> Asked:
    """The same with an edition of all its runs."""
    asked = table(shared_project("states-a-finding"), RUNS)
    build(*asked, say=lambda _: None)
    return asked


def test_each_row_is_a_report_in_one_edition(original: Asked) -> None:
    place = original.project.out / "2024-01-10"
    reports = read_manifest(place)["reports"]
    assert len(reports) == 4
    quay = reports["states-a-finding--quay"]
    assert quay["title"] == "States a finding: Quay [a], *b*"
    assert (quay["parameters"]["bright"], quay["parameters"]["window"]) == ("Quay *one*", 7)
    assert reports["states-a-finding--harbour-3-3"]["parameters"]["window"] == 3
    assert [one["path"] for one in quay["outputs"]] == [
        f"states-a-finding--quay.{ending}" for ending in ("html", "ipynb", "pdf")
    ]
    index = (place / "index.html").read_text(encoding="utf-8")
    page = (place / "states-a-finding--quay.html").read_text(encoding="utf-8")
    assert 'href="states-a-finding--harbour-3-30.html"' in index
    assert "States a finding: Quay [a], *b*</h1>" in page
    assert "Quay *one* were " in page


def test_a_run_that_breaks_is_named_by_its_notebook_and_its_row(asked: Asked) -> None:
    path = asked.project.notebooks / "states-a-finding.ipynb"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("int(dataset", "1 / (7 - window) + int(dataset"), encoding="utf-8")
    quay = asked.but(reports=("states-a-finding--quay",))
    with pytest.raises(AnalysisError) as caught:
        build(*quay, say=lambda _: None)
    row = f"{path}, run 'quay' ({path.with_suffix('.runs.csv')}:4)"
    assert str(caught.value).startswith(f"{row}, cell ")
    assert "--quay.ipynb" not in str(caught.value)
    path.write_text(source.replace("All nights", "All nights \u0378"), encoding="utf-8")
    with pytest.raises(AnalysisError, match="has letters that no font can show") as caught:
        build(*quay, say=lambda _: None)
    assert str(caught.value).startswith(f"{row}: ")


def test_a_run_is_verified_by_what_its_pdf_carries(asked: Asked) -> None:
    (place,) = build(*asked.but(reports=("states-a-finding--quay",)), say=lambda _: None)
    whole = verify(place, trusted=lambda _: True, data=asked.project.data, notebooks=asked.project.notebooks)
    assert [(one.target.name, one.differences, one.remarks) for one in whole] == [
        (name, (), ()) for name in ("states-a-finding--quay.pdf", "manifest.json", "data")
    ]


def test_a_changed_row_makes_its_report_alone_and_never_a_published_one(
    original: Asked, copied: Callable[[Asked], Asked]
) -> None:
    asked = copied(original)
    draft = asked.drafts()
    build(*draft, say=lambda _: None)
    table(asked, RUNS.replace("Harbour 4,4", "Harbour 4,5"))
    said: list[str] = []
    build(*draft, say=said.append)
    assert [line for line in said if line.endswith(": made")] == [
        "2024-01-10 states-a-finding--harbour-4-5: made"
    ]
    table(asked, RUNS.replace("Quay *one*", "Quay"))
    with pytest.raises(AnalysisError, match="states-a-finding--quay is published and would change"):
        build(*asked, say=lambda _: None)


def test_the_name_of_the_notebook_stands_for_all_its_runs(asked: Asked) -> None:
    catalogue = load_catalogue(asked.project.notebooks)
    assert len(choose(catalogue, ["states-a-finding"])) == 4
    assert [one.id for one in choose(catalogue, ["states-a-finding--quay"])] == ["states-a-finding--quay"]
    with pytest.raises(AnalysisError, match="did you mean states-a-finding--quay"):
        choose(catalogue, ["states-a-finding--quai"])


def test_the_notebook_of_a_run_is_the_notebook_with_its_row(asked: Asked) -> None:
    filled = notebook_at_hand(asked.project.notebooks, "states-a-finding--quay")
    assert filled
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(filled)["cells"]}
    assert cells["title"] == "# States a finding: Quay \\[a\\], \\*b\\*"
    assert 'bright = "Quay *one*"\nwindow = 7' in cells["parameters"]
    for name in ("states-a-finding--pier", "states-a-finding--", "other--quay", "other"):
        assert notebook_at_hand(asked.project.notebooks, name) is None


def test_rules_are_checked_once_and_the_words_of_a_row_are_not_typed(asked: Asked) -> None:
    project = asked.project
    assert check_project(data=project.data, notebooks=project.notebooks).startswith("3 tables and 1 notebook")
    path = project.notebooks / "states-a-finding.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("All nights", "All 10 nights"), encoding="utf-8")
    with pytest.raises(AnalysisError) as caught:
        build(*asked, say=lambda _: None)
    assert len(str(caught.value).splitlines()) == 1


SLIPS = {
    "bright,windov\na,1\n": ['1 = "windov" is no parameter of the notebook; did you mean window?'],
    "as_of,window\n2024-01-01,1\n": [
        '1 = "as_of" has an option of its own; leave the column out: --as-of sets it'
    ],
    "window\nx\n0\n": [
        '2 window = "x" must be a whole number',
        '3 window = "0" must be more than 0 and at most 7,000',
    ],
    "window,address\n1,A b\n2,c\n3,c\n4,\n": [
        '2 address = "A b" cannot be a part of a file\'s name;'
        " write lower-case words joined by hyphens, as in north-coast",
        '4 address = "c" is that of {}:3 as well; give each row its own',
    ],
    "title\nBright\n": [
        "2 has nothing to tell its report from the others; fill in a parameter, or the column address"
    ],
    "window\n": [" has no row; add one for each report, or delete the file"],
    "": [
        " is empty; name parameters in its first line (its parameters are bright, window),"
        " give each report a row, or delete it"
    ],
    "window,bright\n1\n": [
        "2 has 1 cell where the header has 2; unknown cells stay empty, but their commas are needed"
    ],
    f"address\n{'a' * 70}\n": [
        " is no report id; use lower-case words joined by hyphens, at most 80 letters"
    ],
}


@pytest.mark.parametrize("text", SLIPS, ids=lambda text: text[:20])
def test_all_that_is_wrong_with_a_table_is_said_before_anything_runs(asked: Asked, text: str) -> None:
    table(asked, text)
    with pytest.raises(AnalysisError) as caught:
        build(*asked, say=lambda _: None)
    place = (asked.project.notebooks / "states-a-finding.runs.csv").as_posix()
    said = str(caught.value).splitlines()
    assert len(said) == len(SLIPS[text])
    for line, expected in zip(said, SLIPS[text], strict=True):
        assert line.startswith(place)
        assert line.endswith(expected.format(place))


def test_a_report_that_stands_for_a_run_already_is_refused(asked: Asked) -> None:
    folder = asked.project.notebooks
    content = (folder / "states-a-finding.ipynb").read_text(encoding="utf-8")
    other = content.replace('"id": "states-a-finding"', '"id": "states-a-finding--quay"').replace(
        '"order": ', '"order": 9'
    )
    (folder / "states-a-finding--quay.ipynb").write_text(other, encoding="utf-8")
    with pytest.raises(AnalysisError, match="is a notebook's as well"):
        load_catalogue(folder)


def test_list_names_each_run(asked: Asked) -> None:
    places = ["--notebooks", str(asked.project.notebooks), "--out", str(asked.project.out)]
    said = CliRunner().invoke(main, ["list", *places]).stdout
    assert "states-a-finding--harbour-3-30\n  States a finding: Harbour 3, 30\n" in said
