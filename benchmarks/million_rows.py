"""How long does it take to check and load a million rows of strikes, beside a bare read by pandas?

Run ``python benchmarks/million_rows.py [--rows N] [--repeats N]``. The record's strikes are repeated over
more years and claimants until there are so many. Both take turns, each in a process of its own that has
imported what it needs, so that a ratio is that of one turn; printed are medians, and the least and the
greatest ratio.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ("strikes", "sources")
COPIES = 18  # of the three years, one before the other: 58 years
MEASURED = """
import json, resource, sys, time
import pandas as pd
from analysis.data import load_dataset
folder = sys.argv[1]
wall, cpu = time.perf_counter(), time.process_time()
{task}
cost = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps([*cost, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(rows)]))
"""
BARE, CHECKED = "pandas.read_csv", "checked and loaded"
TASKS = {
    BARE: 'rows = pd.read_csv(f"{folder}/strikes.csv", parse_dates=["date", "recorded_on"])',
    CHECKED: "rows = load_dataset(folder).strikes",
}


def lay_out(folder: Path, count: int) -> None:
    """Write a data package of so many strikes and the sources they name."""
    content = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    content["resources"] = [one for one in content["resources"] if one["name"] in KEPT]
    strikes = next(one for one in content["resources"] if one["name"] == "strikes")
    strikes["schema"]["primaryKey"].append("claimant")
    first = next(one for one in strikes["schema"]["fields"] if one["name"] == "date")
    first["constraints"].pop("minimum")
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "sources.csv").write_bytes((ROOT / "data" / "sources.csv").read_bytes())
    with (ROOT / "data" / "strikes.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with (folder / "strikes.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(islice(repeated(rows), count))


def repeated(rows: Sequence[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the rows again and again, of earlier years and of other claimants."""
    days = [date.fromisoformat(row["date"]) for row in rows]
    span = max(days) - min(days) + timedelta(days=1)
    copy = 0
    while True:
        claimant, years = divmod(copy, COPIES)
        for row, day in zip(rows, days, strict=True):
            shifted = (day - years * span).isoformat()
            yield {**row, "date": shifted, "claimant": f"{row['claimant']} {claimant}"}
        copy += 1


def turn(task: str, folder: Path) -> list[float]:
    """Return wall seconds, CPU seconds, peak memory in MB and rows of one task, in a process of its own."""
    code = MEASURED.format(task=TASKS[task])
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    cost: list[float] = json.loads(done.stdout)
    return cost


def show(costs: Mapping[str, list[list[float]]]) -> None:
    """Print medians, and how many times as much as the bare read each costs, turn by turn."""
    for name, turns in costs.items():
        line = f"  {name:<20}"
        for at, unit in enumerate(("s", "s of CPU", "MB")):
            ratios = [one[at] / bare[at] for one, bare in zip(turns, costs[BARE], strict=True)]
            times = f"{statistics.median(ratios):.2f} times ({min(ratios):.2f} to {max(ratios):.2f})"
            line += f"  {statistics.median(one[at] for one in turns):7.2f} {unit}, {times}"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(folder, asked.rows)
        size = (folder / "strikes.csv").stat().st_size / 1e6
        print(f"{asked.rows:,} strikes, {size:.0f} MB; medians of {asked.repeats} turns, times a bare read")
        costs: dict[str, list[list[float]]] = {task: [] for task in TASKS}
        for _ in range(asked.repeats):
            for task, turns in costs.items():
                turns.append(turn(task, folder))
        if {one[3] for turns in costs.values() for one in turns} != {asked.rows}:
            sys.exit("not all rows were read")
        show(costs)


if __name__ == "__main__":
    main()
