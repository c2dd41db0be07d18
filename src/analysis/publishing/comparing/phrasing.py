"""How is a move told? In a sentence or as a row, in digits whose printed parts sum to the printed move."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any, Final

from analysis.parts import wording
from analysis.publishing.comparing.changes import DIGITS, REASONS, Findings, Move, numbers

ON_COVER: Final = 3
MOST_PLACES: Final = 6
INDEX: Final = re.compile(r"\b(ratio|coefficient|index)\b")
UNMOVED: Final = "No headline figure has moved"


def texts_changed(before: Findings, after: Findings) -> list[tuple[str, str, str]]:
    """Return name, old and new value, as words, of each finding that says something else and cannot be split.

    A value that is told in words, is missing, or has only now become a number has no numeric move.
    """
    numeric = numbers(before).keys() & numbers(after).keys()
    was = {str(finding["name"]): finding for finding in before}
    return [
        (name, value(was[name]), value(finding))
        for name, finding in ((str(each["name"]), each) for each in after)
        if name in was and name not in numeric and was[name]["value"] != finding["value"]
    ]


def value(finding: Mapping[str, Any]) -> str:
    """Return the value of a finding in words."""
    stated = finding["value"]
    if stated is None:
        return "no value"
    if isinstance(stated, str):
        return stated
    if finding["unit"] == "share":
        return wording.percent(stated, decimals=1)
    return f"{wording.number(stated)} {finding['unit']}".rstrip()


def sentences(moved: Iterable[Move], since: str) -> list[str]:
    """Return what the cover says: the moves of the key findings, or that none has moved.

    ``since`` names the edition before, as in "the edition of 28 December 2025".
    """
    moved = list(moved)
    told = [
        sentence(move) for move in moved if move.key and is_told(move, common_places(move.ends, move.unit))
    ]
    if not told:
        within = any(move.key and move.is_within for move in moved)
        return [f"{UNMOVED}{' beyond its interval' if within else ''} since {since}."]
    return [f"Since {since}: {told[0]}", *told[1:ON_COVER]]


def still(moves: Iterable[Move]) -> str:
    """Return a line for all findings that did not move, blank where there is none.

    >>> same = Move("a", "", Decimal(1), Decimal(1), {})
    >>> still([same, Move("b", "ratio", Decimal("0.75"), Decimal("0.74"), {}, is_within=True)])
    '1 numeric finding did not move, and 1 numeric finding moved within its interval, which is no move.'
    """
    untold = [move for move in moves if not is_told(move)]
    within = sum(move.before != move.after for move in untold)
    own = "its interval" if within == 1 else "their intervals"
    told = [
        f"{wording.count(len(untold) - within, 'numeric finding')} did not move",
        f"{wording.count(within, 'numeric finding')} moved within {own}, which is no move",
    ]
    said = [line for line, number in zip(told, (len(untold) - within, within), strict=True) if number]
    return f"{', and '.join(said)}." if said else ""


def is_told(move: Move, decimals: int | None = None) -> bool:
    """Return whether a move is one: beyond its interval, and seen when it is printed."""
    return not move.is_within and _is_seen(move, decimals)


def _is_seen(move: Move, decimals: int | None = None) -> bool:
    """Return whether anything of a move is left when it is printed."""
    before, after, parts = shown(move, decimals)
    return before != after or any(value for _, value in parts)


def sentence(move: Move) -> str:
    """Return a move in words, with its parts where they are known."""
    before, after, parts = shown(move)
    digits = places(move)
    told = [f"{wording.signed(value, digits)} from {REASONS[reason]}" for reason, value in parts if value]
    change = wording.listing(told) if told else wording.signed(after - before, digits)
    change = f"{move.unit}; {change}" if _is_index(move.unit) else change
    verb = "rose" if after > before else "fell" if after < before else "stayed"
    start, end = wording.number(before, digits), wording.number(after, digits)
    ends = f"at {end}" if start == end else f"from {start} to {end}"
    return f"{label(move.name)} {verb} {ends}{_unit(move)} ({change})."


def shown(move: Move, decimals: int | None = None) -> tuple[Decimal, Decimal, list[tuple[str, Decimal]]]:
    """Return before, after and parts as they are printed; the printed parts sum to the printed total."""
    scale = 100 if move.unit == "share" else 1
    step = Decimal(1).scaleb(-(places(move) if decimals is None else decimals))
    with localcontext(prec=DIGITS):
        level = move.before
        levels = [level := level + part for part in move.parts.values()]
        before, *ends, after = ((each * scale).quantize(step) for each in (move.before, *levels, move.after))
        pairs = zip(move.parts, pairwise((before, *ends)), strict=True)
        return before, after, [(reason, end - start) for reason, (start, end) in pairs]


def places(move: Move) -> int:
    """Return the decimals a move is printed with: so many that it can be seen, if it can."""
    digits = common_places(move.ends, move.unit)
    while digits < MOST_PLACES and move.total and not _is_seen(move, digits):
        digits += 1
    return digits


def common_places(values: Iterable[Decimal], unit: str) -> int:
    """Return the decimals that values are printed with: counts none, percentages one, others two or more.

    >>> [common_places(map(Decimal, texts), "") for texts in (["3", "12"], ["3.5", "12"], ["0.0021", "1.5"])]
    [0, 2, 4]
    """
    given = list(values)
    if unit == "share":
        return 1
    if all(value == value.to_integral() for value in given):
        return 0
    smallest = min(value.adjusted() for value in given if value)  # exponent of the first digit
    return min(max(2, 1 - smallest), MOST_PLACES)


def label(name: str) -> str:
    """Return a finding's name as words.

    >>> label("storms-last-28-days")
    'Storms last 28 days'
    """
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _unit(move: Move) -> str:
    if not move.unit or _is_index(move.unit):
        return ""
    return "%" if move.unit == "share" else f" {move.unit}"


def _is_index(unit: str) -> bool:
    """Return whether a unit says what kind of number it is, and cannot follow one as kilometres do.

    >>> [_is_index(unit) for unit in ("km", "ratio", "odds ratio per 4 weeks", "Gini coefficient")]
    [False, True, True, True]
    """
    return bool(INDEX.search(unit))


def rows(moved: Sequence[Move]) -> Iterator[dict[str, Any]]:
    """Yield one row per move for the table of a report: finding, before, now, change and its parts, unit."""
    for move in moved:
        before, after, parts = shown(move)
        digits = places(move)
        yield {
            "finding": label(move.name),
            "before": wording.number(before, digits),
            "now": wording.number(after, digits),
            "change": wording.signed(after - before, digits),
            **{reason: wording.signed(value, digits) for reason, value in parts},
            "unit": "%" if move.unit == "share" else move.unit,
        }
