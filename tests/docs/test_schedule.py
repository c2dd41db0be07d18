"""The recipes of docs/schedule do what they say: with a new feed, an old one, a broken one, and none."""

from __future__ import annotations

import configparser
import fcntl
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from tests.docs.conftest import DOCS, SALES, Toy, python_path

pytestmark = pytest.mark.docs

RECIPES = DOCS / "schedule"
BOTH = ["ada@example.org", "bo@example.org"]


@pytest.fixture
def scheduled(toy: Toy) -> Toy:
    """The project with the recipe in it, set up for its feed."""
    shutil.copy(RECIPES / "turn.sh", toy.root)
    told = (RECIPES / "turn.env").read_text(encoding="utf-8")
    told = told.replace("https://example.org/sales.csv", toy.address)
    told = re.sub("^ALERT=.*$", "ALERT='cat > alert.txt'", told, flags=re.MULTILINE)
    own = "".join(f'{name}="{value}"\n' for name, value in python_path().items())
    (toy.root / "turn.env").write_text(told + own, encoding="utf-8")
    return toy


def turn(toy: Toy) -> subprocess.CompletedProcess[str]:
    return toy.run("set -a && . ./turn.env && set +a && ./turn.sh")


def alert(toy: Toy) -> str:
    path = toy.root / "alert.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_turn_goes_from_the_feed_to_the_readers_and_the_next_does_nothing(scheduled: Toy) -> None:
    scheduled.feed.write_text(f"{SALES}2024-05,18\n", encoding="utf-8")
    first = turn(scheduled)
    assert first.returncode == 0, first.stdout + first.stderr
    steps = re.findall(r"^\d\d:\d\d:\d\dZ (.+)$", first.stdout, re.MULTILINE)
    assert steps == ["fetch", "take in", "check", "build", "publish", "send"]
    assert (scheduled.home / "site" / "2024-05-31" / "sales.pdf").is_file()
    assert scheduled.inbox.to == BOTH
    assert "https://example.org/reports/2024-05-31/sales.pdf" in str(scheduled.inbox.given[0][1])
    logs = [*(scheduled.root / ".cache" / "schedule").glob("*.log")]
    assert [log.read_text(encoding="utf-8") for log in logs] == [first.stdout]

    second = turn(scheduled)
    assert second.returncode == 0, second.stdout
    assert "nothing to publish" in second.stdout
    assert "nothing to send: 2 recipients had 2024-05-31, revision 1" in second.stdout
    assert scheduled.inbox.to == BOTH
    assert alert(scheduled) == ""


@pytest.mark.parametrize(
    ("served", "said"),
    [
        (f"{SALES}2024-05,many\n", "data/sales.csv:6 sales"),
        ("<html>Service is down</html>\n", "data/sales.csv"),
        (None, "The requested URL returned error: 404"),
    ],
)
def test_a_broken_feed_changes_nothing_and_is_told(scheduled: Toy, served: str | None, said: str) -> None:
    before = (scheduled.root / "data" / "sales.csv").read_bytes()
    if served is None:
        scheduled.feed.unlink()
    else:
        scheduled.feed.write_text(served, encoding="utf-8")
    done = turn(scheduled)
    assert done.returncode == (22 if served is None else 1)  # curl's own, where there is no file
    assert said in alert(scheduled)
    assert "failed with exit code" in done.stderr
    assert (scheduled.root / "data" / "sales.csv").read_bytes() == before
    assert not (scheduled.home / "site").exists()
    assert scheduled.inbox.given == []


def test_a_mail_that_is_refused_fails_the_turn_and_the_next_goes_on(scheduled: Toy) -> None:
    scheduled.inbox.answers["bo@example.org"] = "450 mailbox full"
    assert turn(scheduled).returncode == 1
    assert "bo@example.org was not sent: 450 mailbox full" in alert(scheduled)
    scheduled.inbox.answers.clear()
    assert turn(scheduled).returncode == 0
    assert scheduled.inbox.to == BOTH


