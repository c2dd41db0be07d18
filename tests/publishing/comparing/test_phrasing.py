"""Printed parts sum to the printed move; words that changed are told as words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from analysis.publishing.comparing.changes import REASONS, Findings, Move
from analysis.publishing.comparing.phrasing import (
    is_told,
    sentence,
    sentences,
    shown,
    still,
    texts_changed,
    value,
)


def move(before: str, after: str, unit: str = "storms", *, name: str = "storms", **parts: str) -> Move:
    split = {reason: Decimal(parts.get(reason, "0")) for reason in REASONS}
    return Move(name, unit, Decimal(before), Decimal(after), split, key=True)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (move("5", "8", observations="3"), "Storms rose from 5 to 8 storms (+3 from new observations)."),
        (move("0.5", "0.25", "share", revisions="-0.25"),
         "Storms fell from 50.0 to 25.0% (−25.0 from revised rows)."),
    ],
)  # fmt: skip
def test_a_move_is_a_sentence(told: Move, words: str) -> None:
    assert sentence(told) == words


def test_printed_parts_sum_to_the_printed_move() -> None:
    thirds = move("0.3333", "1.0001", "km", revisions="0.3334", observations="0.3334")
    for places in (0, 1, 2):
        before, after, parts = shown(thirds, places)
        assert sum(part for _, part in parts) == after - before


def test_the_cover_tells_a_few_moves_or_that_there_is_none() -> None:
    moved = [move("1", str(n), name=f"n{n}", observations=str(n - 1)) for n in range(2, 8)]
    assert len(sentences(moved, "the edition before")) == 3
    still = move("1", "1")
    assert not is_told(still)
    assert sentences([still], "then") == ["No headline figure has moved since then."]


def test_words_that_changed_are_told_as_words() -> None:
    was: Findings = [
        {"name": "trend", "value": "falling", "unit": ""},
        {"name": "n", "value": None, "unit": "storms"},
    ]
    now: Findings = [
        {"name": "trend", "value": "rising", "unit": ""},
        {"name": "n", "value": 1200, "unit": "storms"},
    ]
    assert texts_changed(was, now) == [("trend", "falling", "rising"), ("n", "no value", "1,200 storms")]
    assert texts_changed(now, now) == []
    assert value({"value": 0.123, "unit": "share"}) == "12.3%"


def test_a_move_within_its_interval_is_none_and_counted_in_a_line() -> None:
    within = replace(move("0.75", "0.74", "ratio", method="-0.01"), is_within=True)
    real = move("5", "9", observations="4")
    assert not is_told(within)
    assert still([within, real]) == ("1 numeric finding moved within its interval, which is no move.")
    assert sentences([within], "the edition of 28 December 2025") == [
        "No headline figure has moved beyond its interval since the edition of 28 December 2025."
    ]
