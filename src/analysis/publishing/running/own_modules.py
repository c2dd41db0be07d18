"""Which modules of a project's own may a notebook import? Those beside the notebooks, and what is in src.

They lie beside the notebook when it runs, as they do for whoever runs it in JupyterLab; those that a run has
imported are inputs of the report, as the notebook is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import analysis

HIDDEN = (".", "__pycache__")


@dataclass(frozen=True)
class OwnModule:
    """A file of Python: its place in the project, and its content."""

    path: str
    content: bytes


def own_modules(notebooks: Path) -> Mapping[str, OwnModule]:
    """Return the modules that notebooks of a folder may import, by their place beside it."""
    toolkit = Path(analysis.__file__).parent.resolve()
    src = notebooks.resolve().parent / "src"
    found: dict[str, OwnModule] = {}
    for folder, place in ((src, "src"), (notebooks, "notebooks")):
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(folder)
            is_hidden = any(part.startswith(HIDDEN) for part in name.parts)
            if not is_hidden and path.is_file() and not path.resolve().is_relative_to(toolkit):
                found[name.as_posix()] = OwnModule(f"{place}/{name.as_posix()}", path.read_bytes())
    return found
