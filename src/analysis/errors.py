"""What a user can get wrong, and how it is said.

Every error here is complete without a traceback: it names the place, shows the value, gives the reason and
the fix, and carries all problems found rather than the first one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_VALUE_SHOWN = 80
LONGEST_LINE_SHOWN = 2_000
MOST_LINES_SHOWN = 200


def visible(text: str) -> str:
    r"""Escape what a terminal would act on or nobody would see: control, invisible and bidi characters.

    >>> print(visible("a\u202eb\x1b[31m"))
    a\u202eb\x1b[31m
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def shown(message: str) -> str:
    r"""Return a message as a terminal may show it: visible, lines cut, and counted where there are too many.

    >>> print(shown("first\nsecond"))
    first
    second
    """
    lines = message.split("\n")
    cut = [
        line if len(line) <= LONGEST_LINE_SHOWN else f"{line[: LONGEST_LINE_SHOWN - 1]}…"
        for line in lines[:MOST_LINES_SHOWN]
    ]
    left = len(lines) - len(cut)
    return "\n".join([*map(visible, cut), *([f"… and {left:,} lines more"] if left else [])])


def quoted(value: str) -> str:
    r"""Show a value in double quotes as a message does: unprintable characters escaped, long ones cut.

    >>> print(quoted("16S"))
    "16S"
    >>> print(quoted("a\x00b"))
    "a\x00b"
    """
    short = value if len(value) <= LONGEST_VALUE_SHOWN else value[: LONGEST_VALUE_SHOWN - 1] + "…"
    return f'"{visible(short)}"'


def counted(number: int, what: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "row"), counted(1204, "row")
    ('1 row', '1,204 rows')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what stands there, why it cannot stand, what to do.

    ``value`` is blank where nothing stands (a missing file, an empty cell), ``fix`` where none is known.

    >>> print(Problem("data/harvests.csv:214 tons", "16S", "is not a whole number", "did you mean 165?"))
    data/harvests.csv:214 tons = "16S" is not a whole number; did you mean 165?
    >>> print(Problem("data/harvests.csv", "", "does not exist", ""))
    data/harvests.csv does not exist
    """

    place: str
    value: str
    reason: str
    fix: str = ""

    def __str__(self) -> str:
        subject = f"{self.place} = {quoted(self.value)}" if self.value else self.place
        said = f"{subject} {self.reason}; {self.fix}" if self.fix else f"{subject} {self.reason}"
        return "\n".join(map(visible, said.split("\n")))


class AnalysisError(Exception):
    """Whatever a user can get wrong. ``str()`` is the whole message; no traceback is needed to act on it."""


class DataError(AnalysisError):
    """The data cannot be used as they stand; ``problems`` lists everything found, one a line in ``str()``."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class NotebookError(AnalysisError):
    """A notebook cannot be published; says which notebook, which cell (blank = the whole), what, and the fix.

    >>> print(NotebookError("notebooks/x.ipynb", "nightly", [Problem("alt", "", "is missing", "pass alt=")]))
    notebooks/x.ipynb, cell nightly: alt is missing; pass alt=
    """

    def __init__(self, notebook: str, cell: str, problems: Iterable[Problem]) -> None:
        self.notebook = notebook
        self.cell = cell
        self.problems = tuple(problems)
        super().__init__(notebook, cell, self.problems)

    def __str__(self) -> str:
        where = f"{self.notebook}, cell {self.cell}" if self.cell else self.notebook
        return "\n".join(f"{where}: {problem}" for problem in self.problems)
