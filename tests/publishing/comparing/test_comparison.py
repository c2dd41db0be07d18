"""An edition finds headline figures of earlier dates again, and runs nothing where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from nbformat.v4 import new_notebook

from analysis.parts.part import PART_TYPE
from analysis.publishing.archive.revision_triangle import figures
from analysis.publishing.building.build import build
from analysis.publishing.comparing.changes import RESTATED, State, earlier_of, read_move
from analysis.publishing.comparing.comparison import compared, with_section
from analysis.publishing.editions.manifests import all_revisions

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]
REPORT = "states-a-finding"
DAYS = ("2024-01-07", "2024-01-08", "2024-01-09", "2024-01-10")
NOW = State("2024-01-10", "2024-03-01", {"window": 7}, "b")


def lights(value: int, name: str = "lights", *, key: bool = True) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "lights", "key": key, "sentence": f"There were {value}."}


def former(as_of: str, **other: Any) -> dict[str, Any]:
    """What is known of an edition of before, which was made by today's method from the rows of today."""
    same = {"known_on": "2024-02-01", "revision": 1, "parameters": {"window": 7}, "method": "b"}
    return {"as_of": as_of, **same, "record": "rows", "findings": [lights(5)], **other}


def restated(edition: dict[str, Any], levels: Sequence[int] = ()) -> tuple[dict[str, Any], list[State]]:
    """Return what is told of one earlier edition, and the states that were run for it."""
    ran: list[State] = []
    left = list(levels)

    def run(state: State) -> list[dict[str, Any]]:
        if state.as_of == edition["as_of"]:
            ran.append(state)
            return [lights(left.pop(0)), lights(1, "side", key=False)]
        return [lights(0)]

    previous = {**former("2024-01-09"), "earlier": [edition]}
    told = compared(previous, NOW, [lights(9)], run=run, record_of=lambda as_of, known_on: "rows")
    return told["restated"][0], ran


def test_where_neither_method_nor_rows_have_changed_the_figure_stands_and_nothing_is_run() -> None:
    told, ran = restated(former("2024-01-08"))
    assert ran == []
    (move,) = map(read_move, told["moves"])
    assert move.ends == (Decimal(5), Decimal(5))
    assert set(move.parts.values()) == {Decimal(0)}


def test_a_changed_method_alone_is_one_run_on_the_record_of_then() -> None:
    told, ran = restated(former("2024-01-08", method="a", parameters={"window": 3}), [8])
    assert ran == [State("2024-01-08", "2024-02-01", {"window": 3}, "b")]
    (move,) = map(read_move, told["moves"])
    assert move.ends == (Decimal(5), Decimal(8))
    assert move.parts["method"] == 3


def test_revised_and_late_rows_are_told_apart_each_at_the_date_of_then() -> None:
    told, ran = restated(former("2024-01-08", method="a", record="other rows"), [11, 6, 7])
    assert [(state.as_of, state.known_on, state.corrections_since) for state in ran] == [
        ("2024-01-08", "2024-03-01", ""),
        ("2024-01-08", "2024-02-01", ""),
        ("2024-01-08", "2024-03-01", "2024-02-01"),
    ]
    (move,) = map(read_move, told["moves"])
    assert move.ends == (Decimal(5), Decimal(11))
    assert move.parts == {"method": 1, "revisions": 1, "observations": 4, "parameters": 0}
    assert sum(move.parts.values()) == move.total


def test_where_no_headline_has_moved_nothing_is_split() -> None:
    told, ran = restated(former("2024-01-08", method="a", record="other rows"), [5])
    assert ran == [State("2024-01-08", "2024-03-01", {"window": 7}, "b")]
    (move,) = map(read_move, told["moves"])
    assert (move.total, set(move.parts.values())) == (Decimal(0), {Decimal(0)})


def test_an_edition_looks_back_on_the_newest_revisions_of_a_few_dates_that_know_no_more() -> None:
    archive = [
        {"as_of": f"2024-01-{day:02}", "known_on": known, "revision": revision, "reports": {"brief": {}}}
        for day, revision, known in (
            (1, 1, "2024-02-01"),
            (2, 1, "2024-02-01"),
            (3, 1, "2024-02-01"),
            (3, 2, "2024-02-09"),
            (4, 1, "2024-02-01"),
            (4, 2, "2024-03-01"),
            (6, 1, "2024-02-01"),
        )
    ]
    asked = {"report": "brief", "as_of": "2024-01-05", "known_on": "2024-02-10"}
    found = earlier_of(archive, **asked)
    assert [(one["as_of"][-2:], one["revision"]) for one in found] == [("04", 1), ("03", 2), ("02", 1)]
    assert len(found) == RESTATED
    assert earlier_of(archive, **{**asked, "report": "other"}) == []


