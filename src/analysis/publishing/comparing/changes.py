"""What moved since the edition before, and why? The notebook is run again, with one more change each time.

First today's method is put to the former record; then the corrections since are added, then the new
observations, then today's parameters. How far a finding moves at a step is that step's part of its move. The
headline figures of a few earlier editions are found again in the same way, each at its own date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any, Final

REASONS: Final = {
    "method": "changed method",
    "revisions": "revised rows",
    "observations": "new observations",
    "parameters": "changed parameters",
}
RESTATED: Final = 3  # editions of so many earlier dates: each may run the notebook up to three times
DIGITS: Final = 800  # the difference of any two doubles is exact in so many decimal digits

Findings = Sequence[Mapping[str, Any]]
Values = Mapping[str, Decimal]


@dataclass(frozen=True)
class State:
    """What a report is made of at one step: its dates, its own parameters, its method, and its record.

    The record is all that is known on ``known_on``. With ``corrections_since`` it is smaller: only facts that
    were on record on that day, each as corrected until ``known_on``. ``is_replaced``: a table without days of
    record holds other rows now than the edition before saw.
    """

    as_of: str
    known_on: str
    parameters: Mapping[str, Any]
    method: str
    corrections_since: str = ""
    is_replaced: bool = False


@dataclass(frozen=True)
class Move:
    """How far one finding moved, and its parts by reason: they sum to ``total``; empty when not known.

    ``is_within`` when each of the two values lies in the interval of the other: that is no move.
    """

    name: str
    unit: str
    before: Decimal
    after: Decimal
    parts: Mapping[str, Decimal]
    key: bool = False
    is_within: bool = False

    @property
    def total(self) -> Decimal:
        """The whole move."""
        with localcontext(prec=DIGITS):
            return self.after - self.before

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The value before and the value now."""
        return self.before, self.after

    def content(self) -> dict[str, Any]:
        """Return the move as JSON holds it; numbers as texts, so that no digit is lost."""
        numbers = {"before": self.before, "after": self.after, "total": self.total, **self.parts}
        return {
            "name": self.name,
            "unit": self.unit,
            "key": self.key,
            **{name: f"{value:f}" for name, value in numbers.items()},
            **({"within_interval": True} if self.is_within else {}),
        }


def steps(previous: State, now: State) -> list[tuple[str, State]]:
    """Return the states between two editions, each with the reason that leads to it; only real changes."""
    states = [
        ("method", replace(previous, method=now.method)),
        ("revisions", replace(now, as_of=previous.as_of, parameters=previous.parameters,
                              corrections_since=previous.known_on)),
        ("observations", replace(now, parameters=previous.parameters)),
        ("parameters", now),
    ]  # fmt: skip
    changed = {
        "method": previous.method != now.method,
        "revisions": previous.known_on < now.known_on or now.is_replaced,
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
    was, named = _named(before), _named(after)
    return [
        replace(
            _move(named[name], [reason for reason, _ in taken], [each[name] for each in values]),
            is_within=_is_within(was[name], named[name]),
        )
        for name in named
        if all(name in each for each in (*values, numbers(after)))
    ]


def _move(finding: Mapping[str, Any], reasons: Sequence[str], values: Sequence[Decimal]) -> Move:
    with localcontext(prec=DIGITS):
        pairs = pairwise(values)
        split = {reason: end - start for reason, (start, end) in zip(reasons, pairs, strict=True)}
    parts = {reason: split.get(reason, Decimal(0)) for reason in REASONS}
    return Move(finding["name"], finding["unit"], values[0], values[-1], parts, bool(finding.get("key")))


def whole_moves(before: Findings, after: Findings) -> list[Move]:
    """Return the moves of the numeric findings that both editions state, where no part of them is known."""
    was, now, then = numbers(before), numbers(after), _named(before)
    return [
        Move(name, one["unit"], was[name], now[name], {}, bool(one.get("key")), _is_within(then[name], one))
        for name, one in _named(after).items()
        if name in was and name in now
    ]


def _named(findings: Findings) -> dict[str, Mapping[str, Any]]:
    return {str(finding["name"]): finding for finding in findings}


def _is_within(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two findings lie in the interval of each other; one without an interval does not."""
    return all(
        isinstance(interval.get("low"), (int, float))
        and isinstance(interval.get("high"), (int, float))
        and interval["low"] <= stated["value"] <= interval["high"]
        for interval, stated in ((one, other), (other, one))
    )


def numbers(findings: Findings) -> Values:
    """Return the numeric findings by name, as the decimals that their digits say."""
    return {
        str(finding["name"]): Decimal(repr(finding["value"]))
        for finding in findings
        if isinstance(finding["value"], (int, float)) and not isinstance(finding["value"], bool)
    }


def read_move(content: Mapping[str, Any]) -> Move:
    """Return a move from what ``Move.content`` made of it."""
    before, after = Decimal(content["before"]), Decimal(content["after"])
    parts = {reason: Decimal(content[reason]) for reason in REASONS}
    within = content.get("within_interval", False)
    return Move(content["name"], content["unit"], before, after, parts, content["key"], within)


def previous_of(
    manifests: Iterable[Mapping[str, Any]], *, report: str, as_of: str, known_on: str, revision: int
) -> Mapping[str, Any] | None:
    """Return the newest edition before this one that holds the report: of an earlier date or revision.

    Editions known later than ``known_on`` are passed over: no edition rests on what it does not know.
    """
    earlier = [
        manifest
        for manifest in manifests
        if (manifest["as_of"], manifest["revision"]) < (as_of, revision)
        and manifest["known_on"] <= known_on
        and report in manifest["reports"]
    ]
    return max(earlier, key=lambda manifest: (manifest["as_of"], manifest["revision"]), default=None)


def earlier_of(
    manifests: Iterable[Mapping[str, Any]], *, report: str, as_of: str, known_on: str
) -> list[Mapping[str, Any]]:
    """Return the editions whose headline figures this one finds again, the newest first.

    They are those of the last `RESTATED` dates before ``as_of``; of each date the newest revision that holds
    the report and is not known later than ``known_on``.
    """
    newest: dict[str, Mapping[str, Any]] = {}
    for manifest in sorted(manifests, key=lambda manifest: (manifest["as_of"], manifest["revision"])):
        earlier = manifest["as_of"] < as_of and manifest["known_on"] <= known_on
        if earlier and report in manifest["reports"]:
            newest[manifest["as_of"]] = manifest
    return [newest[day] for day in sorted(newest, reverse=True)[:RESTATED]]
