"""Every move is split exactly by rebuilding under each change in turn, and its parts sum to the total."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.publishing.comparing.changes import (
    REASONS,
    Move,
    State,
    moves,
    numbers,
    previous_of,
    read_move,
    steps,
    whole_moves,
)
from analysis.publishing.comparing.phrasing import rows, sentence, sentences, shown, texts_changed

FORMER = State("2025-12-28", "2026-01-10", {}, method="a")
FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=64, min_value=-1e12, max_value=1e12)


def finding(value: Any, name: str = "drones-last-week", *, unit: str = "drones") -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "key": True, "sentence": f"It was {value}."}


def moved(now: State, values: Sequence[tuple[State, float]] = (), *, before: float, after: float) -> Move:
    def run(state: State) -> list[dict[str, Any]]:
        return [finding(next(value for given, value in values if given == state))]

    (move,) = moves(FORMER, [finding(before)], now, [finding(after)], run=run)
    with localcontext(prec=800):
        assert sum(move.parts.values()) == move.total
    return move


def test_a_later_date_alone_is_new_observations_and_runs_nothing() -> None:
    now = State("2026-01-05", "2026-01-10", {}, "a")
    move = moved(now, before=100, after=130)
    assert move.parts == {"method": 0, "revisions": 0, "observations": 30, "parameters": 0}


def test_revised_rows_alone_are_no_new_observation() -> None:
    now = State("2025-12-28", "2026-02-01", {}, "a")
    restated = State("2025-12-28", "2026-02-01", {}, "a", corrections_since="2026-01-10")
    move = moved(now, [(restated, 105)], before=100, after=105)
    assert move.parts == {"method": 0, "revisions": 5, "observations": 0, "parameters": 0}


def test_rows_of_a_table_that_was_replaced_are_revised_ones() -> None:
    now = State("2026-01-05", "2026-01-10", {}, "a", is_replaced=True)
    replaced = replace(now, as_of="2025-12-28", corrections_since="2026-01-10")
    move = moved(now, [(replaced, 105)], before=100, after=130)
    assert move.parts == {"method": 0, "revisions": 5, "observations": 25, "parameters": 0}


def test_changed_code_alone_is_method() -> None:
    now = State("2025-12-28", "2026-01-10", {}, "b")
    assert moved(now, before=100, after=90).parts["method"] == -10


def test_everything_at_once_is_split_in_order() -> None:
    now = State("2026-01-05", "2026-02-01", {"window": 7}, "b")
    levels = [
        (State("2025-12-28", "2026-01-10", {}, "b"), 0.1),
        (State("2025-12-28", "2026-02-01", {}, "b", corrections_since="2026-01-10"), 0.3),
        (State("2026-01-05", "2026-02-01", {}, "b"), 0.7),
    ]
    move = moved(now, levels, before=0.2, after=1.1)
    assert move.parts == {
        "method": Decimal("-0.1"),
        "revisions": Decimal("0.2"),
        "observations": Decimal("0.4"),
        "parameters": Decimal("0.4"),
    }
    assert steps(FORMER, FORMER) == []


@given(st.lists(FLOATS, min_size=5, max_size=5))
def test_parts_sum_to_the_total_to_the_last_digit_exact_and_as_printed(levels: list[float]) -> None:
    now = State("2026-01-05", "2026-02-01", {"window": 7}, "b")
    states = [state for _, state in steps(FORMER, now)]
    values = list(zip(states, levels[1:], strict=True))
    move = moved(now, values, before=levels[0], after=levels[-1])
    before, after, parts = shown(move)
    assert sum(value for _, value in parts) == after - before


def test_findings_of_one_edition_only_and_words_are_not_split() -> None:
    now = State("2026-01-05", "2026-01-10", {}, "a")
    before = [finding(1, "gone"), finding("no growth", "growth")]
    after = [finding(2, "new"), finding("growth", "growth"), finding(None, "unknown")]
    assert moves(FORMER, before, now, after, run=lambda _: after) == []
    assert texts_changed(before, after) == [("growth", "no growth", "growth")]
    assert numbers(after) == {"new": 2}


def test_a_value_that_was_missing_or_was_words_is_told_in_words() -> None:
    before = [finding(None, "a"), finding("calm", "b"), finding(0.5, "c", unit="share"), finding(None, "d")]
    after = [finding(1200, "a"), finding(3, "b"), finding(None, "c", unit="share"), finding(None, "d")]
    assert texts_changed(before, after) == [
        ("a", "no value", "1,200 drones"),
        ("b", "calm", "3 drones"),
        ("c", "50.0%", "no value"),
    ]


def test_a_move_without_known_parts_is_told_as_a_whole() -> None:
    (move,) = whole_moves([finding(5), finding(1, "gone")], [finding(12), finding("growth", "new")])
    assert move.parts == {}
    assert sentence(move) == "Drones last week rose from 5 to 12 drones (+7)."
    assert shown(move) == (Decimal(5), Decimal(12), [])


def test_parts_that_cancel_out_are_told_and_a_move_too_small_to_print_is_not_on_the_cover() -> None:
    parts = dict.fromkeys(REASONS, Decimal(0)) | {"method": Decimal(5), "revisions": Decimal(-5)}
    even = Move("even", "drones", Decimal(9), Decimal(9), parts, key=True)
    small = Move(
        "small",
        "share",
        Decimal("0.5"),
        Decimal("0.50001"),
        dict(parts, method=Decimal("0.00001"), revisions=Decimal(0)),
        key=True,
    )
    assert sentences([even, small], "then") == [
        "Since then: Even stayed at 9 drones (+5 from changed method and −5 from revised rows)."
    ]
    assert sentence(small) == "Small rose from 50.000 to 50.001% (+0.001 from changed method)."


def test_sentences_say_what_moved_by_how_much_and_why() -> None:
    parts = dict.fromkeys(REASONS, Decimal(0)) | {"observations": Decimal(-728), "revisions": Decimal(5)}
    move = Move("drones-last-28-nights", "drones", Decimal(4906), Decimal(4183), parts, key=True)
    assert sentences([move], "the edition of 28 December 2025") == [
        "Since the edition of 28 December 2025: Drones last 28 nights fell from 4,906 to 4,183 drones"
        " (+5 from revised rows and −728 from new observations)."
    ]
    assert sentences([], "the edition of 28 December 2025") == [
        "No headline figure has moved since the edition of 28 December 2025."
    ]
    (row,) = rows([move])
    assert (row["before"], row["now"], row["change"], row["revisions"]) == ("4,906", "4,183", "−723", "+5")


def test_a_ratio_is_named_beside_its_move_and_not_counted_like_drones() -> None:
    parts = dict.fromkeys(REASONS, Decimal(0)) | {"observations": Decimal("-0.19")}
    move = Move("drones-to-the-month-before", "ratio", Decimal("0.94"), Decimal("0.75"), parts)
    assert sentence(move) == (
        "Drones to the month before fell from 0.94 to 0.75 (ratio; −0.19 from new observations)."
    )


def edition(as_of: str, known_on: str, *reports: str, revision: int = 1) -> dict[str, Any]:
    named: dict[str, Any] = {report: {} for report in reports}
    return {"as_of": as_of, "known_on": known_on, "revision": revision, "reports": named}


def test_the_previous_edition_is_the_newest_earlier_one_that_holds_the_report() -> None:
    archive = [
        edition("2025-12-14", "2026-01-10", "brief"),
        edition("2025-12-28", "2026-01-10", "other"),
        edition("2026-01-05", "2026-01-10", "brief"),
        edition("2026-02-01", "2026-01-10", "brief"),
    ]
    asked = {"report": "brief", "as_of": "2026-01-05", "known_on": "2026-01-10"}
    assert previous_of(archive, **asked, revision=1) == archive[0]
    assert previous_of(archive, **{**asked, "as_of": "2025-12-14"}, revision=1) is None


def test_a_corrected_edition_is_compared_with_its_former_revision() -> None:
    archive = [
        edition("2025-12-28", "2026-01-10", "brief"),
        edition("2026-01-05", "2026-01-10", "brief"),
        edition("2026-01-05", "2026-02-01", "brief", revision=2),
    ]
    asked = {"report": "brief", "known_on": "2026-02-01"}
    assert previous_of(archive, **asked, as_of="2026-01-05", revision=2) == archive[1]
    assert previous_of(archive, **asked, as_of="2026-01-05", revision=1) == archive[0]
    assert previous_of(archive, **asked, as_of="2026-02-01", revision=1) == archive[2]


def test_an_edition_is_not_compared_with_what_was_known_later() -> None:
    archive = [
        edition("2025-12-28", "2026-01-10", "brief"),
        edition("2025-12-28", "2026-02-01", "brief", revision=2),
    ]
    asked: dict[str, Any] = {
        "report": "brief",
        "as_of": "2026-01-05",
        "known_on": "2026-01-10",
        "revision": 1,
    }
    assert previous_of(archive, **asked) == archive[0]
    assert previous_of(archive[1:], **asked) is None


@pytest.mark.parametrize(
    ("before", "after", "is_within"),
    [
        ((0.75, 0.42, 1.35), (0.74, 0.41, 1.33), True),
        ((0.75, 0.70, 1.35), (0.60, 0.41, 1.33), False),
        ((0.75, 0.42, 1.35), (0.74, None, None), False),
        ((5, None, None), (5, None, None), False),
    ],
)
def test_a_move_is_within_when_each_value_lies_in_the_interval_of_the_other(
    before: Sequence[float | None], after: Sequence[float | None], *, is_within: bool
) -> None:
    def stated(value: Sequence[float | None]) -> dict[str, object]:
        return {"name": "ratio", "unit": "ratio", **dict(zip(("value", "low", "high"), value, strict=True))}

    (move,) = whole_moves([stated(before)], [stated(after)])
    assert move.is_within == is_within
    split = Move(
        "ratio", "ratio", move.before, move.after, dict.fromkeys(REASONS, Decimal(0)), False, is_within
    )
    assert read_move(split.content()) == split
