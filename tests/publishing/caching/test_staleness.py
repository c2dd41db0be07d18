"""Only what is stale is done again, for a reason that is said; a build cache never changes what comes out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.data.excerpts import excerpt
from analysis.publishing.building.build import build
from analysis.publishing.building.reasons import why
from analysis.publishing.caching import fingerprints, up_to_date
from analysis.publishing.caching.build_cache import BuildCache
from analysis.publishing.caching.staleness import Judge
from analysis.publishing.planning.plan import plan

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def answered(asked: Asked) -> list[Path]:
    return up_to_date.answered(*asked[:2], up_to_date.inputs(asked.project))


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def reasons(asked: Asked) -> list[str]:
    return [reason.words for reason in why(*asked[:2])]


def test_what_is_done_again_and_why(project: Laid, monkeypatch: pytest.MonkeyPatch) -> None:
    request = project("states-a-finding", "reads-another-table", formats=(), as_of=("2024-01-10",)).drafts()
    said: list[str] = []

    def done() -> str:
        said.clear()
        build(*request, say=said.append)
        return "\n".join(said)

    nothing = "nothing is kept of an earlier build"
    assert reasons(request) == [
        f"2024-01-10 {name}: {nothing}" for name in ("states-a-finding", "reads-another-table")
    ]
    assert "2024-01-10 reads-another-table: made" in done()

    # Nothing changed, files touched, a row of a later date, a row not yet known: nothing.
    assert done() == "nothing to do: all is as it should be"
    assert reasons(request) == ["2024-01-10 everything is as it should be"]
    edition = files(request.project.out)
    for path in (*request.project.notebooks.iterdir(), *request.project.data.iterdir()):
        path.touch()
    assert done() == "nothing to do: all is as it should be"
    append(request.project.data / "nights.csv", "2024-01-11,30,watch,2024-02-01,\n")
    assert "states-a-finding: unchanged" in done()
    assert "made" not in "\n".join(said)
    assert files(request.project.out) == edition

    # A correction of one table: its reader sees it once it is known; the dates matter to both.
    append(request.project.data / "nights.csv", "2024-01-03,4,watch,2024-02-02,\n")
    done()
    request = request.but(known_on="2024-02-02")
    append(request.project.data / "nights.csv", "2024-01-04,4,watch,2024-02-02,\n")
    done()

    # A table that one report does not read.
    append(request.project.data / "storms.csv", "2024-01-08,Bela,watch,2024-02-02,\n")
    assert reasons(request) == [
        "2024-01-10 states-a-finding: unchanged",
        "2024-01-10 reads-another-table: storms.csv changed (+1 row); the rest unchanged",
    ]
    assert "2024-01-10 reads-another-table: made" in done()
    assert "states-a-finding: made" not in "\n".join(said)

    # Only what draws: not run again.
    program = fingerprints.program_group()
    template = {**program, "publishing/templates/report.css": "changed"}
    monkeypatch.setattr(fingerprints, "program_group", lambda: template)
    assert reasons(request)[0] == (
        "2024-01-10 states-a-finding: publishing/templates/report.css changed; the rest unchanged"
        " (drawn again, not run)"
    )

    # A module that the notebook imports: run again.
    finding = {**program, "parts/finding.py": "changed"}
    monkeypatch.setattr(fingerprints, "program_group", lambda: finding)
    assert reasons(request)[0] == "2024-01-10 states-a-finding: parts/finding.py changed; the rest unchanged"


def test_what_is_saved_while_a_build_ends_is_found_new(project: Laid) -> None:
    request = project("states-a-finding", formats=()).drafts()
    notebook = request.project.notebooks / "states-a-finding.ipynb"

    def save(line: str) -> None:
        if line.startswith("sealed"):
            notebook.write_text(notebook.read_text("utf-8").replace("At most there", "Never more"), "utf-8")

    build(*request, say=save)
    assert reasons(request) == [
        "2024-01-10 states-a-finding: the notebook changed (parameters); the rest unchanged"
    ]


def test_with_and_without_a_build_cache_the_bytes_are_the_same(project: Laid) -> None:
    request = project("states-a-finding", formats=("html",), shared=None)
    build(*request, say=lambda line: None)
    first = files(request.project.out)

    # Drawn again from the execution that is kept, without running.
    shutil.rmtree(request.project.out)
    build(*request, say=lambda line: None)
    assert files(request.project.out) == first

    # Made with no cache at all.
    shutil.rmtree(request.project.cache)
    shutil.rmtree(request.project.out)
    build(*request, say=lambda line: None)
    assert files(request.project.out) == first


def test_a_damaged_note_and_a_damaged_edition_are_noticed(project: Laid) -> None:
    request = project("states-a-finding", formats=())
    (place,) = build(*request, say=lambda line: None)
    first = files(request.project.out)
    (place / "states-a-finding.ipynb").write_text("{}", encoding="utf-8")
    assert answered(request) == []
    build(*request, say=lambda line: None)
    assert files(request.project.out) == first

    build_cache = BuildCache(request.project.build_cache)
    kept = build_cache.recall("2024-01-10", "states-a-finding")
    assert kept
    state = json.loads((kept.folder / "state.json").read_text(encoding="utf-8"))
    assert set(state["outputs"]) == {"states-a-finding.ipynb"}
    (kept.folder / "state.json").write_text("[]", encoding="utf-8")
    assert build_cache.recall("2024-01-10", "states-a-finding") is None


def test_the_data_of_a_report_that_is_only_drawn_again_are_at_hand(project: Laid) -> None:
    request = project("states-a-finding", formats=()).drafts()
    build(*request, say=lambda line: None)

    def seen() -> dict[str, bytes]:
        (planned,) = plan(*request[:2])[0].reports
        return Judge(request.project).judge(plan(*request[:2])[0], planned, previous=None).seen

    path = request.project.notebooks / "states-a-finding.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace("## All nights", "## Every night"), encoding="utf-8"
    )
    days = {"as_of": date(2024, 1, 10), "known_on": date(2024, 2, 1)}
    assert seen() == excerpt(request.project.data, ["nights", "sources"], **days)
    append(request.project.data / "nights.csv", "2024-01-10,4,watch,2024-02-02,\n")
    assert seen() == {}
