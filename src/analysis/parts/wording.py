"""How are numbers, dates, spans and likelihoods written? One home for every word made from a value.

Both exporters, all sentences and all axis labels use these functions, so that a number reads the same
in a figure, in a table and in the prose beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from numbers import Integral, Real
from typing import Final, SupportsFloat

MISSING: Final = "—"
MINUS: Final = "\u2212"

#: Enough to hold the largest double to many decimals.
DIGITS: Final = 400

#: Months are named here and not taken from the locale, which differs between machines.
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: Half-open bands [low, high) of ICD 203 (US Intelligence Community Directive 203, 2015, D.6.e.2.a).
LIKELIHOOD_BANDS: Final = (
    (0.01, 0.05, "almost no chance"),
    (0.05, 0.20, "very unlikely"),
    (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "roughly even chance"),
    (0.55, 0.80, "likely"),
    (0.80, 0.95, "very likely"),
    (0.95, 0.99, "almost certain"),
)

DAYS_A_MONTH: Final = 30.4375
DAYS_A_YEAR: Final = 365.25


def is_missing(x: object) -> bool:
    """Whether a value is None, NaN, NaT or ``pandas.NA``.

    >>> [is_missing(x) for x in (None, float("nan"), 0, "")]
    [True, True, False, False]
    """
    if x is None:
        return True
    return type(x).__name__ in {"NAType", "NaTType"} or (
        isinstance(x, SupportsFloat) and math.isnan(float(x))
    )


def number(x: SupportsFloat | None, decimals: int | None = None) -> str:
    """Write a number with thousands separators and a true minus sign; a dash when it is missing.

    Without ``decimals``, whole numbers have none and others about three significant digits. A half is
    rounded away from zero, as readers do it.

    >>> number(1044.5, 0), number(0.125, 2), number(-2.5, 0)
    ('1,045', '0.13', '−3')
    >>> number(1234567), number(-3.14159), number(0.0612), number(136.52), number(2, decimals=1)
    ('1,234,567', '−3.14', '0.061', '137', '2.0')
    >>> number(None), number(-0.001, decimals=1)
    ('—', '0.0')
    """
    if is_missing(x):
        return MISSING
    assert x is not None
    value = float(x)
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    places = _decimals(value) if decimals is None else decimals
    written = Decimal(int(x)) if isinstance(x, Integral) else Decimal(repr(value))
    with localcontext(prec=DIGITS):
        text = f"{written.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,f}"
    if not any(digit in text for digit in "123456789"):
        return text.lstrip("-")
    return text.replace("-", MINUS)


def signed(x: SupportsFloat | None, decimals: int | None = None) -> str:
    """Write a change with its sign; zero has none.

    >>> signed(12), signed(-3.5), signed(0)
    ('+12', '−3.5', '0')
    """
    text = number(x, decimals)
    if is_missing(x) or not any(digit in text for digit in "123456789∞"):
        return text
    return text if text.startswith(MINUS) else f"+{text}"


def percent(share: SupportsFloat | None, decimals: int = 0) -> str:
    """Write a share of one as a percentage; never rounded to a 0 or 100 that it is not.

    >>> percent(0.83), percent(0.834, decimals=1), percent(0.002), percent(0.999), percent(1)
    ('83%', '83.4%', '<1%', '>99%', '100%')
    """
    if is_missing(share):
        return MISSING
    assert share is not None
    value = float(share) * 100
    step = 10.0**-decimals
    text = number(value, decimals)
    if value > 0 and text == number(0, decimals):
        return f"<{number(step, decimals)}%"
    if value < 100 and text == number(100, decimals):
        return f">{number(100 - step, decimals)}%"
    return f"{text}%"


def interval(
    low: SupportsFloat | None, high: SupportsFloat | None, *, decimals: int | None = None, share: bool = False
) -> str:
    """Write the two ends of an interval; with ``share=True`` as percentages.

    >>> interval(0.7657, 0.8799, share=True), interval(12, 1500), interval(-0.3, 0.5)
    ('77–88%', '12–1,500', '−0.3 to 0.5')
    >>> interval(None, 3)
    '—'
    """
    if is_missing(low) or is_missing(high):
        return MISSING
    assert low is not None
    assert high is not None
    if share:
        ends = percent(low, decimals or 0), percent(high, decimals or 0)
        if ends[0][0] not in "<>" and ends[1][0] not in "<>":
            ends = ends[0].removesuffix("%"), ends[1]
    else:
        places = max(_decimals(float(low)), _decimals(float(high))) if decimals is None else decimals
        whole = decimals is None and float(low).is_integer() and float(high).is_integer()
        ends = number(low, 0 if whole else places), number(high, 0 if whole else places)
    dash = " to " if any(end[0] in f"{MINUS}<>" for end in ends) else "–"
    return dash.join(ends)


def count(n: SupportsFloat | None, singular: str, plural: str | None = None) -> str:
    """Write a count and its noun in the right number.

    >>> count(1, "night"), count(1200, "night"), count(0, "party", "parties")
    ('1 night', '1,200 nights', '0 parties')
    """
    noun = singular if not is_missing(n) and n is not None and float(n) == 1 else plural or f"{singular}s"
    return f"{number(n)} {noun}"


def year(x: SupportsFloat | None, decimals: int | None = None) -> str:
    """Write a year, or a point in one, which has no thousands separator.

    >>> year(1953), year(1958.2027, 4), year(None)
    ('1953', '1958.2027', '—')
    """
    return number(x, decimals).replace(",", "")


def day(when: date | str | float | None, *, precision: str = "day") -> str:
    """Write a date in words, to the day, month or year; a text of less precision stays so, as does a year.

    >>> day("2026-01-05"), day(date(2025, 12, 6), precision="month"), day("2025-12"), day("1953"), day(1953)
    ('5 January 2026', 'December 2025', 'December 2025', '1953', '1953')
    >>> day(1953.0), day(1958.2027)
    ('1953', '1958')
    """
    if is_missing(when) or when == "" or when is None:
        return MISSING
    if isinstance(when, Real):
        return year(math.floor(when))
    text = when.isoformat() if isinstance(when, date) else str(when)
    first, *rest = (int(part) for part in text.split("T")[0].split("-"))
    length = {"year": 0, "month": 1}.get(precision, 2)
    words = [str(first)]
    if rest and length >= 1:
        words.insert(0, MONTHS[rest[0] - 1])
    if len(rest) > 1 and length >= 2:
        words.insert(0, str(rest[1]))
    return " ".join(words)


def iso(when: object) -> str:
    """Write a date as tables do: ISO 8601, with the time of day only when there is one, and its zone.

    >>> iso(date(2026, 1, 5)), iso(datetime(2026, 1, 5)), iso(datetime(2026, 1, 5, 3, 30))
    ('2026-01-05', '2026-01-05', '2026-01-05 03:30')
    >>> from datetime import UTC
    >>> iso(datetime(980, 1, 5, 3, 30, 9, tzinfo=UTC))
    '0980-01-05 03:30:09 +00:00'
    """
    if isinstance(when, datetime):
        local = when.replace(tzinfo=None)
        if when.tzinfo is None and (when.hour, when.minute, when.second) == (0, 0, 0):
            return local.isoformat()[:10]
        offset = when.strftime("%z")
        zone = f" {offset[:3]}:{offset[3:5]}" if offset else ""
        return local.isoformat(sep=" ", timespec="seconds" if when.second else "minutes") + zone
    if isinstance(when, date):
        return when.isoformat()
    return str(when)


def span(days: SupportsFloat | None) -> str:
    """Write a length of time in its best unit: days, months (30.4375 days) or years (365.25).

    >>> span(1), span(45), span(400), span(2772), span(26445)
    ('1 day', '45 days', '13.1 months', '7.6 years', '72.4 years')
    """
    if is_missing(days):
        return MISSING
    assert days is not None
    length = float(days)
    if abs(length) < 60:
        return count(round(length), "day")
    if abs(length) < 2 * DAYS_A_YEAR:
        return f"{number(length / DAYS_A_MONTH, 1)} months"
    return f"{number(length / DAYS_A_YEAR, 1)} years"


def ordinal(n: int) -> str:
    """Write a rank in figures.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    n = int(n)
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{number(n)}{ending}"


