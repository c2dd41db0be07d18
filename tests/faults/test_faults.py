"""A build survives kills, a full disk, a read-only target and company: what was sealed stays as it was."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.publishing.editions import manifests

pytestmark = pytest.mark.faults

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "publishing"
BUILD = [
    sys.executable,
    "-c",
    "from analysis.cli import main; main()",
    "build",
    "--draft",
    "--format",
    "html",
]
NAMESPACE = ["unshare", "--map-root-user", "--mount"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    shutil.copy(FIXTURES / "notebooks" / "states-a-finding.ipynb", tmp_path / "notebooks")
    (tmp_path / "disk").mkdir()
    return tmp_path


def on_a_small_disk(project: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in which ``disk`` is a file system of its own and ``$build`` builds into it."""
    if not shutil.which("unshare") or subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a file system of his own")
    prelude = """
        set -u
        mount -t tmpfs -o size=8m tmpfs disk
        build() { "$@" --out disk/reports; }
        hashes() { find disk -type f ! -name filler -exec sha256sum {} + | sort; }
    """
    command = [*NAMESPACE, "sh", "-c", prelude + script, "sh", *BUILD]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_a_full_disk_leaves_the_former_edition(project: Path) -> None:
    done = on_a_small_disk(
        project,
        """
        build "$@" || exit 3
        hashes > before
        dd if=/dev/zero of=disk/filler bs=1k count=99999 2> /dev/null
        build "$@" -p bright=Never
        echo "exit $?"
        hashes | cmp - before && [ ! -e disk/reports/drafts/.staging ] && echo intact
        rm disk/filler
        build "$@" -p bright=Never || exit 4
        cd disk/reports/drafts/2024-01-10 && grep -q "Never were 11" states-a-finding.html
        """,
    )
    assert "exit 1\nintact\n" in done.stdout
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


def test_a_read_only_target_is_said(project: Path) -> None:
    done = on_a_small_disk(project, 'mount -o remount,ro disk; build "$@"; echo "exit $?"')
    assert "exit 1\n" in done.stdout
    assert done.stderr == (
        "disk/reports/drafts cannot be written: Read-only file system; "
        "free space or choose another folder with --out\n"
    )


def test_two_builds_at_once_do_not_mix(project: Path) -> None:
    versions = ("Never more", "At most there")
    builds = [
        subprocess.Popen([*BUILD, "-p", f"bright={each}"], cwd=project, stdout=subprocess.PIPE, text=True)
        for each in versions
    ]
    said = [build.communicate()[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0]
    assert sum("another build is at work in reports/drafts; waiting" in each for each in said) == 1
    edition = project / "reports" / "drafts" / "2024-01-10"
    content = (edition / manifests.NAME).read_bytes()
    assert manifests.is_sealed(edition, content)
    last = json.loads(content)["reports"]["states-a-finding"]["parameters"]["bright"]
    page = (project / "reports" / "drafts" / "index.html").read_text(encoding="utf-8")
    assert f"{last}: 11 lights." in page
    assert not (project / "reports" / "drafts" / ".staging").exists()


def test_killed_builds_leave_whole_editions_and_nothing_else() -> None:
    command = [sys.executable, str(HERE / "kill_builds.py"), "--kills", "4", "--seed", "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 of 4 kills left a whole edition and nothing else" in done.stdout
