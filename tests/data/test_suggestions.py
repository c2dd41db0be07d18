"""What authors write instead of values, and what the message suggests."""

import pytest

from analysis.data.descriptor import Field, Table
from analysis.data.suggestions import boolean_fix, date_fix, month_fix, number_fix

COUNT = Field(name="launched", type="integer", unit="drones")
SHARE = Field(name="share", type="number", unit="share")
PLAIN = Table.of("strikes", "launched")
WITH_OPERATOR = Table.of("indicators", "value", "operator")
NO_GUESS = "write digits only, or leave the cell empty if unknown"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("16S", "did you mean 165?"),
        ("1O0", "did you mean 100?"),
        ("l5", "did you mean 15?"),
        ("1 000", "did you mean 1000?"),
        ("1\u00a0000", "did you mean 1000?"),
        ("12,345,678", "did you mean 12345678?"),
        ("165.0", "did you mean 165?"),
        ("46k", "did you mean 46000?"),
        ("1.2 million", "did you mean 1200000?"),
        ("+5", "did you mean 5?"),
        ("−5", "did you mean -5?"),
        ("165.5", NO_GUESS),
        ("3-5", NO_GUESS),
        ("many", NO_GUESS),
        ("—", "leave the cell empty: empty means unknown"),
        ("N/A", "leave the cell empty: empty means unknown"),
    ],
)
def test_counts(text: str, fix: str) -> None:
    assert number_fix(text, COUNT, PLAIN) == fix


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("1000+", "ge"),
        ("≥ 1000", "ge"),
        ("at least 1,000", "ge"),
        ("over 1,000", "gt"),
        (">1000", "gt"),
        ("up to 1000", "le"),
        ("fewer than 1000", "lt"),
        ("~1000", "approx"),
        ("about 1k", "approx"),
    ],
)
def test_words_and_signs_belong_into_the_operator_column(text: str, operator: str) -> None:
    fix = f"write 1000 here and {operator} into the operator column"
    assert number_fix(text, COUNT, WITH_OPERATOR) == fix
    assert number_fix(text, COUNT, PLAIN) == "did you mean 1000?"  # no such column to point at


@pytest.mark.parametrize(
    ("text", "fix"), [("55%", "0.55"), ("0,55", "0.55"), (".5", "0.5"), ("5.5 %", "0.055")]
)
def test_shares(text: str, fix: str) -> None:
    assert number_fix(text, SHARE, PLAIN) == f"did you mean {fix}?"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("5.1.2026", "did you mean 2026-01-05?"),
        ("05.01.26", "did you mean 2026-01-05?"),
        ("13/01/2026", "did you mean 2026-01-13?"),
        ("01/13/2026", "did you mean 2026-01-13?"),
        ("05-01-2026", "did you mean 2026-01-05 (day first) or 2026-05-01 (month first)?"),
        ("2026/1/5", "did you mean 2026-01-05?"),
        ("20260105", "did you mean 2026-01-05?"),
        ("2026-01-05 18:00", "did you mean 2026-01-05?"),
        ("5 January 2026", "did you mean 2026-01-05?"),
        ("Jan 5, 2026", "did you mean 2026-01-05?"),
        ("2026-13-05", "did you mean 2026-05-13?"),
        ("2026-13-40", "there is no month 13"),
        ("2026-02-29", "February 2026 has 28 days"),
        ("yesterday", "write it like 2026-01-05"),
        ("2026-01", "write the first day, 2026-01-01"),
    ],
)
def test_dates(text: str, fix: str) -> None:
    assert date_fix(text, PLAIN) == fix


def test_a_coarse_date_keeps_its_precision_where_there_is_a_column_for_it() -> None:
    table = Table.of("events", "event_date", "date_precision")
    assert (
        date_fix("2026", table) == "write the first day, 2026-01-01, and year into the date_precision column"
    )


@pytest.mark.parametrize("text", ["12.2025", "2025-12-01", "December 2025", "01.12.2025"])
def test_months(text: str) -> None:
    assert month_fix(text) == "did you mean 2025-12?"


def test_truth() -> None:
    assert [boolean_fix(word) for word in ("Yes", "ні", "unknown", "maybe")] == [
        "did you mean true?",
        "did you mean false?",
        "leave it empty",
        "write true or false, or leave the cell empty if unknown",
    ]
