"""What a page of docs/ shows of a terminal: commands, what they print, and where they are begun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BLOCK: Final = re.compile(r"(?:<!-- not run: (?P<why>.+?) -->\n)?```console\n(?P<text>.*?)```", re.DOTALL)
_ENDS: Final = re.compile(r"# ends with (\d+)")
PLACES: Final = re.compile("<!-- commands start in: (.+?) -->")


@dataclass(frozen=True)
class Command:
    """A command of a page, with the output that the page shows (blank: none) and how it ends.

    ``why`` it is not run by tests is blank for those that are.
    """

    line: str
    shown: str
    ends: int
    why: str

    def prints(self, output: str) -> bool:
        """Whether an output is as shown; … stands for anything."""
        pattern = ".*".join(re.escape(part) for part in self.shown.split("…"))
        return not self.shown.strip() or re.fullmatch(pattern.strip(), output.strip(), re.DOTALL) is not None


def commands(page: str) -> Iterator[Command]:
    """Yield the commands of a page in order; a line that begins with `> ` goes on with the command above."""
    for block in _BLOCK.finditer(page):
        for text in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
            first, *rest = text.splitlines()
            more = [line.removeprefix("> ") for line in rest if line.startswith("> ")]
            shown = "\n".join(line for line in rest if not line.startswith("> "))
            ends = _ENDS.search(first)
            yield Command("\n".join([first, *more]), shown, int(ends[1]) if ends else 0, block["why"] or "")
