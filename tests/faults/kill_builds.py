"""Kills builds at random moments, looks at what is left: ``python tests/faults/kill_builds.py --kills 100``.

After each kill the edition must be, byte for byte, the former or the new one; no process and no temporary
folder may be left; and a build that is let alone must complete. Prints a line for each kill and the sum.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "publishing"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
VERSIONS = ("Never more", "At most there")  # each build replaces the edition of the one by that of the other
SECONDS_TO_SETTLE = 30.0

State = dict[str, str]


def lay_out(root: Path) -> None:
    """Write a project of two quick reports into a folder whose name is none of the simplest."""
    shutil.copytree(FIXTURES / "data", root / "data")
    (root / "notebooks").mkdir()
    shutil.copy(FIXTURES / "notebooks" / "states-a-finding.ipynb", root / "notebooks")


def start(root: Path, version: str) -> subprocess.Popen[bytes]:
    """Start a build of one version of the edition, anew, with nothing taken from the build cache."""
    command = [
        sys.executable,
        "-c",
        "from analysis.cli import main; main()",
        "build",
        "--draft",
        "--force",
        "--format",
        "html",
    ]
    said = (root / "said.txt").open("wb")
    with said:
        return subprocess.Popen([*command, "-p", f"bright={version}"], cwd=root, stdout=said, stderr=said)


def state(archive: Path) -> State:
    """Return the digest of every file of an archive, hidden ones too."""
    files = (path for path in sorted(archive.rglob("*")) if path.is_file())
    return {str(path.relative_to(archive)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def left_over(root: Path) -> Iterator[str]:
    """Yield each process that works in the project, and each temporary folder in it."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            where = str((folder / "cwd").readlink()).removesuffix(" (deleted)")
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        ours = Path(where).is_relative_to(root) or str(root) in command
        if ours and int(folder.name) != os.getpid():
            yield f"process {folder.name}: {command[:100]}"
    for place, names, _ in os.walk(root):  # which takes it that a folder goes while it is walked
        yield from (str(Path(place, name)) for name in names if name == ".staging")


def settled(root: Path) -> list[str]:
    """Wait until nothing is left over, and return what still is when patience ends."""
    end = time.monotonic() + SECONDS_TO_SETTLE
    while (left := list(left_over(root))) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def kill_once(root: Path, version: str, number: signal.Signals, delay: float) -> None:
    """Start a build, wait, and kill it."""
    with start(root, version) as build:
        try:
            build.wait(delay)
        except subprocess.TimeoutExpired:
            build.send_signal(number)
            build.wait()


def main() -> int:
    """Kill builds and judge what is left; the exit code is 1 when anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    root = Path(tempfile.mkdtemp(prefix="вбиті builds ")).resolve()
    lay_out(root)
    whole: list[State] = []
    durations = []
    for version in VERSIONS:
        started = time.monotonic()
        with start(root, version) as build:
            if build.wait():
                sys.exit((root / "said.txt").read_text(encoding="utf-8"))
        durations.append(time.monotonic() - started)
        whole.append(state(root / "reports" / "drafts"))
    outcomes: Counter[str] = Counter()
    faults = 0
    for count in range(arguments.kills):
        before = state(root / "reports" / "drafts")
        number, delay = chance.choice(SIGNALS), chance.uniform(0, 1.1 * max(durations))
        kill_once(root, VERSIONS[whole.index(before) - 1], number, delay)
        left, after = settled(root), state(root / "reports" / "drafts")
        outcome = "former edition" if after == before else "new edition" if after in whole else "BROKEN"
        outcomes[outcome] += 1
        faults += bool(left) or outcome == "BROKEN"
        print(f"{count + 1}: {number.name} after {delay:.2f} s: {outcome}", *left, sep="\n  ", flush=True)
        if outcome == "BROKEN":
            break
    with start(root, VERSIONS[0]) as build:
        faults += build.wait() != 0 or state(root / "reports" / "drafts") != whole[0]
    shutil.rmtree(root)
    good = arguments.kills - faults
    print(f"{good} of {arguments.kills} kills left a whole edition and nothing else ({dict(outcomes)})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
