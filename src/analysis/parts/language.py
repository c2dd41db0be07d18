"""How do words and a row become a sentence? Fields in braces are filled; all else stands as typed.

==================================== ==================================================================
``{reaped}``                         the value as its kind is written: a number, a date in words, a text
``{share:percent}``                  83%; also ``.1`` (decimals), ``signed``, ``ordinal``, ``span`` (days),
                                     ``day month year iso`` (dates; ``year .4`` writes 1958.2027), ``dated``
                                     (to the precision that ``date_precision`` tells), ``likelihood``,
                                     ``p`` (a p-value), ``capital``, ``cite`` (of a source's key: its
                                     number, [12])
``{share:percent interval}``         77–88%: the ends, from ``share_low`` and ``share_high``
``{value:bound}``                    at least 5: in words, from the row's ``operator``
``{value:quantity}``                 ≥ 5 tons: with the sign and the unit, from ``operator`` and ``unit``
``{reaped:# ton|tons}``              1 ton, 2 tons; ``#`` is the number, before it may stand ``.1``
``{n:none|# night|# nights}``        three forms: for zero, one and many
``{n:is|are}``                       only the word, chosen by the number
``{verdict}``                        a member of a closed set, by the words given for each member
``[, {high:day} at the latest]``     stands only where all its fields are known and none is blank
==================================== ==================================================================

A brace or bracket that is meant literally is doubled. The row may be a row of a frame, a frame of one row, or
a mapping of names to values; a list of texts is joined as a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from analysis.errors import AnalysisError
from analysis.parts import origin, quantities, wording
from analysis.parts.kinds import DATES, DECIMALS, counted, write

if TYPE_CHECKING:
    import pandas as pd

    Row = pd.Series[Any] | pd.DataFrame | Mapping[str, Any]

#: For each field that holds one of a closed set, the words for each member.
Words = Mapping[str, Mapping[Any, str]]

VERDICT: Final = "verdict"
_PIECE: Final = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{([^{}]*)\}|([\[\]{}])")
_LEFT: Final = re.compile(r"\{[a-z_]+(?::[^{}]*)?\}")
_LINE_END: Final = re.compile(r"[ \t]*\n\s*")
_BLANKS: Final = re.compile(r"[ \t\n]+")  # no no-break space: an author typed it
_FORMATS: Final = (*DATES, "percent", "interval", "signed", "ordinal", "span", "iso", "likelihood", "p")
_OPTIONS: Final = (*_FORMATS, "dated", "bound", "quantity", "capital", "cite")


def filled(
    text: str, row: Row | None, *, verdict: Mapping[Any, str] | None = None, words: Words | None = None,
    what: str = "the text", dashes: bool = False,
) -> str:  # fmt: skip
    """Return the text with its fields filled from a row, blanks and line ends closed up.

    ``verdict`` gives the words for each member of the column of that name, ``words`` those of any other;
    their texts may hold fields too. ``what`` names the text in errors. With ``dashes``, a missing value is a
    dash, as in the cell of a table; in a sentence it is an error.

    >>> filled("{n:# night|nights}, {share:percent}[ ({share:percent interval})].", {"n": 1, "share": 0.83})
    '1 night, 83%.'
    >>> filled("{who}[, in {town}][, aged {age}]", {"who": "Ann", "town": "", "age": None})
    'Ann'
    >>> filled("It {verdict}.", {"verdict": "rose", "x": 2}, verdict={"rose": "grew to {x:.1}"})
    'It grew to 2.0.'

    Raises
    ------
    AnalysisError
        With everything that is wrong: a field that the row does not have, a value that is missing outside
        brackets, words missing for a member of a closed set or given for one that is none, an unknown format.

    """
    cells = cells_of(row, what=what)
    filling = _Filling(cells, {**(words or {}), **({VERDICT: verdict} if verdict else {})}, dashes, [])
    filling.check_words()
    said = filling.fill(text)
    if filling.problems:
        raise AnalysisError("\n".join(f"{what}: {problem}" for problem in dict.fromkeys(filling.problems)))
    return _BLANKS.sub(" ", said).strip()


def said(
    text: str,
    row: Row | None,
    *,
    verdict: Mapping[Any, str] | None = None,
    words: Words | None = None,
    what: str,
) -> str:
    """Return a text filled from its row; without one it stands as it is, and a field in it is a mistake.

    Line ends are closed up either way.

    >>> said("[sic] 50 {{%}", None, what="a note")
    '[sic] 50 {{%}'
    >>> said('''
    ...     As counted by
    ...     one side.''', None, what="a note")
    'As counted by one side.'

    Raises
    ------
    AnalysisError
        As `filled`, and when there is a field but no row.

    """
    if row is not None:
        return filled(text, row, verdict=verdict, words=words, what=what)
    if isinstance(text, str) and (left := _LEFT.search(text)):
        raise AnalysisError(f"{what}: {left[0]} has no row to be filled from; give the row")
    return _LINE_END.sub(" ", text).strip() if isinstance(text, str) else text


def cells_of(row: Row | None, *, what: str) -> Mapping[str, Any]:
    """Return the cells of a row by name; a frame must have one row.

    >>> cells_of({"n": 3}, what="a note"), cells_of(None, what="a note")
    ({'n': 3}, {})
    """
    if row is None or isinstance(row, Mapping):
        return row or {}
    if getattr(row, "ndim", 0) == 2:
        if len(row) != 1:
            raise AnalysisError(
                f"{what}: a text is filled from one row, this frame has {len(row)}; take one by .loc[…]"
            )
        row = row.iloc[0]
    if getattr(row, "ndim", 0) != 1:
        raise AnalysisError(
            f"{what}: got {type(row).__name__} for a row; give a row of a frame, or a mapping"
        )
    return {str(name): value for name, value in row.items()}


@dataclass
class _Filling:
    """One text being filled: the cells it reads, the words it chooses from, and what was found wrong."""

    cells: Mapping[str, Any]
    words: Words
    dashes: bool
    problems: list[str]

    def check_words(self) -> None:
        """Hold the words given for closed sets against the sets."""
        for name, given in self.words.items():
            value = self.cells.get(name)
            if not isinstance(value, Enum):
                continue
            members = [str(member.value) for member in type(value)]
            texts = {str(key.value if isinstance(key, Enum) else key) for key in given}
            if missing := [member for member in members if member not in texts]:
                self.problems.append(
                    f"{name} can be {wording.listing(missing, conjunction='or')} too; give words for it"
                )
            if strange := sorted(texts - set(members)):
                never = wording.listing(strange, conjunction="or")
                self.problems.append(f"{name} is never {never}; it is one of {wording.listing(members)}")

    def fill(self, text: str) -> str:
        """Return a text with its fields filled and its optional groups kept or dropped."""
        groups: list[list[str]] = [[]]
        known = [True]
        end = 0
        for piece in _PIECE.finditer(text):
            groups[-1].append(text[end : piece.start()])
            end = piece.end()
            if piece[1] is not None:
                said = self.field(piece[1], optional=len(groups) > 1)
                known[-1] = known[-1] and bool(said)
                groups[-1].append(said or "")
            elif piece[2] == "[":
                groups.append([])
                known.append(True)
            elif piece[2] == "]" and len(groups) > 1:
                inner = "".join(groups.pop())
                groups[-1].append(inner if known.pop() else "")
            elif piece[2]:
                self.problems.append(
                    f"a single {piece[2]} in “{text.strip()[:60]}”; double it where it is meant literally"
                )
            else:
                groups[-1].append(piece[0][0])
        if len(groups) > 1:
            self.problems.append(f"[ is never closed in “{text.strip()[:60]}”")
        return "".join("".join(group) for group in groups) + text[end:]

    def field(self, inside: str, *, optional: bool) -> str | None:
        """Return what stands for ``{inside}``; None where its value is not known."""
        name, _, spec = inside.partition(":")
        name = name.strip()
        if name not in self.cells:
            fix = likely(name, self.cells, otherwise="its row has")
            self.problems.append(f"there is no field {name or '{}'}; {fix}")
            return ""
        try:
            said = self.written(name, spec)
        except (ValueError, TypeError) as error:
            self.problems.append(f"{{{inside}}}: {error}")
            return ""
        if said is None and not optional:
            if self.dashes:
                return wording.MISSING
            self.problems.append(
                f"{name} is not known in its row; put the words around it in [ ], so that they can go"
            )
        return said

    def written(self, name: str, spec: str) -> str | None:
        """Write one value as its format asks; None where it is not known."""
        value = self.cells[name]
        if "|" in spec:
            return None if wording.is_missing(value) else counted(value, spec)
        options, places = _options(spec)
        said = (
            self._chosen(name, value) if name in self.words else self._formatted(name, value, options, places)
        )
        return said[:1].upper() + said[1:] if said and "capital" in options else said

    def _chosen(self, name: str, value: Any) -> str | None:
        given = {
            str(key.value if isinstance(key, Enum) else key): text for key, text in self.words[name].items()
        }
        if wording.is_missing(value):
            return None
        key = str(value.value if isinstance(value, Enum) else value)
        if key in given:
            return self.fill(given[key])
        raise ValueError(f"no words are given for {key!r}; there are {wording.listing(list(given))}")

    def _formatted(self, name: str, value: Any, options: list[str], places: int | None) -> str | None:
        if "interval" in options:
            low, high = (self.cells.get(f"{name}_{end}") for end in ("low", "high"))
            known = not (wording.is_missing(low) or wording.is_missing(high) or low == high)
            return wording.interval(low, high, decimals=places, share="percent" in options) if known else None
        if wording.is_missing(value):
            return None
        if "cite" in options:
            return origin.cited(value)
        if "quantity" in options:
            cell = self.cells.get
            return quantities.quantity(
                str(cell("operator")), value, str(cell("unit") or ""), cell(f"{name}_high")
            )
        if "dated" in options:
            return wording.day(value, precision=str(self.cells.get("date_precision") or "day"))
        bound = quantities.BOUNDS.get(str(self.cells.get("operator")), "") if "bound" in options else ""
        kind = next((option for option in options if option in _FORMATS), "")
        return f"{bound}{write(value, kind, places)}"


def _options(spec: str) -> tuple[list[str], int | None]:
    """Read a format: words of the language, and decimals."""
    options, places = [], None
    for word in spec.split():
        if found := DECIMALS.fullmatch(word):
            places = int(found[1])
        elif word in _OPTIONS:
            options.append(word)
        else:
            raise ValueError(
                f"no format is called {word!r}; {likely(word, _OPTIONS, otherwise='there are .1 and')}"
            )
    return options, places


def likely(word: str, names: Collection[str], *, otherwise: str) -> str:
    """Say which name was most likely meant, or else which there are.

    >>> likely("lunched", ["launched", "date"], otherwise="its row has")
    'did you mean launched?'
    """
    from analysis.data.spelling import closest

    guess = closest(word, list(names))
    return f"did you mean {guess}?" if guess else f"{otherwise} {wording.listing(list(names))}"
