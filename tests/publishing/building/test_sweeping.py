"""What a killed build left is put right though no other build comes; a build that ends leaves no sweeper."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from analysis.publishing.building.sweeping import swept
from analysis.publishing.editions.staging import STAGING

KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.publishing.building.sweeping import swept
from analysis.publishing.editions.staging import opened
folder = Path(sys.argv[1])
with swept(folder, folder.parent / "cache"), opened(folder) as archive:
    (archive.staging / "half").mkdir()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def sweepers(folder: Path) -> list[str]:
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # a process may end while we look
            lines.append(path.read_bytes().decode(errors="replace"))
    return [line for line in lines if "sweeping" in line and str(folder) in line]


def test_the_sweeper_of_a_killed_build_cleans_and_ends(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "kept").touch()
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert done.returncode == -9
    end = time.monotonic() + 30
    while ((folder / STAGING).exists() or sweepers(folder)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not sweepers(folder)
    assert [path.name for path in folder.iterdir()] == ["kept"]


def test_the_sweeper_of_a_build_that_ends_does_nothing(tmp_path: Path) -> None:
    with swept(tmp_path / "reports", tmp_path / "cache"):
        end = time.monotonic() + 30  # a process has no command line yet while it starts
        while not sweepers(tmp_path) and time.monotonic() < end:
            time.sleep(0.02)
        assert len(sweepers(tmp_path)) == 1
    assert not sweepers(tmp_path)
    assert not list(tmp_path.iterdir())
