"""One cell is a value of its field's type or a fault with its reason; nothing is coerced."""

from datetime import date, datetime

import pytest

from analysis.data.descriptor import Field, Table
from analysis.data.values import Value, day, examine
from analysis.errors import DataError

TABLE = Table.of("notes", "text")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "Київ", "Київ"),
        ("integer", "-12", -12),
        ("integer", "9223372036854775807", 2**63 - 1),
        ("number", "0.50", 0.5),
        ("number", "1e3", 1000.0),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("boolean", "TRUE", True),
        ("boolean", "0", False),
        ("year", "1946", 1946),
        ("yearmonth", "2026-01", "2026-01"),
        ("integer", "", None),
    ],
)
def test_a_cell_is_read_by_its_type(kind: str, text: str, value: Value) -> None:
    assert examine(text, Field(name="x", type=kind), TABLE) == (value, None)


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("integer", "007", "is not a whole number"),
        ("integer", "9223372036854775808", "is too large"),
        ("number", "1,5", "is not a number"),
        ("number", "1e999", "is too large"),
        ("date", "2026-02-30", "is not a day of the calendar"),
        ("date", "5 January 2026", "is not a date of the form YYYY-MM-DD"),
        ("boolean", "perhaps", "is neither true nor false"),
        ("year", "46", "is not a year of four digits"),
        ("yearmonth", "2026-13", "is not a month of the form YYYY-MM"),
        ("string", " text", "has spaces at its start or end"),
        ("string", "a\x00b", "contains a NUL byte"),
        ("string", "и\u0306", "has letters and accents apart"),
        ("string", b"caf\xe9".decode("utf-8", "surrogateescape"), "is not UTF-8"),
    ],
)
def test_a_cell_that_cannot_stand_says_why(kind: str, text: str, reason: str) -> None:
    value, fault = examine(text, Field(name="x", type=kind), TABLE)
    assert value is None
    assert fault is not None
    assert fault.reason.startswith(reason)


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        (Field(name="x", title="name", required=True), "", "is blank, but every row needs one"),
        (Field(name="x", enum=("yes", "no")), "yess", "is not one of yes, no"),
        (Field(name="x", type="number", minimum=0), "-1", "is less than 0, the least allowed"),
        (Field(name="x", type="date", maximum=date(2026, 1, 1)), "2026-01-02", "is more than 2026-01-01"),
        (Field(name="x", pattern="N[0-9]+"), "N1a", "does not have the form N[0-9]+"),
    ],
)
def test_a_value_outside_its_constraints_is_a_fault(field: Field, text: str, reason: str) -> None:
    _, fault = examine(text, field, TABLE)
    assert fault is not None
    assert fault.reason.startswith(reason)


def test_a_date_is_taken_as_text_or_date_and_blank_is_none() -> None:
    given: list[date | str | None] = ["2026-01-05", date(2026, 1, 5), datetime(2026, 1, 5, 12), "", None]
    assert [day("as_of", one) for one in given] == [date(2026, 1, 5)] * 3 + [None] * 2
    with pytest.raises(DataError, match=r'as_of = "2026-02-30" is not a date .*; February 2026 has 28 days'):
        day("as_of", "2026-02-30")
