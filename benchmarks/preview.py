"""How long is an analyst's save not yet on the page of the preview: of a word, a caption, a figure?

Run ``python benchmarks/preview.py [--repeats N] [REPORT]``. The preview shows one report or all; each turn
changes one thing in one of them and waits for its page. Times are by the clock, beside that of the preview's
start from nothing until its last page is there.
"""

from __future__ import annotations

import argparse
import ast
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial

from edits import change_caption, change_cell, change_word
from turns import ANALYSIS, copy_of_project, say_where

SECONDS_BETWEEN_LOOKS, PATIENCE = 0.02, 300
#: What a cell says that looks at its drawing once more.
RETOUCH = """def retouched(drawn, colour):
    drawn.figure.axes[0].set_facecolor(colour)
    return drawn


"""


@contextmanager
def preview(report: str | None) -> Iterator[str]:
    """Start a preview of one report, or of all; give the address at which it tells its state."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*ANALYSIS, "preview", "--port", str(port), *([report] if report else [])]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{port}/state"
        finally:
            process.terminate()


def versions(address: str) -> Mapping[str, int]:
    """Return how often the page of each report was drawn, and stop where something is wrong."""
    with suppress(OSError), urllib.request.urlopen(address) as answer:
        state = json.load(answer)
        if state["problems"]:
            sys.exit("\n".join(state["problems"]))
        return {name.rpartition("/")[2]: version for name, version in state["pages"].items()}
    return {}


def seconds_until(is_there: Callable[[], bool]) -> float:
    """Wait, and return how long that took."""
    started = time.perf_counter()
    while not is_there():
        if time.perf_counter() - started > PATIENCE:
            sys.exit(f"nothing after {PATIENCE} seconds")
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return time.perf_counter() - started


def seconds_to_page(address: str, report: str, change: Callable[[], None]) -> float:
    """Change something, and return how long it was not on the report's page."""
    before = versions(address)[report]
    change()
    return seconds_until(lambda: versions(address)[report] > before)


def change_figure(report: str, turn: int) -> None:
    """Draw the first figure in another way, as a cell does that adds to what a plot returns."""

    def retouched(source: str) -> str:
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "part.figure":
                drawn = ast.get_source_segment(source, call.args[0]) or ""
                return RETOUCH + source.replace(drawn, f"retouched({drawn}, '#fffff{turn}')", 1)
        return source

    change_cell(report, "code", retouched)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", nargs="?", metavar="REPORT")
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    with copy_of_project() as root:
        all_reports = sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))
        reports = [asked.report] if asked.report else all_reports
        say_where(f"a preview of {len(reports)} reports; medians of {asked.repeats} turns, times its start")
        with preview(asked.report) as address:
            start = seconds_until(lambda: versions(address).keys() >= set(reports))
            print(f"  {'start, all pages':<44} {start:6.2f} s")
            for report in reports:
                show(address, report, asked.repeats, start)


def show(address: str, report: str, repeats: int, start: float) -> None:
    """Change a report in each way, turn by turn, and print how long its page took."""
    changes: Mapping[str, Callable[[int], None]] = {
        "a word": lambda turn: change_word(report),
        "a caption": lambda turn: change_caption(report),
        "a figure": lambda turn: change_figure(report, turn),
    }
    seconds: dict[str, list[float]] = {what: [] for what in changes}
    for turn in range(repeats):
        for what, change in changes.items():
            seconds[what].append(seconds_to_page(address, report, partial(change, turn)))
    for what, turns in seconds.items():
        median = statistics.median(turns)
        print(f"  {f'{report}: {what}':<44} {median:6.2f} s, {median / start:5.2f} times", flush=True)


if __name__ == "__main__":
    main()
