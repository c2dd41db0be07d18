"""Does every PDF verify alone, whatever its date? ``python tests/faults/verify_editions.py --dates 20``.

All reports are built at random dates from the first day that has rows for one of them, that day included,
into a fresh folder; then each PDF is verified in an empty folder. Prints a line for each, and the sum.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from analysis.data import load_dataset
from analysis.publishing.planning.catalogue import load_catalogue

ROOT = Path(__file__).parents[2]
ANALYSIS = [sys.executable, "-c", "from analysis.cli import main; main()"]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [*ANALYSIS, *arguments], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )


def first_days(project: Path) -> Iterator[date]:
    """Yield the first day of each report: that on which all tables it requires have a row."""
    dataset = load_dataset(project / "data")
    for report in load_catalogue(project / "notebooks"):
        columns = [(name, dataset.descriptor.tables[name].date_field) for name in report.requires]
        yield max((dataset.table(name)[column].min().date() for name, column in columns if column),
                  default=dataset.newest)  # fmt: skip


def drawn(project: Path, *, dates: int, chance: random.Random) -> list[str]:
    """Return the earliest date of any report and random others, as many of each report's time, in order."""
    firsts, newest = sorted(first_days(project)), load_dataset(project / "data").newest
    found = {firsts[0]}
    while len(found) < dates:
        first = chance.choice(firsts)
        found.add(first + timedelta(days=chance.randint(0, (newest - first).days)))
    return [each.isoformat() for each in sorted(found)]


def verified(pdf: Path) -> str:
    """Return what is wrong with a PDF that is verified in an empty folder; blank when nothing is."""
    with tempfile.TemporaryDirectory(prefix="alone-") as name:
        shutil.copyfile(pdf, Path(name, pdf.name))
        done = run("verify", pdf.name, "--trust", folder=Path(name))
        left = sorted(path.name for path in Path(name).iterdir())
    if left != [pdf.name]:
        return f"left {', '.join(left)}"
    return (done.stdout + done.stderr).strip() if done.returncode else ""


def main() -> int:
    """Build, verify and count; the exit code is 1 when a build or a PDF fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dates", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    dates = drawn(ROOT, dates=arguments.dates, chance=random.Random(arguments.seed))
    with tempfile.TemporaryDirectory(prefix="editions-") as name:
        project = Path(name)
        for folder in ("data", "notebooks"):
            shutil.copytree(ROOT / folder, project / folder)
        shutil.copyfile(ROOT / "requirements.lock", project / "requirements.lock")
        asked = [f"--as-of={each}" for each in dates]
        built = run("build", "--once", *asked, folder=project)
        if built.returncode:
            sys.exit(f"cannot be built: {built.stderr}")
        pdfs = sorted((project / "reports").glob("*/*.pdf"))
        faults = 0
        for count, pdf in enumerate(pdfs, start=1):
            wrong = verified(pdf)
            faults += bool(wrong)
            said = f"{pdf.parent.name} {pdf.stem}: {wrong or 'verified'}"
            print(f"{count} of {len(pdfs)}: {said}", flush=True)
    print(f"{len(pdfs) - faults} of {len(pdfs)} PDFs of {len(dates)} editions verify alone")
    return 1 if faults or not pdfs else 0


if __name__ == "__main__":
    sys.exit(main())
