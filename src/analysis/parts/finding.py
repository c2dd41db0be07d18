"""What does a report state? Named values with unit, interval and the sentence that says them.

A finding prints its own sentence, so that no number is typed in prose, and is kept in the manifest, so
that two editions can be compared value by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from typing import Any, Final

from analysis.errors import AnalysisError
from analysis.parts.part import Part, plain

NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Finding:
    """A value that a report states.

    ``name`` is kebab-case and unique in its report, ``sentence`` says the value in words, ``unit`` is
    the value's unit ("tons", "share", "" for a text), ``low`` and ``high`` the ends of its interval,
    ``n`` the number of cases; ``key`` puts it on page one, in the words of ``brief`` where they are given;
    ``definition`` says how it was counted.

    >>> Finding("wheat-reaped", "165 tons were reaped.", 165, "tons").value
    165

    Raises
    ------
    AnalysisError
        When the name is not kebab-case, the sentence is empty, or an interval has one end or is upside down.

    """

    name: str
    sentence: str
    value: float | int | str | None
    unit: str
    low: float | None = None
    high: float | None = None
    n: int | None = None
    key: bool = False
    brief: str = ""
    as_of: date | str | None = None
    definition: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "low", "high", "n"):
            object.__setattr__(self, name, plain(getattr(self, name)))
        if problems := list(self._problems()):
            raise AnalysisError(f"finding {self.name!r}: {'; '.join(problems)}")

    def _problems(self) -> Iterable[str]:
        if not NAME.fullmatch(self.name):
            yield "its name is not kebab-case; use small letters, digits and hyphens, as in wheat-reaped"
        if not self.sentence.strip():
            yield "its sentence is empty; a finding says its value in words"
        if self.brief and not self.key:
            yield "it has words for page one, but does not stand there; give key=True as well"
        if (self.low is None) != (self.high is None):
            yield f"its interval has one end only ({self.low} to {self.high}); give low and high, or neither"
        if self.low is not None and self.high is not None and self.low > self.high:
            yield f"its interval is upside down ({self.low} to {self.high})"

    def content(self) -> dict[str, Any]:
        """Return the finding as JSON holds it: no missing value but None, dates as ISO text."""
        return {"kind": "finding", **{name: plain(value) for name, value in asdict(self).items()}}


def on_page_one(finding: Mapping[str, Any]) -> str:
    """Return what page one says of a key finding, given as JSON: its words for that place, else its sentence.

    >>> on_page_one({"sentence": "165 tons were reaped.", "brief": ""})
    '165 tons were reaped.'
    """
    return str(finding.get("brief") or finding["sentence"])


def finding(finding: Finding) -> Part:
    """Show a finding's sentence as a paragraph, and keep the finding for the manifest.

    >>> finding(Finding("wheat-reaped", "165 tons were reaped.", 165, "tons"))
    165 tons were reaped.
    """
    return Part(finding.content(), f"<p>{escape(finding.sentence)}</p>", finding.sentence)


def findings(said: Iterable[Part | Finding]) -> Part:
    """Show what several `say` state as a list of their sentences, and keep each finding for the manifest.

    >>> findings([finding(Finding("a", "One.", 1, "case")), finding(Finding("b", "Two.", 2, "cases"))])
    • One.
    • Two.

    Raises
    ------
    AnalysisError
        When there is none, or two have one name.

    """
    contents = [dict(one.content) if isinstance(one, Part) else one.content() for one in said]
    names = [str(content.get("name")) for content in contents]
    if not contents:
        raise AnalysisError("part.findings: the list is empty; say with part.note what is not known")
    if strange := [content["kind"] for content in contents if content["kind"] != "finding"]:
        raise AnalysisError(f"part.findings: got a {strange[0]}; it lists what part.say returns")
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise AnalysisError(f"part.findings: two findings are named {name!r}; a name is unique in its report")
    sentences = [str(content["sentence"]) for content in contents]
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    text = "\n".join(f"• {sentence}" for sentence in sentences)
    return Part({"kind": "findings", "findings": contents}, f"<ul>{items}</ul>", text)
