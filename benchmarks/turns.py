"""What do the benchmarks share? A copy of the project to work in, and turns that are timed.

All that is compared takes turns, so that a machine that slows down slows each of them, and a ratio is that of
one turn. Printed are medians over the turns, and the least and the greatest ratio.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
ANALYSIS = (sys.executable, "-P", "-c", "from analysis.cli import main; main()")
VERSIONS = ("pandas", "papermill", "nbconvert", "matplotlib", "typst")


class Cost(NamedTuple):
    """Seconds by the clock, and of processors, all processes together."""

    wall: float
    cpu: float


Contest = Mapping[str, Callable[[], object]]
Costs = Mapping[str, Sequence[Cost]]


@contextmanager
def copy_of_project() -> Iterator[Path]:
    """Stand in a copy of what the reports are made from, so that nothing of a user's folder is touched."""
    with tempfile.TemporaryDirectory() as name:
        for folder in ("data", "notebooks"):
            shutil.copytree(ROOT / folder, Path(name, folder))
        shutil.copy(ROOT / "requirements.lock", name)
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(ROOT)


def forget() -> None:
    """Remove editions and caches from the copy: what comes next starts from nothing."""
    for name in ("reports", ".cache"):
        shutil.rmtree(name, ignore_errors=True)


def run(*command: str) -> None:
    """Run a command; what it says on failure ends the benchmark."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def analysis(*arguments: str) -> None:
    """Run the command line of this project."""
    run(*ANALYSIS, *arguments)


def cost(task: Callable[[], object]) -> Cost:
    """Return what a task costs."""
    started, before = time.perf_counter(), used()
    task()
    return Cost(time.perf_counter() - started, used() - before)


def used() -> float:
    """Return the CPU seconds of all processes started from here that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def take_turns(contest: Contest, turns: int) -> Costs:
    """Let all have their turn, again and again."""
    costs: dict[str, list[Cost]] = {name: [] for name in contest}
    for _ in range(turns):
        for name, task in contest.items():
            costs[name].append(cost(task))
    return costs


def say_where(what: str) -> None:
    """Print what is measured, and what it runs on."""
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    print(what)
    print(f"on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {versions}")


def show(costs: Costs, base: str) -> None:
    """Print medians, and how many times as much as ``base`` each costs, turn by turn."""
    for name, turns in costs.items():
        print(f"  {name:<24}", end="")
        for which, unit in (("wall", "s"), ("cpu", "s of CPU")):
            seconds = [getattr(turn, which) for turn in turns]
            bases = [getattr(turn, which) for turn in costs[base]]
            ratios = [one / other for one, other in zip(seconds, bases, strict=True)]
            times = f"{statistics.median(ratios):5.2f} times ({min(ratios):.2f} to {max(ratios):.2f})"
            print(f"  {statistics.median(seconds):7.2f} {unit}, {times}", end="")
        print(flush=True)


def files(folder: Path) -> Mapping[str, bytes]:
    """Return the content of every file of an archive."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