def likelihood(p: float) -> str:
    """Say a probability of 0.01 to 0.99 in the words of ICD 203.

    >>> likelihood(0.2), likelihood(0.449), likelihood(0.45), likelihood(0.99)
    ('unlikely', 'unlikely', 'roughly even chance', 'almost certain')

    Raises
    ------
    ValueError
        Outside 0.01 to 0.99: a judgement is never 0 or 100%.

    """
    for low, high, words in LIKELIHOOD_BANDS:
        if low <= p < high:
            return words
    if p == LIKELIHOOD_BANDS[-1][1]:
        return LIKELIHOOD_BANDS[-1][2]
    raise ValueError(f"probability {p!r} has no words: ICD 203 covers 0.01 to 0.99, never 0 or 1")


def p_value(p: SupportsFloat | None) -> str:
    """Write a p-value: two digits, and never a zero that it is not.

    >>> p_value(0.0432), p_value(0.00004), p_value(0.981949), p_value(None)
    ('0.043', '<0.001', '0.98', '—')
    """
    if is_missing(p):
        return MISSING
    assert p is not None
    value = float(p)
    return "<0.001" if value < 0.001 else number(value, 3 if value < 0.1 else 2)


def listing(items: Sequence[str], *, conjunction: str = "and") -> str:
    """Join several things as a sentence does.

    >>> listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"], conjunction="or"), listing([])
    ('a', 'a and b', 'a, b or c', 'none')
    """
    if not items:
        return "none"
    *others, last = items
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def _decimals(value: float) -> int:
    if value.is_integer() or abs(value) >= 100:
        return 0
    if abs(value) >= 10:
        return 1
    if abs(value) >= 0.1:
        return 2 if round(value, 1) != round(value, 2) else 1
    return 3