def test_two_turns_do_not_run_at_once(scheduled: Toy) -> None:
    work = scheduled.root / ".cache" / "schedule"
    work.mkdir(parents=True)
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = turn(scheduled)
    assert (done.returncode, "another turn is at work" in done.stderr) == (75, True)
    assert alert(scheduled) == ""


def test_a_step_that_hangs_is_ended_and_told(scheduled: Toy) -> None:
    done = scheduled.run("set -a && . ./turn.env && set +a && TAKE_IN='sleep 60' LIMIT=1s ./turn.sh")
    assert done.returncode == 124
    assert "take in" in alert(scheduled)


def test_what_is_not_set_up_is_said(toy: Toy) -> None:
    done = toy.run(shlex.quote(str(RECIPES / "turn.sh")))
    assert done.returncode != 0
    assert "FEED: name the address of the feed" in done.stderr


def test_the_line_of_the_crontab_runs(scheduled: Toy) -> None:
    lines = (RECIPES / "crontab").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if re.match(r"\d", line)]
    command = line.split(maxsplit=5)[5]
    assert "%" not in command  # cron takes it for a new line
    bare = {"HOME": str(scheduled.home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    done = subprocess.run(["/bin/sh", "-c", command], env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert scheduled.inbox.to == BOTH


def test_the_units_of_systemd_are_sound_and_run_the_recipe(scheduled: Toy, tmp_path: Path) -> None:
    units = tmp_path / "units"
    units.mkdir()
    for unit in RECIPES.glob("reports*.*"):
        text = unit.read_text(encoding="utf-8").replace("%h", str(scheduled.home))
        (units / unit.name).write_text(text, encoding="utf-8")
    service = configparser.RawConfigParser(strict=False)
    service.optionxform = str  # type: ignore[assignment, method-assign]
    service.read(units / "reports.service")
    told = service["Service"]
    assert Path(told["WorkingDirectory"]) == scheduled.root
    assert os.access(told["ExecStart"], os.X_OK)
    assert Path(told["EnvironmentFile"]).is_file()
    assert (units / service["Unit"]["OnFailure"]).is_file()
    if shutil.which("systemd-analyze"):
        command = ["systemd-analyze", "--user", "verify", *map(str, units.iterdir())]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        ours = [line for line in done.stderr.splitlines() if "reports" in line]
        assert ours == []


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_steps_of_the_ci_service_run_and_keep_the_archive(scheduled: Toy, tmp_path: Path) -> None:
    root, remote = scheduled.root, tmp_path / "remote.git"
    told = yaml.safe_load((RECIPES / "github-actions.yml").read_text(encoding="utf-8"))
    steps = {step["name"]: step for step in told["jobs"]["turn"]["steps"] if "name" in step}
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "Begin")
    git(root, "remote", "add", "origin", str(remote))
    git(root, "push", "--quiet", "--set-upstream", "origin", "main")

    def run(name: str) -> subprocess.CompletedProcess[str]:
        given = {key: value for key, value in steps[name].get("env", {}).items() if "secrets" not in value}
        if "FEED" in given:
            given["FEED"] = scheduled.address
        return scheduled.run(f"set -eo pipefail\n{steps[name]['run']}", **given)

    assert steps["Set up"]["run"] == "make setup"
    scheduled.feed.write_text(f"{SALES}2024-05,18\n", encoding="utf-8")
    for name in ("Turn", "Keep data, editions and journal"):
        done = run(name)
        assert done.returncode == 0, done.stdout + done.stderr
    assert scheduled.inbox.to == BOTH
    kept = git(remote, "ls-tree", "-r", "--name-only", "main").split()
    wanted = ("2024-05-31/sales.pdf", "2024-05-31/manifest.json", "sent.jsonl", "index.html")
    assert {f"reports/{path}" for path in wanted} <= set(kept)
    assert "2024-05,18" in git(remote, "show", "main:data/sales.csv")
    assert (root / steps["Keep the site"]["with"]["path"] / "2024-05-31" / "sales.html").is_file()
    git(root, "clean", "--quiet", "--force", "--force", "-dx", "--exclude=.venv")  # as on a new runner
    done = run("Turn")
    assert "nothing to send: 2 recipients had 2024-05-31" in done.stdout, done.stdout + done.stderr
