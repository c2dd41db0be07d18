"""How long does a build of the reports take beside the plain tools on the same notebooks, and an idle one?

Run ``python benchmarks/build.py [--repeats N] [--jobs N] [REPORT ...]``. All take turns, so that a machine
that slows down slows each of them, and a ratio is that of one turn; printed are medians over the turns, and
the least and the greatest ratio. The plain tools run each notebook once (papermill) and write HTML and PDF
(nbconvert); their PDF is ours too, as nbconvert's own need TeX or a browser. They check and seal nothing.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
ANALYSIS = ("-c", "from analysis.cli import main; main()")
STARTED = """
import sys
from pathlib import Path

from analysis.publishing.building.build import build
from analysis.publishing.planning.request import Options, Project, Request

jobs, *reports = sys.argv[1:]
options = Options(jobs=int(jobs), force=True, warm=False)
build(Project(out=Path("started")), Request(reports=reports), options)
"""  # as on systems that cannot fork: workers and kernels start afresh
PLAIN, ONE_BY_ONE, COLD, WARM = "plain tools", "plain tools, one by one", "build, nothing forked", "build"
IDLE, HELP, BARE = "build, nothing to do", "--help", "python -c pass"
IDLE_TURNS = 10


class Cost(NamedTuple):
    """Seconds by the clock, and of processors, all processes together."""

    wall: float
    cpu: float


Contest = Mapping[str, Callable[[], None]]
Costs = Mapping[str, Sequence[Cost]]


def lay_out(root: Path) -> None:
    """Copy what the reports are made from, so that nothing of a user's folder is touched."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "requirements.lock", root)


def run(module: str, *arguments: str) -> None:
    """Run a module, or code after ``-c``, with this Python; what it says on failure ends the benchmark."""
    how = () if module == "-c" else ("-m",)
    command = [sys.executable, "-P", *how, module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def publish_plainly(report: str) -> None:
    """Make HTML and PDF of one report as one would without this project's build."""
    made = f"plain/{report}.ipynb"
    run(*f"papermill --no-progress-bar --cwd notebooks notebooks/{report}.ipynb {made}".split())
    for kind in ("html", "analysis-pdf"):
        run("nbconvert", "--to", kind, made)


def publish_all_plainly(reports: Sequence[str], at_once: int) -> None:
    """Make all reports with the plain tools, so many at a time."""
    shutil.rmtree("plain", ignore_errors=True)
    Path("plain").mkdir()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(publish_plainly, reports))


def cost(task: Callable[[], None]) -> Cost:
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
        print()


def files(folder: Path) -> Mapping[str, bytes]:
    """Return the content of every file of an archive."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", metavar="REPORT")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    reports = asked.reports or sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    jobs = str(asked.jobs)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        lay_out(Path())
        builds = {
            ONE_BY_ONE: lambda: publish_all_plainly(reports, 1),
            PLAIN: lambda: publish_all_plainly(reports, asked.jobs),
            COLD: lambda: run("-c", STARTED, jobs, *reports),
            WARM: lambda: run(*ANALYSIS, "build", "--force", "--jobs", jobs, *reports),
        }
        builds[WARM]()  # not counted: reads everything from the disk once
        how = f"{jobs} at once on {os.cpu_count()} cores"
        print(f"{len(reports)} reports, {how}; medians of {asked.repeats} turns, times those of a build")
        show(take_turns(builds, asked.repeats), WARM)
        same = files(Path("reports")) == files(Path("started"))
        print(f"  same bytes, forked or not: {'yes' if same else 'NO'}")
        idle = {
            IDLE: lambda: run(*ANALYSIS, "build", *reports),
            HELP: lambda: run(*ANALYSIS, "--help"),
            BARE: lambda: run("-c", "pass"),
        }
        print(f"no report; medians of {IDLE_TURNS} turns, times those of a bare start of Python")
        show(take_turns(idle, IDLE_TURNS), BARE)
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
