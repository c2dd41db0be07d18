"""How long does a full build of the reports take beside the plain tools on the same notebooks?

Run ``python benchmarks/build.py [--repeats N] [--jobs N] [REPORT ...]``. The plain tools run each notebook
once (papermill), write HTML (nbconvert) and have Chromium print that as PDF, where it is installed; they
check and seal nothing. A build starts from nothing, runs each notebook once, and writes HTML and PDF.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from turns import ROOT, analysis, copy_of_project, files, forget, run, say_where, show, take_turns

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
STARTED = """
import sys
from pathlib import Path

from analysis.publishing.building.build import build
from analysis.publishing.planning.request import Options, Project, Request

jobs, *reports = sys.argv[1:]
options = Options(jobs=int(jobs), force=True, warm=False, twice=False)
build(Project(out=Path("started")), Request(reports=reports), options)
"""  # as on systems that cannot fork: workers and kernels start afresh
PLAIN, BUILD = "plain tools", "build"


def publish_plainly(report: str) -> None:
    """Make HTML and PDF of one report as one would without this project's build."""
    made = Path("plain", f"{report}.ipynb")
    python = (sys.executable, "-P", "-m")
    run(*python, *f"papermill --no-progress-bar --cwd notebooks notebooks/{report}.ipynb {made}".split())
    run(*python, "nbconvert", "--to", "html", str(made))
    if CHROMIUM:
        where = (f"--print-to-pdf={made.with_suffix('.pdf')}", f"--user-data-dir={Path('plain', report)}")
        how = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        run(CHROMIUM, *how, *where, made.with_suffix(".html").resolve().as_uri())


def publish_all_plainly(reports: Sequence[str], at_once: int) -> None:
    """Make all reports with the plain tools, so many at a time."""
    shutil.rmtree("plain", ignore_errors=True)
    Path("plain").mkdir()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(publish_plainly, reports))


def build(reports: Sequence[str], at_once: int) -> None:
    """Make the newest edition from nothing."""
    forget()
    analysis("build", "--once", "--jobs", str(at_once), *reports)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", metavar="REPORT")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    reports = asked.reports or sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    with copy_of_project():
        run(sys.executable, "-P", "-c", STARTED, str(asked.jobs), *reports)  # reads all from the disk once
        printer = "printed by Chromium" if CHROMIUM else "not printed: Chromium is not installed"
        how = f"{asked.jobs} at once; the PDF of the plain tools is {printer}"
        say_where(f"{len(reports)} reports, {how}; {asked.repeats} turns, times those of a build")
        contest = {
            PLAIN: lambda: publish_all_plainly(reports, asked.jobs),
            BUILD: lambda: build(reports, asked.jobs),
        }
        show(take_turns(contest, asked.repeats), BUILD)
        same = files(Path("reports")) == files(Path("started"))
        print(f"  same bytes, forked or not: {'yes' if same else 'NO'}")


if __name__ == "__main__":
    main()