def test_the_numbers_of_the_section_stand_to_the_right() -> None:
    parts = dict.fromkeys(("method", "revisions", "observations", "parameters"), "0")
    moved = {
        "name": "lights",
        "unit": "lights",
        "key": True,
        "before": "5",
        "after": "9",
        **parts,
        "observations": "4",
    }
    since = {"as_of": "2024-01-08", "known_on": "2024-02-01", "revision": 1}
    told = {"since": since, "moves": [moved], "texts": [], "new": [], "gone": [], "sentences": []}
    empty = new_notebook()  # type: ignore[no-untyped-call]
    notebook = with_section(empty, told, as_of="2024-01-10")
    (output,) = notebook.cells[-1].outputs
    columns = output["data"][PART_TYPE]["columns"]
    aligned = [(column["name"], column["align"]) for column in columns]
    assert aligned == [
        ("finding", "left"), ("before", "right"), ("now", "right"), ("change", "right"),
        ("observations", "right"), ("unit", "left"),
    ]  # fmt: skip


@pytest.fixture
def archive(project: Laid) -> Asked:
    """Four editions of the sum of the last seven nights on record; a night is revised, another comes late."""
    request = project(REPORT, formats=())
    notebook = request.project.notebooks / f"{REPORT}.ipynb"
    text = notebook.read_text(encoding="utf-8")
    most, trailing = (f'int(dataset.nights[\\"lights\\"].{way}' for way in ("max())", "tail(window).sum())"))
    assert most in text
    notebook.write_text(text.replace(most, trailing), encoding="utf-8")
    nights = request.project.data / "nights.csv"
    rows = nights.read_text(encoding="utf-8")
    night = "2024-01-06,9,watch,2024-02-01,\n"
    assert night in rows
    nights.write_text(rows.replace(night, ""), encoding="utf-8")
    entered = ("", "", "2024-01-05,20,watch,2024-03-01,\n", "2024-01-06,9,watch,2024-04-01,\n")
    for day, row in zip(DAYS, entered, strict=True):
        with nights.open("a", encoding="utf-8") as file:
            file.write(row)
        build(*request.but(as_of=(day,)), say=lambda line: None)
    return request


def manifests_of(reports: Path) -> list[bytes]:
    return [(reports / day / "manifest.json").read_bytes() for day in DAYS]


def test_each_later_edition_tells_each_earlier_date_as_reckoned_by_hand(archive: Asked) -> None:
    """7 January: 3 + 5 + 8 + 2 + 4; with night 5 as 20 it is 18 more, with night 6 another 9."""
    (figure,) = figures(all_revisions(archive.project.out), REPORT)
    assert list(figure.cells()) == [
        ["2024-01-10", "65", "—", "—", "—", "—", "—", "—", "—"],
        ["2024-01-09", "50", "—", "54", "—", "—", "0", "0", "+4"],
        ["2024-01-08", "29", "—", "47", "53", "—", "0", "+18", "+6"],
        ["2024-01-07", "22", "—", "22", "40", "49", "0", "+18", "+9"],
    ]
    page = (archive.project.out / "revisions.html").read_bytes()
    made = manifests_of(archive.project.out)
    build(*archive.but(as_of=DAYS[-1:], force=True), say=lambda line: None)
    assert manifests_of(archive.project.out) == made, "nothing rests on what is kept of earlier builds"
    assert (archive.project.out / "revisions.html").read_bytes() == page


@pytest.mark.parametrize(("rows", "known"), [("rows", 0), ("other rows", 2)])
def test_tables_that_may_be_replaced_are_held_against_what_was_seen(rows: str, known: int) -> None:
    now = replace(NOW, known_on="2024-02-01", is_replaced=True)
    previous = {**former("2024-01-09"), "earlier": [former("2024-01-08")]}
    ran: list[State] = []

    def run(state: State) -> list[dict[str, Any]]:
        ran.append(state)
        return [lights(7)]

    told = compared(previous, now, [lights(9)], run=run, record_of=lambda as_of, known_on: rows)
    move = read_move(told["moves"][0])
    assert move.parts["revisions"] == known
    assert move.parts["observations"] == 4 - known
    assert read_move(told["restated"][0]["moves"][0]).parts["revisions"] == known
    assert len(ran) == known
