"""The design's import rule, the laziness of the package and ARCHITECTURE.md, each held by a test."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))

ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
TABLE = {
    room: (set(known.split(", ")) - {"–"}, set(modules.split(" · ")) - {"–"})
    for room, known, modules in ROW.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
}


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(module: Path) -> Iterator[str]:
    """Every module of ours that a file imports, as a dotted name without the leading `analysis.`."""
    package = module.relative_to(PACKAGE.parent).parent.parts
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            stem = ".".join(part for part in (base, node.module) if part)
            names = [f"{stem}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.removeprefix("analysis.") for name in names if name.startswith("analysis."))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_a_room_imports_only_the_rooms_it_may_know(module: Path) -> None:
    allowed = {room(module), *TABLE[room(module)][0]}
    strangers = {
        name
        for name in imports(module)
        if not any(name == door or name.startswith(f"{door}.") for door in allowed) and name != "__version__"
    }
    assert not strangers, f"{module.name} imports {sorted(strangers)}; it may know {sorted(allowed)}"


def test_publishing_names_no_table_of_the_subject() -> None:
    tables = {path.stem for path in (ROOT / "data").glob("*.csv")} - {"sources"}
    named = {
        (path.name, node.value)
        for path in (PACKAGE / "publishing").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in tables
    }
    assert tables
    assert not named, f"publishing must work for any subject, yet names {sorted(named)}"


def test_importing_the_package_loads_no_library() -> None:
    heavy = {"pandas", "numpy", "nbconvert", "papermill", "matplotlib"}
    code = f"import sys, analysis, analysis.cli; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_architecture_page_names_every_room_and_module() -> None:
    there: dict[str, set[str]] = {room(module): set() for module in MODULES}
    for module in MODULES:
        if module.name != "__init__.py" and module.parent != PACKAGE:
            folder = PACKAGE / room(module)
            there[room(module)].add(module.relative_to(folder).with_suffix("").as_posix())
    assert {name: modules for name, (_, modules) in TABLE.items()} == there
