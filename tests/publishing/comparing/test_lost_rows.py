"""What a sealed edition has seen and the record has no more stops a build; a grown record does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from analysis.errors import AnalysisError, DataError
from analysis.publishing.building.build import build

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked


@pytest.fixture(scope="module")
def built(shared_project: Callable[..., Asked]) -> Asked:
    asked = shared_project("states-a-finding")
    build(*asked)
    return asked


def test_a_record_that_lost_rows_is_refused_and_the_edition_stays(
    built: Asked, copied: Callable[[Asked], Asked]
) -> None:
    asked = copied(built)
    nights = asked.project.data / "nights.csv"
    before = {path: path.read_bytes() for path in asked.project.out.rglob("*") if path.is_file()}
    header, first, *rows = nights.read_text(encoding="utf-8").splitlines(keepends=True)
    nights.write_text("".join([header, first, *rows[3:]]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        build(*asked)
    assert str(caught.value).partition("nights.csv ")[2] == (
        "lacks 3 of the rows that the edition of 2024-01-10 was made from "
        "(2024-01-02 2024-02-01; 2024-01-03 2024-02-01; 2024-01-04 2024-02-01); "
        "restore them; what no longer holds is retracted by a row of its own"
    )
    assert {path: path.read_bytes() for path in asked.project.out.rglob("*") if path.is_file()} == before
    nights.write_text("".join([header, first, *rows]), encoding="utf-8")
    assert build(*asked) == [asked.project.out / "2024-01-10"]


def test_rows_more_and_corrections_are_no_loss_and_an_archive_is_of_one_record(
    built: Asked, copied: Callable[[Asked], Asked]
) -> None:
    asked = copied(built)
    nights = asked.project.data / "nights.csv"
    with nights.open("a", encoding="utf-8") as rows:
        rows.write("2024-01-11,9,watch,2024-02-03,\n2024-01-04,,watch,2024-02-03,retracted\n")
    assert build(*asked) == [asked.project.out / "2024-01-11"]
    descriptor = asked.project.data / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8").replace('"lights"', '"lamps"', 1)
    descriptor.write_text(text, encoding="utf-8")
    header, *kept = nights.read_text(encoding="utf-8").splitlines(keepends=True)
    nights.write_text("".join([header, *kept[2:]]), encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"data/nights\.csv no longer holds the rows"):
        build(*asked)
