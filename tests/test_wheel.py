"""The wheel is the toolkit: it holds no subject, and no word of it."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
OWN = re.compile(r"\b(drones?|missiles?|ceasefires?|wars?|Ukrain\w+|Russian?|UCDP)\b", re.IGNORECASE)


def built_wheel(folder: Path) -> Path:
    """Build the wheel of this repository into a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_toolkit_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(built_wheel(tmp_path)) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode("utf-8") for name in names}
    points = next(text for name, text in texts.items() if name.endswith("entry_points.txt"))
    assert "analysis = analysis.cli:main" in points
    assert "analysis-pdf = " in points
    assert "subject" not in points
    assert not [name for name in names if name.startswith("analysis/subject")]
    assert {"analysis/py.typed", "analysis/publishing/templates/project/Makefile.j2"} <= set(names)
    assert {name: OWN.findall(text) for name, text in texts.items() if OWN.search(text)} == {}
