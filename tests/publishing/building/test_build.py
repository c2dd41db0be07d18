"""A build makes whole editions, says which cell broke a report, leaves the former edition as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.errors import AnalysisError, DataError
from analysis.publishing.building.build import build

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]


def hashes(folder: Path) -> dict[str, str]:
    """The bytes of every file of a folder, hidden ones too."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def made(request: Asked) -> tuple[Path, list[str]]:
    said: list[str] = []
    (place,) = build(*request, say=said.append)
    return place, said


def refused(request: Asked) -> str:
    before = hashes(request.project.out)
    with pytest.raises(AnalysisError) as caught:
        build(*request, say=lambda line: None)
    assert hashes(request.project.out) == before
    assert request.project.out.exists() == bool(before)
    return str(caught.value)


def test_an_edition_holds_what_its_manifest_says(project: Laid) -> None:
    request = project("states-a-finding", "prints-and-warns", formats=())
    place, said = made(request)
    assert place == request.project.out / "2024-01-10"
    assert said[-1] == f"sealed {place}"
    manifest = json.loads((place / "manifest.json").read_bytes())
    listed = [*manifest["files"], *(each for r in manifest["reports"].values() for each in r["outputs"])]
    assert {each["path"]: each["sha256"] for each in listed} == {
        name: digest for name, digest in hashes(place).items() if name != "manifest.json"
    }
    report = manifest["reports"]["states-a-finding"]
    assert report["parameters"] == {
        "as_of": "2024-01-10",
        "known_on": "2024-02-01",
        "data_dir": "data",
        "bright": "At most there",
        "window": 7,
    }
    (finding,) = report["findings"]
    assert finding["name"] == "most-lights"
    assert finding["value"] == 11
    inputs = [each["path"] for each in report["inputs"]]
    assert {
        "data/nights.csv",
        "data/sources.csv",
        "notebooks/states-a-finding.ipynb",
        "requirements.lock",
    } <= set(inputs)
    assert "data/storms.csv" not in inputs
    assert not (request.project.out / ".staging").exists()
    assert any("prints-and-warns, cell prints: " in line and "the log has a gap" in line for line in said)
    assert "log has a gap\\n" not in (place / "prints-and-warns.ipynb").read_text(encoding="utf-8")
    page = (place / "index.html").read_text(encoding="utf-8")
    assert "At most there: 11 lights." in page
    assert 'href="2024-01-10/index.html"' in (request.project.out / "index.html").read_text(encoding="utf-8")


def test_an_earlier_date_sees_nothing_later_and_leaves_out_what_has_no_rows(project: Laid) -> None:
    request = project("states-a-finding", "reads-another-table", as_of=("2024-01-05",), formats=())
    place, _ = made(request)
    manifest = json.loads((place / "manifest.json").read_bytes())
    assert manifest["omitted"] == {"reads-another-table": "no row of storms is dated 2024-01-05 or earlier"}
    (finding,) = manifest["reports"]["states-a-finding"]["findings"]
    assert finding["value"] == 8
    text = (place / "states-a-finding.ipynb").read_text(encoding="utf-8")
    assert "2024-01-05" in text
    assert "2024-01-06" not in text


def test_a_report_added_later_joins_the_edition_and_parameters_stay(project: Laid) -> None:
    request = project("states-a-finding", "reads-another-table", formats=())
    made(request.but(reports=("states-a-finding",), parameters={"bright": "Never more"}))
    place, _ = made(request.but(reports=("reads-another-table",)))
    reports = json.loads((place / "manifest.json").read_bytes())["reports"]
    assert sorted(reports) == ["reads-another-table", "states-a-finding"]
    assert reports["states-a-finding"]["parameters"]["bright"] == "Never more"


def test_failures_name_notebook_and_cell_and_seal_nothing(project: Laid) -> None:
    names = ("raises-an-error", "kills-its-kernel", "hangs", "shows-a-path", "shows-an-address")
    request = project("states-a-finding", *names, formats=(), timeout=4)
    message = refused(request)
    for name, said in {
        "raises-an-error": "cell divides-by-zero (no. 7): the code raised ZeroDivisionError: division",
        "kills-its-kernel": "cell kills (no. 5): the code raised DeadKernel: the kernel died",
        "hangs": "cell sleeps (no. 5): the code raised Timeout: the cell ran longer than 4 s",
        "shows-a-path": "cell where: shows a path of this machine",
        "shows-an-address": "cell thing-shown: shows an address in memory",
    }.items():
        assert f"{request.project.notebooks / name}.ipynb, {said}" in message
    assert "not sealed: 2024-01-10" in message
    kept = request.project.cache / "failed" / "2024-01-10" / "raises-an-error"
    assert str(kept) in message
    assert "ZeroDivisionError" in (kept / "traceback.txt").read_text(encoding="utf-8")
    assert "There were 11 lights." in (kept / "failed.ipynb").read_text(encoding="utf-8")


