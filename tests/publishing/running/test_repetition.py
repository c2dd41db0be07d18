"""What a first build takes from the clock, from chance or from the machine is found, and its cell named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.planning.plan import plan

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

#: What a module of the project's own, which no rule reads, may give a cell.
SLY = {
    "process": "os.getpid()",
    "uuid": "uuid.uuid4()",
    "uuid-of-the-machine": "uuid.uuid1()",
    "generator": "np.random.default_rng().random()",
    "bytes": "os.urandom(4)",
    "secret": "secrets.token_hex(4)",
    "clock": 'getattr(time, "ti" + "me")()',
    "counter": "time.perf_counter_ns()",
    "now": 'np.datetime64("now", "ns")',
    "today": "datetime.datetime.now().isoformat()",
}
STEADY = {"node": "platform.node()", "nodename": "os.uname().nodename", "seeded": "random.random()"}
#: What a rule finds in a cell before anything runs.
PLAIN = {
    "import platform\nplatform.node()": "what differs between machines (platform)",
    "import os\nos.getpid()": "what differs between machines (os)",
    "import uuid\nuuid.uuid4()": "unseeded chance (uuid.uuid4)",
    "import random\nrandom.Random()": "unseeded chance",
    "import numpy as np\nnp.random.default_rng()": "unseeded chance",
    'import numpy as np\nnp.datetime64("now")': "the clock",
    "__file__": "`__file__` is used and not set before",
}


def with_cells(asked: Asked, cells: dict[str, str]) -> None:
    """Add code cells to the report of a project, by id."""
    path = asked.project.notebooks / "states-a-finding.ipynb"
    content: dict[str, Any] = json.loads(path.read_bytes())
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    content["cells"] += [{**empty, "id": name, "source": code} for name, code in cells.items()]
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_first_build_names_every_cell_that_gives_something_else_the_second_time(
    project: Callable[..., Asked],
) -> None:
    asked = project("states-a-finding", twice=None)
    taken = {**SLY, **STEADY}
    lines = [f"    {name!r}: lambda: {code}," for name, code in taken.items()]
    modules = "datetime, os, platform, random, secrets, time, uuid"
    source = "\n".join([f"import {modules}", "import numpy as np", "TAKE = {", *lines, "}"])
    (asked.project.notebooks / "sly.py").write_text(source, encoding="utf-8")
    imported = {"sly": "import sly"}
    with_cells(asked, imported | {name: f"print(sly.TAKE[{name!r}]())" for name in taken})
    with pytest.raises(AnalysisError) as caught:
        build(*asked, say=lambda line: None)
    said = [line for line in str(caught.value).splitlines() if "when the notebook ran again" in line]
    assert [line.partition(", cell ")[2].partition(":")[0] for line in said] == list(SLY)
    assert all("a report takes nothing from the clock" in line for line in said)
    assert not (asked.project.out / "2024-01-10").exists()


@pytest.mark.parametrize("code", PLAIN)
def test_what_a_cell_says_openly_is_found_before_anything_runs(
    project: Callable[..., Asked], code: str
) -> None:
    asked = project("states-a-finding")
    with_cells(asked, {"open": code})
    with pytest.raises(AnalysisError) as caught:
        plan(*asked[:2])
    assert PLAIN[code] in str(caught.value)
    assert "cell open" in str(caught.value)


def test_a_path_of_the_program_is_a_path_of_this_machine(project: Callable[..., Asked]) -> None:
    asked = project("states-a-finding")
    with_cells(asked, {"path": "import analysis\nprint(analysis.__file__)"})
    with pytest.raises(AnalysisError, match="cell path: shows a path of this machine"):
        build(*asked, say=lambda line: None)
