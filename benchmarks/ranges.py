"""What does an edition cost in a range of 1, 10, 100 or more, in time and in memory?

Run ``python benchmarks/ranges.py [--editions N ...] [--real N ...]``. All reports of this project are made
for ``--real`` editions; for ``--editions`` one small report, as ``analysis new`` writes it, so that a hundred
take minutes. Editions are weekly, daily where the record is too short for that. Memory is the greatest seen
at one time: resident of the build's own process, and of all processes, what they share counted once (PSS).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import psutil
from turns import ANALYSIS, analysis, copy_of_project, forget, say_where, used

NEWEST, WEEKS = date(2026, 1, 5), 150
SMALL = "small-report"
SECONDS_BETWEEN_LOOKS = 0.2


class Spent(NamedTuple):
    """Seconds by the clock and of processors, and megabytes: of the build's process, and of all."""

    wall: float
    cpu: float
    own: float
    all: float


def spent_on(editions: int, reports: Sequence[str]) -> Spent:
    """Build a range from nothing, and watch what it takes."""
    forget()
    step = 7 if editions <= WEEKS else 1
    first = NEWEST - timedelta(step * (editions - 1))
    command = [*ANALYSIS, "build", "--once", "--as-of", f"{first}..{NEWEST}/{step}d", *reports]
    started, before = time.perf_counter(), used()
    with Path("said.txt").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    own = everything = 0.0
    while process.poll() is None:
        with suppress(psutil.Error):  # it has ended between two looks
            build = psutil.Process(process.pid)
            own = max(own, build.memory_info().rss / 1e6)
            everything = max(everything, sum(map(shared_once, [build, *build.children(recursive=True)])))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{Path('said.txt').read_text()}")
    return Spent(time.perf_counter() - started, used() - before, own, everything)


def shared_once(process: psutil.Process) -> float:
    """Return the memory of a process in megabytes, its part of what is shared; 0 when it has ended."""
    with suppress(psutil.Error, OSError):
        return process.memory_full_info().pss / 1e6
    return 0.0


def show(counts: Sequence[int], reports: Sequence[str]) -> None:
    """Build each range, and print what an edition costs, later ones beside the first."""
    first: Spent | None = None
    ten: Spent | None = None
    for count in sorted(counts):
        spent = spent_on(count, reports)
        each = f"{spent.wall / count:6.2f} s, {spent.cpu / count:6.2f} s of CPU an edition"
        print(f"  {count:5} editions: {each}; {spent.own:4.0f} MB, all {spent.all:5.0f} MB", end="")
        if count == 1:
            first = spent
        elif first:
            later = [(now - then) / (count - 1) for now, then in zip(spent[:2], first[:2], strict=True)]
            wall, cpu = (one / then for one, then in zip(later, first[:2], strict=True))
            print(f"; a later one costs {wall:.2f} of the first ({cpu:.2f} of its CPU)", end="")
        if count == 10:
            ten = spent
        elif ten:
            own, everything = spent.own / ten.own, spent.all / ten.all
            print(f"; memory {own:.2f} times that of ten (all {everything:.2f})", end="")
        print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, nargs="+", default=[1, 10, 100], metavar="N")
    parser.add_argument("--real", type=int, nargs="*", default=[1, 10], metavar="N")
    asked = parser.parse_args()
    with copy_of_project() as root:
        reports = sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))
        say_where(f"ranges from nothing, 1 turn; the {len(reports)} reports of this project:")
        show(asked.real, [])  # unnamed, since an early date leaves out a report whose tables have no rows yet
        analysis("new", SMALL)
        print("one small report, as `analysis new` writes it:")
        show(asked.editions, [SMALL])


if __name__ == "__main__":
    main()