def test_a_failing_report_keeps_the_former_edition_unless_partial_is_asked(project: Laid) -> None:
    request = project("states-a-finding", "raises-an-error", formats=())
    made(request.but(reports=("states-a-finding",)))
    assert "ZeroDivisionError" in refused(request)
    with pytest.raises(AnalysisError, match="ZeroDivisionError"):
        build(*request.but(partial=True), say=lambda line: None)
    place = request.project.out / "2024-01-10"
    manifest = json.loads((place / "manifest.json").read_bytes())
    assert manifest["partial"] is True
    assert manifest["failed"] == ["raises-an-error"]
    assert "This edition is not whole" in (place / "index.html").read_text(encoding="utf-8")
    assert "This edition is not whole" in (request.project.out / "index.html").read_text(encoding="utf-8")


def test_mistakes_in_the_asking_are_found_before_anything_runs(project: Laid) -> None:
    request = project("states-a-finding", "reads-another-table", formats=())
    for wrong, said in (
        (
            {"parameters": {"asof": "2024-01-10"}},
            "parameter asof is unknown to states-a-finding, reads-another-table; did you mean as_of",
        ),
        ({"parameters": {"window": "wide"}, "reports": ("states-a-finding",)}, "must be a whole number"),
        ({"as_of": ("2024-1-5",)}, '--as-of = "2024-1-5" is not a date'),
        ({"as_of": ("2025-01-01",)}, "is later than the newest date in the data; the newest is 2024-01-10"),
        ({"as_of": ("2023-01-01",)}, "2023-01-01"),
        ({"known_on": "2023-01-01"}, "2023-01-01"),
        ({"reports": ("state-a-finding",)}, "did you mean states-a-finding?"),
        (
            {"reports": ("reads-another-table",), "as_of": ("2024-01-05",)},
            "cannot be built: no row of storms",
        ),
    ):
        assert said in refused(request.but(**wrong))


def test_broken_data_and_broken_rules_are_found_before_anything_runs(project: Laid) -> None:
    request = project("states-a-finding", formats=())
    notebook = request.project.notebooks / "states-a-finding.ipynb"
    sound = notebook.read_text(encoding="utf-8")
    notebook.write_text(sound.replace("## All nights", "## All 10 nights"), encoding="utf-8")
    assert "“10” is a number typed by hand" in refused(request)
    notebook.write_text(sound, encoding="utf-8")
    nights = request.project.data / "nights.csv"
    nights.write_text(nights.read_text(encoding="utf-8").replace(",11,", ",11x,"), encoding="utf-8")
    with pytest.raises(DataError, match="11x"):
        build(*request)
    assert not request.project.out.exists()


CLOCK = """
import time
import pandas as pd
from analysis.data.lineage import measure

@measure
def clock(nights):
    return pd.DataFrame({"lights": [time.time_ns() % 10**9]})
"""


def test_a_changed_caption_computes_no_measure_again(project: Laid) -> None:
    request = project("states-a-finding", formats=()).drafts()
    notebook = request.project.notebooks / "states-a-finding.ipynb"
    module = notebook.with_name("hours.py")
    module.write_text(CLOCK, encoding="utf-8")

    def edit(old: str, new: str) -> None:
        text = notebook.read_text(encoding="utf-8")
        assert old in text
        notebook.write_text(text.replace(old, new), encoding="utf-8")

    def lights(asked: Asked) -> int:
        place, _ = made(asked)
        report = json.loads((place / "manifest.json").read_bytes())["reports"]["states-a-finding"]
        assert "notebooks/hours.py" in {each["path"] for each in report["inputs"]}
        return int(report["findings"][0]["value"])

    edit("from analysis import load_dataset, part", "import hours\\nfrom analysis import load_dataset, part")
    edit('dataset.nights[\\"lights\\"].max()', "hours.clock(dataset.nights)['lights'].item()")
    first = lights(request)
    edit("Lights of each night", "Lights in each night")
    assert lights(request) == first
    assert "Lights in each night" in (request.project.out / "2024-01-10" / notebook.name).read_text()
    assert lights(request.but(force=True)) != first  # none of an earlier build is good enough
    module.write_text(CLOCK + "# looked through\n", encoding="utf-8")
    assert lights(request) != first
