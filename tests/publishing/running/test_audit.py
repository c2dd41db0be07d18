"""What is no input of a report is refused where it is asked for; what is one is noted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[1]

PROGRAM = """
import json, sys
sys.path.insert(0, "")
from analysis.publishing.running import audit
audit.begin(7)
said = {}
for name, code in json.load(sys.stdin).items():
    try:
        exec(code, {})
        said[name] = "passes"
    except Exception as error:
        said[name] = f"{type(error).__name__}: {error}"
print(json.dumps({"said": said, "used": audit.used()}))
"""
REFUSED = {
    "import pandas; pandas.read_csv('OUTSIDE/other.csv')": "reads its dataset alone",
    "open('OUTSIDE/other.csv').read()": "reads its dataset alone",
    "import os; os.open('OUTSIDE/other.csv', os.O_RDONLY)": "reads its dataset alone",
    "import sqlite3; sqlite3.connect('OUTSIDE/other.db')": "reads its dataset alone",
    "open('link.csv').read()": "reads its dataset alone",
    "open('data/nights.csv', 'a').write('x')": "changes no data: nights.csv",
    "import os; os.open('data/nights.csv', os.O_RDWR)": "changes no data: nights.csv",
    "open('OUTSIDE/new.csv', 'w')": "writes nothing",
    "import pandas; pandas.read_csv('http://localhost:9/x.csv')": "no connections",
    "import socket; socket.create_connection(('127.0.0.1', 9))": "no connections",
    "import subprocess; subprocess.run(['true'])": "starts no processes",
    "import os; os.system('true')": "starts no processes",
    "import os; os.fork()": "starts no processes",
    "import os; os.forkpty()": "starts no processes",
    "import pty; pty.fork()": "starts no processes",
    **{
        f"import multiprocessing as m; m.get_context('{how}').Process(target=print).start()": "no processes"
        for how in ("spawn", "fork", "forkserver")
    },
    "open('/etc/hostname').read()": "differs from machine to machine",
    "open('/proc/sys/kernel/hostname').read()": "differs from machine to machine",
    "import socket; socket.gethostname()": "differs from machine to machine",
}
WELCOME = [
    "import helper; assert helper.ANSWER == 42",
    "import pandas; pandas.read_csv('data/storms.csv')",
    "import seaborn, matplotlib.pyplot as plt; plt.figure(); plt.title('x'); plt.gcf().canvas.draw()",
    "import zoneinfo; zoneinfo.ZoneInfo('Europe/Kyiv')",
    "open('scratch.txt', 'w').write('x'); open('scratch.txt').read()",
    "import sqlite3; sqlite3.connect(':memory:').execute('select 1')",
    "from analysis.data import load_dataset; load_dataset('data').table('nights'); del load_dataset",
]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is said of each line of code, and what was used in the end."""
    folder, outside = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("outside")
    shutil.copytree(HERE / "data", folder / "data")
    (folder / "helper.py").write_text("ANSWER = 42\n", encoding="utf-8")
    (outside / "other.csv").write_text("a\n1\n", encoding="utf-8")
    (outside / "stray.py").write_text("", encoding="utf-8")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "late.py").write_text("", encoding="utf-8")
    (folder / "link.csv").symlink_to(outside / "other.csv")
    lines = {line: line.replace("OUTSIDE", str(outside)) for line in (*REFUSED, *WELCOME)}
    lines["import stray"] = "import stray"
    lines["import late"] = f"import sys; sys.path.append({str(elsewhere)!r}); import late"
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM],
        input=json.dumps(lines),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(outside), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_no_input_is_refused_where_it_is_asked_for(heard: dict[str, Any], line: str) -> None:
    assert REFUSED[line] in heard["said"][line]


@pytest.mark.parametrize("line", WELCOME)
def test_dataset_modules_libraries_and_scratch_files_are_welcome(heard: dict[str, Any], line: str) -> None:
    assert heard["said"][line] == "passes"


def test_what_was_opened_is_what_was_read_and_modules_are_told_apart(
    heard: dict[str, Any],
) -> None:
    used = heard["used"]
    assert used["tables"] == ["nights", "storms"]  # one by the dataset, one past it
    assert used["own"] == ["helper.py"]
    assert list(used["foreign"]) == ["stray"]  # an error that names it, once the run has ended
    assert "late.py" in heard["said"]["import late"]
    assert "analysis.data.dataset" in used["modules"]


def test_the_name_of_the_machine_is_told_to_nobody() -> None:
    code = "import platform; platform.node(); from analysis.publishing.running import audit; audit.begin(7)"
    code += "; import os; print(repr([os.uname().nodename, platform.node(), platform.uname().version]))"
    said = subprocess.check_output([sys.executable, "-P", "-c", code], text=True)
    assert said == "['', '', '']\n"


RESULTS = """
import os, sys
from analysis.publishing.running import audit
audit.begin(7, sys.argv[1])
from analysis.data.kept_results import kept
assert [kept(lambda: "tons", lambda: tons) for tons in (7, 8)] == [7, 7]
print(os.listdir(sys.argv[1]))
open(os.path.join(sys.argv[1], "tons"), "rb")
"""


def test_what_earlier_runs_have_computed_is_for_measures_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-c", RESULTS, str(tmp_path / "results")]
    (tmp_path / "work").mkdir()
    said = subprocess.run(command, cwd=tmp_path / "work", capture_output=True, text=True, check=False)
    assert said.stdout == "['tons']\n"
    assert "PermissionError: a report reads its dataset alone" in said.stderr


PEEKS = """
import json, sys
sys.path.insert(0, "")
from analysis.publishing.running import audit
audit.begin(7)
from analysis.data.lineage import measure
@measure
def peek(table):
    with open(f"data/{table}.csv") as lines:
        return len(lines.readlines())
peek("nights")
print(audit.used()["tables"])
"""


def test_a_measure_that_opens_a_table_itself_has_read_it(tmp_path: Path) -> None:
    shutil.copytree(HERE / "data", tmp_path / "data")
    command = [sys.executable, "-P", "-c", PEEKS]
    assert subprocess.check_output(command, cwd=tmp_path, text=True) == "['nights']\n"


def test_chance_begins_at_the_same_place(tmp_path: Path) -> None:
    code = "import random, numpy; from analysis.publishing.running import audit; audit.begin(7);"
    code += " print(random.random(), numpy.random.random())"
    ran = [subprocess.check_output([sys.executable, "-P", "-c", code], cwd=tmp_path) for _ in range(2)]
    assert ran[0] == ran[1]
