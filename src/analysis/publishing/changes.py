"""What moved since the edition before, and why? The notebook is run again under each change in turn.

First with today's method on yesterday's record, then with the corrections made since, then with what has
been observed since, then with today's parameters: what a finding moves at each step is that step's part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any, Final

from analysis.parts import wording

REASONS: Final = {
    "method": "changed method",
    "revisions": "revised rows",
    "observations": "new observations",
    "parameters": "changed parameters",
}
ON_COVER: Final = 3
DIGITS: Final = 800  # the difference of any two doubles is exact in so many decimal digits

Findings = Sequence[Mapping[str, Any]]
Values = Mapping[str, Decimal]


@dataclass(frozen=True)
class State:
    """What a report is made of at one step: dates, parameters of its own, and which record it reads.

    ``restated`` is the record as known before, with later corrections of the same facts and nothing new.
    """

    as_of: str
    known_on: str
    parameters: Mapping[str, Any]
    method: str
    restated: bool = False


@dataclass(frozen=True)
class Move:
    """How far one finding moved, and the parts of its move; they sum to ``total`` exactly."""

    name: str
    unit: str
    before: Decimal
    after: Decimal
    parts: Mapping[str, Decimal]
    key: bool = False

    @property
    def total(self) -> Decimal:
        """The whole move."""
        with localcontext(prec=DIGITS):
            return self.after - self.before

    def content(self) -> dict[str, Any]:
        """Return the move as JSON holds it; numbers as texts, so that no digit is lost."""
        numbers = {"before": self.before, "after": self.after, "total": self.total, **self.parts}
        return {
            "name": self.name,
            "unit": self.unit,
            "key": self.key,
            **{name: f"{value:f}" for name, value in numbers.items()},
        }


def steps(previous: State, now: State) -> list[tuple[str, State]]:
    """Return the states between two editions, each with the reason that leads to it; only real changes."""
    states = [
        ("method", State(previous.as_of, previous.known_on, previous.parameters, now.method)),
        ("revisions", State(previous.as_of, now.known_on, previous.parameters, now.method, restated=True)),
        ("observations", State(now.as_of, now.known_on, previous.parameters, now.method)),
        ("parameters", now),
    ]
    changed = {
        "method": previous.method != now.method,
        "revisions": previous.known_on < now.known_on,
        "observations": (previous.as_of, previous.known_on) != (now.as_of, now.known_on),
        "parameters": dict(previous.parameters) != dict(now.parameters),
    }
    return [(reason, state) for reason, state in states if changed[reason]]


def moves(
    previous: State, before: Findings, now: State, after: Findings, *, run: Callable[[State], Findings]
) -> list[Move]:
    """Return the move of every numeric finding that both editions state, in the order of the newer one.

    ``run`` makes the findings of a state; the last state is not run again, its findings are ``after``.
    """
    taken = steps(previous, now)
    values = [numbers(before)]
    for number, (_, state) in enumerate(taken, start=1):
        values.append(numbers(after if number == len(taken) else run(state)))
    named = {str(finding["name"]): finding for finding in after}
    return [
        _move(named[name], [reason for reason, _ in taken], [each[name] for each in values])
        for name in named
        if all(name in each for each in (*values, numbers(after)))
    ]


def _move(finding: Mapping[str, Any], reasons: Sequence[str], values: Sequence[Decimal]) -> Move:
    with localcontext(prec=DIGITS):
        pairs = pairwise(values)
        split = {reason: end - start for reason, (start, end) in zip(reasons, pairs, strict=True)}
    parts = {reason: split.get(reason, Decimal(0)) for reason in REASONS}
    return Move(finding["name"], finding["unit"], values[0], values[-1], parts, bool(finding.get("key")))


def numbers(findings: Findings) -> Values:
    """Return the numeric findings by name, as the decimals that their digits say."""
    return {
        str(finding["name"]): Decimal(repr(finding["value"]))
        for finding in findings
        if isinstance(finding["value"], (int, float)) and not isinstance(finding["value"], bool)
    }


def texts_changed(before: Findings, after: Findings) -> list[tuple[str, str, str]]:
    """Return name, old and new value of each finding that is told in words and now says something else."""
    was = {finding["name"]: finding["value"] for finding in before}
    return [
        (finding["name"], was[finding["name"]], finding["value"])
        for finding in after
        if isinstance(finding["value"], str)
        and isinstance(was.get(finding["name"]), str)
        and was[finding["name"]] != finding["value"]
    ]


def sentences(moved: Iterable[Move], since: str) -> list[str]:
    """Return what the cover says: the moves of the key findings, or that none has moved.

    ``since`` names the edition before, as in "the edition of 28 December 2025".
    """
    told = [_sentence(move) for move in moved if move.key and move.total]
    if not told:
        return [f"No headline figure has moved since {since}."]
    return [f"Since {since}: {told[0]}", *told[1:ON_COVER]]


def _sentence(move: Move) -> str:
    before, after, parts = shown(move)
    split = wording.listing(
        [f"{wording.signed(value, places(move))} from {REASONS[reason]}" for reason, value in parts if value]
    )
    places_ = places(move)
    values = f"{wording.number(before, places_)} → {wording.number(after, places_)}"
    return f"{label(move.name)} {values}{_unit(move)} ({split})."


def read_move(content: Mapping[str, Any]) -> Move:
    """Return a move from what ``Move.content`` made of it."""
    before, after = Decimal(content["before"]), Decimal(content["after"])
    parts = {reason: Decimal(content[reason]) for reason in REASONS}
    return Move(content["name"], content["unit"], before, after, parts, content["key"])


def shown(move: Move, decimals: int | None = None) -> tuple[Decimal, Decimal, list[tuple[str, Decimal]]]:
    """Return before, after and parts as they are printed; the printed parts sum to the printed total."""
    scale = 100 if move.unit == "share" else 1
    step = Decimal(1).scaleb(-(places(move) if decimals is None else decimals))
    with localcontext(prec=DIGITS):
        level, levels = move.before * scale, [(move.before * scale).quantize(step)]
        for reason in REASONS:
            level += move.parts[reason] * scale
            levels.append(level.quantize(step))
        pairs = zip(REASONS, pairwise(levels), strict=True)
        return levels[0], levels[-1], [(reason, end - start) for reason, (start, end) in pairs]


def places(move: Move) -> int:
    """Return the decimals a move is printed with."""
    return common_places([move.before, move.after], move.unit)


def common_places(values: Iterable[Decimal], unit: str) -> int:
    """Return the decimals that values are printed with: none for counts, one for percentages, else two."""
    whole = all(value == value.to_integral() for value in values)
    return 1 if unit == "share" else 0 if whole else 2


def label(name: str) -> str:
    """Return a finding's name as words.

    >>> label("drones-last-28-nights")
    'Drones last 28 nights'
    """
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _unit(move: Move) -> str:
    return " %" if move.unit == "share" else f" {move.unit}" if move.unit else ""


def rows(moved: Sequence[Move]) -> Iterator[dict[str, Any]]:
    """Yield one row per move for the table of a report: finding, unit, before, now, change and its parts."""
    for move in moved:
        before, after, parts = shown(move)
        digits = places(move)
        yield {
            "finding": label(move.name),
            "unit": "%" if move.unit == "share" else move.unit,
            "before": wording.number(before, digits),
            "now": wording.number(after, digits),
            "change": wording.signed(after - before, digits),
            **{reason: wording.signed(value, digits) for reason, value in parts},
        }


def previous_of(
    manifests: Iterable[Mapping[str, Any]], *, report: str, as_of: str, known_on: str, revision: int
) -> Mapping[str, Any] | None:
    """Return the newest edition before this one that holds the report: of an earlier date or revision.

    Editions that know more than this one are passed over: what an edition says rests on its own knowledge.
    """
    earlier = [
        manifest
        for manifest in manifests
        if (manifest["as_of"], manifest["revision"]) < (as_of, revision)
        and manifest["known_on"] <= known_on
        and report in manifest["reports"]
    ]
    return max(earlier, key=lambda manifest: (manifest["as_of"], manifest["revision"]), default=None)
