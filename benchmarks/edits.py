"""How long does an analyst wait after a change: of a word, of a caption, of a row, of nothing?

Run ``python benchmarks/edits.py [--repeats N] [REPORT]``. Each turn makes a draft of all reports from
nothing, then changes one thing at a time and builds again. The row is of a table that one report alone reads.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from turns import ROOT, analysis, copy_of_project, cost, forget, run, say_where, show, take_turns

TABLE, FIELD = Path("data/strike_checkpoints.csv"), "note"
CAPTION = re.compile(r'(caption=")(?=\w)')
FULL, HELP, BARE = "full build", "--help", "python -c pass"
_number = count()


def word() -> str:
    """Return a word that was not there before; a digit would have to be bound."""
    return "again" + "".join("abcdefghij"[int(digit)] for digit in str(next(_number)))


def change_cell(report: str, kind: str, change: Callable[[str], str]) -> None:
    """Change the source of the first cell of a kind that a change makes a difference to; titles stay."""
    path = Path("notebooks", f"{report}.ipynb")
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"][1:]:
        source = "".join(cell["source"])
        if cell["cell_type"] == kind and (changed := change(source)) != source:
            cell["source"] = changed
            path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
            return
    sys.exit(f"{path} has nothing to change")


def change_word(report: str) -> None:
    """Say one more sentence below the first heading that has text."""
    change_cell(report, "markdown", lambda source: f"{source.rstrip()}\n\nSaid {word()}.")


def change_caption(report: str) -> None:
    """Put a word before the first caption that is written out."""
    change_cell(report, "code", lambda source: CAPTION.sub(rf"\1Said {word()}. ", source, count=1))


def change_row() -> None:
    """Change one field of the last row of a table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[-1][FIELD] = f"Said {word()}."
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def draft() -> None:
    """Build the draft of the newest edition."""
    analysis("build", "--draft", "--once")


def full() -> None:
    """Build it from nothing."""
    forget()
    draft()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", nargs="?", default="attack-escalation", metavar="REPORT")
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    reports = len(list((ROOT / "notebooks").glob("*.ipynb")))
    with copy_of_project():
        what = f"{reports} reports, changes in {asked.report} and {TABLE.name}"
        say_where(f"{what}; {asked.repeats} turns, times those of a full build")
        cost(full)  # not counted: reads everything from the disk once
        contest = {
            FULL: full,
            "a word changed": lambda: (change_word(asked.report), draft()),
            "a caption changed": lambda: (change_caption(asked.report), draft()),
            "a row changed": lambda: (change_row(), draft()),
            "nothing to do": draft,
        }
        show(take_turns(contest, asked.repeats), FULL)
        print("no report; 10 turns, times those of a bare start of Python")
        idle = {
            "nothing to do": draft,
            HELP: lambda: analysis("--help"),
            BARE: lambda: run(sys.executable, "-P", "-c", "pass"),
        }
        show(take_turns(idle, 10), BARE)


if __name__ == "__main__":
    main()
