import pickle
import subprocess
import sys

import pytest

import analysis
from analysis.errors import AnalysisError, DataError, NotebookError, Problem, quoted, shown

SLIP = Problem("data/strikes.csv:214 launched", "16S", "is not a whole number", "did you mean 165?")
GONE = Problem("data/losses.csv", "", "does not exist")


def test_data_error_prints_all_problems_one_a_line() -> None:
    assert str(DataError([SLIP, GONE])).splitlines() == [
        'data/strikes.csv:214 launched = "16S" is not a whole number; did you mean 165?',
        "data/losses.csv does not exist",
    ]


def test_notebook_error_without_cell_names_the_notebook_only() -> None:
    assert (
        str(NotebookError("a.ipynb", "", [Problem("title", "", "is missing")])) == "a.ipynb: title is missing"
    )


@pytest.mark.parametrize("error", [DataError([SLIP, GONE]), NotebookError("a.ipynb", "setup", [SLIP])])
def test_errors_survive_a_process_boundary(error: AnalysisError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert isinstance(back, AnalysisError)
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


def test_a_value_cannot_forge_a_line_or_control_the_terminal() -> None:
    assert quoted("a\n\x1b[31mb") == '"a\\n\\x1b[31mb"'
    assert quoted("Молнія") == '"Молнія"'
    assert len(quoted("x" * 10_000)) <= 82


def test_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(AttributeError, match="load_dataset, part"):
        _ = analysis.load_datasets


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = "{'pandas', 'numpy', 'typing', 'dataclasses', 'frictionless'}"
    code = (
        "import sys; before = set(sys.modules); import analysis;"
        f"print(sorted({heavy} & (set(sys.modules) - before)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_message_is_capped_and_shows_what_a_terminal_would_act_on() -> None:
    lines = shown("\n".join(["\x1b[2Ja\u202eb", "x" * 5_000, *(["y"] * 1_000)])).split("\n")
    assert lines[0] == "\\x1b[2Ja\\u202eb"
    assert len(lines[1]) == 2_000
    assert (len(lines), lines[-1]) == (201, "… and 802 lines more")
