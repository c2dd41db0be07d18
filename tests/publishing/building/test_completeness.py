"""A report later than its tables are complete says so on page one, or is left out where that is untrue."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.build import build

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]


def declare(data: Path, table: str, day: str) -> None:
    path = data / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    (resource,) = [one for one in content["resources"] if one["name"] == table]
    resource["completeTo"] = [{"day": day, "recorded_on": "2024-02-01"}]
    path.write_text(json.dumps(content), encoding="utf-8")


def test_it_is_said_by_the_reports_that_read_the_table(project: Laid) -> None:
    asked = project("states-a-finding", "reads-another-table", formats=("html",))
    declare(asked.project.data, "storms", "2024-01-08")
    (place,) = build(*asked, say=lambda line: None)
    said = "complete to 8 January 2024 only; facts from then to 10 January 2024 may be missing."
    assert said in (place / "reads-another-table.html").read_text(encoding="utf-8")
    assert said not in (place / "states-a-finding.html").read_text(encoding="utf-8")
    earlier = asked.but(as_of=("2024-01-08",))
    (place,) = build(*earlier, say=lambda line: None)
    assert "complete to" not in (place / "reads-another-table.html").read_text(encoding="utf-8")


def test_a_report_that_would_be_untrue_is_left_out_and_refused_when_it_is_named(project: Laid) -> None:
    asked = project("states-a-finding", "reads-another-table", formats=())
    declare(asked.project.data, "storms", "2024-01-08")
    notebook = asked.project.notebooks / "reads-another-table.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["metadata"]["analysis"]["complete"] = ["storms"]
    notebook.write_text(json.dumps(content), encoding="utf-8")
    said: list[str] = []
    build(*asked, say=said.append)
    why = "it would be untrue of 2024-01-10: complete is storms to 2024-01-08 only"
    assert f"2024-01-10 reads-another-table: left out, since {why}" in said
    with pytest.raises(AnalysisError, match=why):
        build(*asked.but(reports=("reads-another-table",)), say=lambda line: None)
