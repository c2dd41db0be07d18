"""The reference edition: what is built here is, byte for byte, what the committed manifest says.

A change of method, data or look moves it on purpose: `make reference` renews it, and the difference is read.
Beside it, what the project's own reports promise of their pages and of earlier dates.
"""

import csv
import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from analysis.parts import PART_TYPE
from analysis.publishing.building.build import build
from analysis.publishing.document.document import read_document
from analysis.publishing.document.repetition import repeated
from analysis.publishing.exporters.rendering import read_notebook
from analysis.publishing.planning.request import Options, Project, Request

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "reports" / "2026-01-05" / "manifest.json"

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def committed() -> Any:
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


def built(out: Path, committed: Any, as_of: str, *reports: str) -> Path:
    project = Project(ROOT / "notebooks", ROOT / "data", out)
    request = Request(reports=reports, as_of=(as_of,), known_on=committed["known_on"])
    (place,) = build(project, request, Options(force=True, twice=False))
    return place


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, committed: Any) -> Path:
    return built(tmp_path_factory.mktemp("reports"), committed, committed["as_of"])


def test_the_build_is_what_the_committed_manifest_says(edition: Path, committed: Any) -> None:
    found = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert list(differences(committed, found)) == []


def test_a_stranger_finds_each_report_to_keep_its_standards(
    edition: Path, violations: Callable[[bytes], list[str]]
) -> None:
    pytest.importorskip("page", reason="page-validation is not installed: make test-reference does it")
    reports = sorted(edition.glob("*.pdf"))
    assert len(reports) == 4
    assert {path.name: violations(path.read_bytes()) for path in reports} == {
        path.name: [] for path in reports
    }


def test_no_sentence_stands_twice_in_a_report(edition: Path) -> None:
    for path in notebooks(edition):
        assert repeated(read_document(read_notebook(path), name=path.stem)) == [], path.stem


def test_every_figure_is_drawn_for_phones_too(edition: Path) -> None:
    figures = {
        f"{path.stem}, {cell['id']}": part
        for path in notebooks(edition)
        for cell in read_notebook(path).cells
        for output in cell.get("outputs", ())
        if (part := output.get("data", {}).get(PART_TYPE, {})).get("kind") == "figure"
    }
    assert len(figures) > 4
    assert [name for name, part in figures.items() if not part.get("narrow")] == []


def notebooks(edition: Path) -> list[Path]:
    found = sorted(edition.glob("*.ipynb"))
    assert len(found) == 4
    return found


def test_the_body_of_the_brief_has_two_pages(edition: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(edition / "situation-brief.pdf").pages]
    (annex,) = [number for number, text in enumerate(pages[1:], 2) if "Annex A:" in text]
    assert annex <= 4, "the cover, two pages, then the annexes"


@pytest.mark.parametrize("as_of", ["1975-05-01", "1995-01-01"])
def test_spells_then_ongoing_are_censored_then(tmp_path: Path, committed: Any, as_of: str) -> None:
    with (ROOT / "data" / "ceasefires.csv").open(encoding="utf-8", newline="") as table:
        begun = [row for row in csv.DictReader(table) if row["start"] < as_of]
    ongoing = [row for row in begun if not row["end"] or row["end"] > as_of]
    place = built(tmp_path, committed, as_of, "ceasefire-outcomes")
    page = (place / "ceasefire-outcomes.html").read_text(encoding="utf-8")
    said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    counted = sum(row["headline"] == "true" for row in ongoing)
    assert f"Of {len(begun)} ceasefires between armies coded here" in said
    assert f"superseded by a treaty and {counted} were in force" in said
    every = re.search(r"with those of weak dates (\d+) \d+ \d+ \d+ (\d+)", said)
    assert every is not None
    assert every.groups() == (str(len(begun)), str(len(ongoing)))


FINDINGS = json.loads((ROOT / "tests" / "findings.json").read_text(encoding="utf-8"))
FIELDS = ("report", "name", "value", "low", "high", "n", "unit")


@pytest.mark.parametrize("as_of", sorted({one["as_of"] for one in FINDINGS}))
def test_every_finding_of_four_editions_is_as_it_was(tmp_path: Path, committed: Any, as_of: str) -> None:
    place = built(tmp_path, committed, as_of)
    reports = json.loads((place / "manifest.json").read_text(encoding="utf-8"))["reports"]
    found = [
        {"report": name, **one} for name, report in sorted(reports.items()) for one in report["findings"]
    ]
    assert sorted(tuple(map(repr, map(one.get, FIELDS))) for one in found) == sorted(
        tuple(map(repr, map(one.get, FIELDS))) for one in FINDINGS if one["as_of"] == as_of
    )


def differences(was: Any, now: Any, path: str = "") -> Iterator[str]:
    """Yield where two manifests differ, the causes (environment, inputs) among the effects (outputs)."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted({*was, *now}):
            yield from differences(was.get(name), now.get(name), f"{path}/{name}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (one, other) in enumerate(zip(was, now, strict=True)):
            name = one.get("name") or one.get("path") if isinstance(one, dict) else None
            yield from differences(one, other, f"{path}/{name or number}")
    elif was != now:
        yield f"{path}: committed {str(was)[:90]}, built {str(now)[:90]}"
