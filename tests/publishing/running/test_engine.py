"""A run tells what it has used; where it breaks off, the cell is named and its remains are kept."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import papermill
import pytest
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from analysis.errors import NotebookError
from analysis.publishing.running.engine import ReportEngine, execute

HERE = Path(__file__).parents[1]
DATES = {"as_of": "2024-01-05", "known_on": "2024-02-01", "data_dir": "data"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder as a worker has one."""
    (tmp_path / "data").symlink_to(HERE / "data", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def notebook(name: str) -> Path:
    return Path(shutil.copyfile(HERE / "notebooks" / f"{name}.ipynb", "notebook.ipynb"))


def test_a_run_tells_the_tables_it_read_and_the_modules_it_imported(folder: Path) -> None:
    executed = execute(notebook("states-a-finding"), DATES, label="x.ipynb", timeout=60, seed=1)
    assert executed.used["tables"] == ["nights", "sources"]
    modules = set(executed.used["modules"])
    assert {"analysis.data.dataset", "analysis.parts.finding"} <= modules
    of_publishing = {name for name in modules if name.startswith("analysis.publishing.")}
    assert of_publishing == {"analysis.publishing.running", "analysis.publishing.running.audit"}
    assert (executed.used["own"], executed.used["foreign"]) == ([], {})
    shown = [output for cell in executed.notebook.cells for output in cell.get("outputs", ())]
    assert any("At most there were 8 lights." in str(output) for output in shown)
    assert sorted(path.name for path in folder.iterdir()) == ["data", "notebook.ipynb"]


def test_what_is_used_is_told_whole_however_much_it_is(folder: Path) -> None:
    path = notebook("states-a-finding")
    content = json.loads(path.read_text(encoding="utf-8"))
    code = "import sys\nfor n in range(1_500):\n    sys.modules[f'stray{n}'] = type(sys)('stray')\n"
    code += "    sys.modules[f'stray{n}'].__file__ = '/elsewhere/stray.py'"
    content["cells"].append(
        {
            "cell_type": "code",
            "id": "x",
            "source": code,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
    )
    path.write_text(json.dumps(content), encoding="utf-8")
    executed = execute(path, DATES, label="x.ipynb", timeout=60, seed=1)
    assert len(executed.used["foreign"]) == 1_500


def test_an_error_names_the_cell_as_its_author_counts(folder: Path) -> None:
    said = (
        "notebooks/x.ipynb, cell divides-by-zero (no. 7): the code raised ZeroDivisionError: division by zero"
    )
    with pytest.raises(NotebookError, match=re.escape(said)):
        execute(notebook("raises-an-error"), DATES, label="notebooks/x.ipynb", timeout=60, seed=1)
    assert "There were 8 lights." in (folder / "failed.ipynb").read_text(encoding="utf-8")
    traceback = (folder / "traceback.txt").read_text(encoding="utf-8")
    assert traceback.rstrip().endswith("ZeroDivisionError: division by zero")
    assert "\x1b" not in traceback


def test_plain_papermill_can_use_the_engine(folder: Path) -> None:
    papermill_engines.register("analysis", ReportEngine)
    ways = {"engine_name": "analysis", "progress_bar": False}
    with pytest.raises(PapermillExecutionError, match="the cell ran longer than 2 s and was stopped"):
        papermill.execute_notebook(notebook("hangs"), "out.ipynb", DATES, execution_timeout=2, **ways)
    ran = papermill.execute_notebook("notebook.ipynb", "out.ipynb", {**DATES, "seconds": 0}, **ways)
    assert "It woke." in str(ran.cells[-1].outputs)
