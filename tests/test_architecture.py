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

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| .+? \| (.+?) \|$", re.MULTILINE)
MAY_KNOW = {room: set(re.findall(r"`(\w+)`", known)) for room, known in ROW.findall(PAGE)}


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
    allowed = {room(module), *MAY_KNOW[room(module)]}
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


def test_the_architecture_page_names_every_room() -> None:
    assert {room(module) for module in MODULES} == set(MAY_KNOW)
    rooms = {path.name for path in (PACKAGE / "publishing").iterdir() if (path / "__init__.py").exists()}
    assert [name for name in sorted(rooms) if f"`{name}`" not in PAGE] == []


def test_no_module_stands_flat_in_publishing_or_in_the_subject() -> None:
    flat = [path.name for name in ("publishing", "subject") for path in (PACKAGE / name).glob("*.py")]
    assert flat == ["__init__.py"] * 2
