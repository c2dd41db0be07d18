"""What later editions say of earlier ones is taken from the manifests, and left blank where none says it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from analysis.publishing.archive.revision_triangle import figures, is_shown, revision_triangle_page

LIGHTS = ("most-lights", "lights")
SHARE = ("clear-share", "share")


def finding(name: str, unit: str, value: Any, *, key: bool = True) -> dict[str, Any]:
    return {"name": name, "unit": unit, "value": value, "key": key, "sentence": f"It was {value}."}


def move(name: str, unit: str, before: str, after: str, **parts: str) -> dict[str, Any]:
    zeros = dict.fromkeys(("method", "revisions", "observations", "parameters"), "0")
    return {"name": name, "unit": unit, "key": True, "before": before, "after": after, **zeros, **parts}


def restated(as_of: str, *moves: dict[str, Any]) -> dict[str, Any]:
    return {"as_of": as_of, "revision": 1, "moves": list(moves)}


def edition(
    as_of: str, *findings: dict[str, Any], revision: int = 1, told: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    changes = {"restated": list(told)} if told else None
    report = {"title": "Nights & Київ", "order": 1, "findings": list(findings), "changes": changes}
    return {"as_of": as_of, "revision": revision, "reports": {"nights": report}}


FIRST = edition("2024-01-01", finding(*LIGHTS, 100), finding(*SHARE, 0.5))
SECOND = edition(
    "2024-01-05",
    finding(*LIGHTS, 130),
    finding(*SHARE, 0.625),
    told=(
        restated(
            "2024-01-01",
            move(*LIGHTS, "100", "105", method="-2", revisions="7"),
            move(*SHARE, "0.5", "0.5124", revisions="0.0124"),
        ),
    ),
)
CORRECTED = edition(
    "2024-01-05", finding(*LIGHTS, 131), revision=2, told=SECOND["reports"]["nights"]["changes"]["restated"]
)
THIRD = edition(
    "2024-01-10",
    finding(*LIGHTS, 90),
    finding(*SHARE, 0.25),
    finding("mood", "", "calm"),
    finding("nights", "nights", 10, key=False),
    told=(
        restated("2024-01-05", move(*LIGHTS, "131", "130", revisions="-1")),
        restated("2024-01-01", move(*LIGHTS, "100", "108", method="-2", revisions="6", observations="4")),
    ),
)
ALL = [FIRST, SECOND, CORRECTED, THIRD]


def cells(name: str) -> list[list[str]]:
    return next(list(figure.cells()) for figure in figures(ALL, "nights") if figure.name == name)


def test_each_value_is_told_as_published_as_corrected_and_as_each_later_edition_finds_it() -> None:
    assert cells("most-lights") == [
        ["2024-01-10", "90", "—", "—", "—", "—", "—", "—"],
        ["2024-01-05", "130", "131", "130", "—", "0", "−1", "0"],
        ["2024-01-01", "100", "—", "105", "108", "−2", "+6", "+4"],
    ]


def test_shares_are_percentages_and_what_is_not_stated_or_told_is_blank() -> None:
    assert cells("clear-share") == [
        ["2024-01-10", "25.0", "—", "—", "—", "—", "—", "—"],
        ["2024-01-05", "62.5", "—", "—", "—", "—", "—", "—"],
        ["2024-01-01", "50.0", "—", "51.2", "—", "0.0", "+1.2", "0.0"],
    ]


def test_an_edition_that_tells_nothing_leaves_its_own_cell_blank_and_no_other() -> None:
    silent = edition("2024-01-05", finding(*LIGHTS, 130))
    (lights, *_) = figures([FIRST, silent, THIRD], "nights")
    assert list(lights.cells())[-1][:5] == ["2024-01-01", "100", "—", "—", "108"]


def test_columns_that_tell_of_no_correction_and_no_part_are_left_out() -> None:
    lights, clear = (figure.table() for figure in figures(ALL, "nights"))
    later = ["1st edition after", "2nd edition after"]
    parts = ["Changed method", "Revised rows", "Late rows"]
    assert lights[0] == ["As of", "First published", "Corrected", *later, *parts]
    assert clear[0] == ["As of", "First published", *later, "Revised rows"]
    assert clear[-1] == ["2024-01-01", "50.0", "51.2", "—", "+1.2"]


def test_there_are_as_many_columns_as_an_edition_looks_back_on_dates() -> None:
    many = [edition(f"2024-02-{day:02}", finding(*LIGHTS, day)) for day in range(1, 9)]
    (lights,) = figures(many, "nights")
    assert lights.heads[3:6] == ["1st edition after", "2nd edition after", "3rd edition after"]
    assert {len(row) for row in lights.cells()} == {len(lights.heads)} == {9}


def test_only_numeric_headlines_are_told_and_a_date_that_nothing_tells_of_has_no_row() -> None:
    assert [figure.name for figure in figures(ALL, "nights")] == ["most-lights", "clear-share"]
    editions = [edition(day) for day in ("2023-12-01", "2024-01-01")]
    editions += [edition("2024-01-05", finding(*LIGHTS, 130)), THIRD]
    (lights, _) = figures(editions, "nights")
    assert [row.as_of for row in lights.rows] == ["2024-01-10", "2024-01-05", "2024-01-01"]
    assert list(lights.cells())[-1] == ["2024-01-01", "—", "—", "—", "108", "—", "−2", "+6", "+4"]


def test_a_first_revision_that_is_not_kept_is_not_taken_from_the_second() -> None:
    (lights, _) = figures([FIRST, CORRECTED, THIRD], "nights")
    assert (lights.rows[1].published, lights.rows[1].corrected) == (None, Decimal(131))


def test_the_page_holds_what_the_figures_say_and_says_how_far_it_reaches() -> None:
    page = revision_triangle_page(ALL).decode("utf-8")
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", page)
    told = [[day, *re.findall("<td>(.*?)</td>", row)] for day, row in rows]
    lights, clear = (figure.table() for figure in figures(ALL, "nights"))
    assert told == [*lights[1:], *clear[1:]]
    assert re.findall('<th scope="col">(.*?)</th>', page) == [*lights[0], *clear[0]]
    assert "<h3>Most lights</h3>" in page
    assert re.findall('<th scope="col">(.*?)</th>', page)[:8] == figures(ALL, "nights")[0].heads
    assert "Clear share, %" in page
    assert "an edition looks back on 3 dates before its own" in page
    assert "Nights &amp; Київ" in page
    assert (is_shown(ALL[:2]), is_shown(ALL[:3])) == (False, True)
