"""A cell that changes a module is found; one that changes what is its own, or the style, is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.publishing.planning.module_changes import changes_modules
from analysis.publishing.planning.notebooks import Cell, Notebook


def notebook(*sources: str) -> Notebook:
    cells = [Cell(number, f"c{number}", "code", source) for number, source in enumerate(sources, 1)]
    return Notebook(Path("x.ipynb"), b"", tuple(cells), {})


@pytest.mark.parametrize(
    "line",
    [
        "hills.HEIGHT = 4",
        "hills.HEIGHT += 1",
        "hills.inner.HEIGHT, b = 4, 5",
        "del hills.HEIGHT",
        "hills.NAMES['a'] = 1",
        "del NAMES['a']",
        "NAMES.append(1)",
        "hills.NAMES.update(a=1)",
        "setattr(hills, name, 4)",
        "pd.options.mode.copy_on_write = False",
        "def later():\n    hills.HEIGHT = 4",
        "for hills.HEIGHT in (1, 2):\n    pass",
    ],
)
def test_what_changes_a_module_is_found(line: str) -> None:
    assert changes_modules(notebook("import hills\nimport pandas as pd\nfrom hills import NAMES", line))


@pytest.mark.parametrize(
    "line",
    [
        "rows.height = 4\nrows['height'] = 4\nnames = []\nnames.append(1)",
        "hills.measured(rows).pop('height')",
        "mpl.rcParams['lines.linewidth'] = 2\nrcParams.update({})\nplt.rcParams.update({})",
        "height = hills.HEIGHT",
        "%matplotlib inline",
    ],
)
def test_what_is_its_own_or_the_style_is_none(line: str) -> None:
    imports = (
        "import hills\nimport matplotlib as mpl, matplotlib.pyplot as plt\nfrom matplotlib import rcParams"
    )
    assert not changes_modules(notebook(imports, line))
