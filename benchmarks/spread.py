"""How much faster are editions made by more processes, on a Dask cluster, in shares? Are they the same?

Run ``python benchmarks/spread.py [--editions N] [--repeats N]``. One small report, as ``analysis new``
writes it, is made for as many weeks: by one process, by two, on a Dask cluster of two workers that is
started here (and not timed), and as four shares, two at a time, with a last build that seals.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

from turns import analysis, copy_of_project, files, forget, say_where, show, take_turns

NEWEST = date(2026, 1, 5)
REPORT = "small-report"
ONE, SHARES, AT_ONCE = "1 process", 4, 2


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a scheduler and two workers; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["scheduler", "--port", str(port), "--no-dashboard", "--no-show"]
    worker = ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", "."]
    folder.mkdir()
    processes = []
    try:
        for first, *rest in (scheduler, worker, worker):
            command = [sys.executable, "-P", "-m", f"distributed.cli.dask_{first}", *rest]
            with (folder / "said.txt").open("ab") as said:
                processes.append(subprocess.Popen(command, cwd=folder, stdout=said, stderr=said))
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


class Spread:
    """The same build in several ways, each from nothing; ``made`` is what each has left."""

    def __init__(self, editions: int) -> None:
        first = NEWEST - timedelta(7 * (editions - 1))
        self._build = ("build", "--once", "--as-of", f"{first}..{NEWEST}/7d", REPORT)
        self.made: dict[str, Mapping[str, bytes]] = {}

    def make(self, name: str, *how: str) -> None:
        """Build at one go."""
        forget()
        self._seal(name, *how)

    def make_in_shares(self, name: str) -> None:
        """Run the shares, two at a time, and seal."""
        forget()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._share, range(1, SHARES + 1)))
        self._seal(name, "--jobs", str(AT_ONCE))

    def _share(self, number: int) -> None:
        analysis(*self._build, "--jobs", "1", "--share", f"{number}/{SHARES}")

    def _seal(self, name: str, *how: str) -> None:
        analysis(*self._build, *how)
        self.made[name] = files(Path("reports"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=1)
    asked = parser.parse_args()
    with copy_of_project() as root:
        analysis("new", REPORT)
        spread = Spread(asked.editions)
        say_where(f"{asked.editions} editions of one small report; turns: {asked.repeats}, times 1 process")
        contest = {
            ONE: lambda: spread.make(ONE, "--jobs", "1"),
            "2 processes": lambda: spread.make("2 processes", "--jobs", "2"),
            f"{SHARES} shares, 2 at once": lambda: spread.make_in_shares("shares"),
        }
        if not find_spec("distributed"):
            print("  no Dask: pip install 'analysis-reports[cluster]'")
            show(take_turns(contest, asked.repeats), ONE)
        else:
            with cluster(root / "cluster") as address:
                how = ("--jobs", "2", "--scheduler", address)
                contest["Dask, 2 workers"] = lambda: spread.make("Dask", *how)
                show(take_turns(contest, asked.repeats), ONE)
        same = all(made == spread.made[ONE] for made in spread.made.values())
        print(f"  same bytes in all {len(spread.made)} ways: {'yes' if same else 'NO'}")


if __name__ == "__main__":
    main()
