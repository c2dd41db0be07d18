"""How long a million reports of the Air Force's shape take to read, and how much memory.

Run ``python benchmarks/import_airforce.py [ROWS]``; it prints seconds and the peak of resident memory for a
thousand and for a million rows, and for comparison what pandas needs to read the same file whole.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2022, 10, 1)
MODELS = ("Shahed-136/131", "X-101/X-555 and Kalibr", "Iskander-M", "X-47 Kinzhal", "Orlan-10")
HEADER = (
    "time_start,time_end,model,launch_place,target,launched,destroyed,not_reach_goal,still_attacking,source\n"
)
READERS = {
    "read_airforce": (
        "from analysis.subject.importers.airforce import read_airforce;"
        "from analysis.subject.importers.weapons import WeaponName;"
        f"names = dict.fromkeys({MODELS!r}, WeaponName('drone', True));"
        "read = read_airforce(PATH, names); print(read.reports, 'reports,', len(read.salvos), 'salvos')"
    ),
    "pandas.read_csv": "import pandas; print(len(pandas.read_csv(PATH)), 'rows')",
}


def write_reports(path: Path, rows: int) -> None:
    """Write reports of some 1,200 nights in the compilation's shape."""
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for number in range(rows):
            night = FIRST + timedelta(number % 1_200)
            end = night + timedelta(1)
            model = MODELS[number % len(MODELS)]
            out.write(
                f'{night} 18:00,{end} 08:30,{model},"Here, there",Ukraine,120.0,100.0,5.0,,made/{number}\n'
            )


def measure(code: str, path: Path) -> str:
    """Run code on a file in a process of its own; return its output, seconds and peak memory."""
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", f"PATH = {str(path)!r}; {code}"], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"{ran.stdout.strip()}: {seconds:.1f} s, peak {peak:,.0f} MB"


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder, "one.csv"), Path(folder, "many.csv")
        write_reports(one, 1_000)
        write_reports(many, rows)
        print(f"{many.stat().st_size / 1e6:,.0f} MB of CSV")
        print("read_airforce  ", measure(READERS["read_airforce"], one))
        print("read_airforce  ", measure(READERS["read_airforce"], many))
        print("pandas.read_csv", measure(READERS["pandas.read_csv"], many))


if __name__ == "__main__":
    main()
