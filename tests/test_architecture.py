"""The design's import rule, the laziness of the package and ARCHITECTURE.md, each held by a test."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Words of the subject, which no text of the toolkit may hold, not even in an example.
OWN_WORDS = (
    "drones?", "missiles?", "salvos?", "ceasefires?", "wars?", "scenarios?", "signposts?",
    "Ukraine", "Ukrainian", "Russian?", "Kyiv", "UCDP",
)  # fmt: skip
#: Names of tables that are terms of statistics as well.
TERMS_OF_STATISTICS = {"calibration", "events", "clusters"}
TOOLKIT = ("data", "statistics", "parts", "publishing", "errors.py", "cli")

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| .+? \| (.+?) \|$", re.MULTILINE)
ORDER = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", PAGE, re.MULTILINE)  # the rooms of publishing
MAY_KNOW = {room: set(re.findall(r"`(\w+)`", known)) for room, known in ROW.findall(PAGE)}


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node at any depth, functions included, but nothing that is there for type checkers only."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield other
                yield from nodes(other)
        else:
            yield child
            yield from nodes(child)


def imports(module: Path, *, running: bool = False) -> Iterator[str]:
    """Every module of ours that a file imports, as a dotted name without the leading `analysis.`.

    With ``running`` only what can be imported while a program runs, not what type checkers alone read.
    """
    package = module.relative_to(PACKAGE.parent).parent.parts
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in nodes(tree) if running else ast.walk(tree):
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


def dotted(module: Path) -> str:
    return ".".join(module.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The sets of more than one module of which each reaches each other one."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            new = graph.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    reach = {name: reached(name) for name in graph}
    sets = {frozenset({name} | {other for other in reach[name] if name in reach[other]}) for name in graph}
    return sorted((set(each) for each in sets if len(each) > 1), key=sorted)


def import_graph() -> dict[str, set[str]]:
    """Each module with the modules that it imports, in functions too; a package stands for its `__init__`."""
    names = {dotted(module) for module in MODULES}

    def of(name: str) -> str:
        return name if name in names else name.rpartition(".")[0]

    return {
        dotted(module): {of(name) for name in imports(module, running=True)} - {dotted(module)}
        for module in MODULES
    }


def test_no_two_modules_import_each_other_not_even_in_functions() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [{"b", "c"}]
    graph = import_graph()
    assert "publishing.editions.manifests" in graph["publishing.planning.plan"]
    assert "data.excerpts" in graph["publishing.running.views"]  # within a function
    assert circles(graph) == []


def test_a_room_of_publishing_knows_only_those_before_it() -> None:
    upwards = {
        (name, other)
        for name, known in import_graph().items()
        for other in known
        if name.startswith("publishing.") and other.startswith("publishing.")
        if ORDER.index(name.split(".")[1]) < ORDER.index(other.split(".")[1])
    }
    assert not upwards, f"the order is {', '.join(ORDER)}"


def tables() -> set[str]:
    content = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return {str(resource["name"]) for resource in content["resources"]} - {"sources"}


def subject() -> re.Pattern[str]:
    """Matches a word of the subject or the name of one of its tables, also as a part of an identifier."""
    names = [re.escape(name) for name in tables() - TERMS_OF_STATISTICS]
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join([*OWN_WORDS, *names])})(?![A-Za-z])", re.IGNORECASE)


@cache
def texts(path: Path) -> tuple[str, ...]:
    """Every string of a module, its docstrings too; the whole of any other file."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return (content,)
    nodes = (node for node in ast.walk(ast.parse(content)) if isinstance(node, ast.Constant))
    return tuple(node.value for node in nodes if isinstance(node.value, str))


def toolkit_files() -> Iterator[Path]:
    for name in TOOLKIT:
        files = [PACKAGE / name] if name.endswith(".py") else (PACKAGE / name).rglob("*")
        yield from (path for path in files if path.is_file() and path.suffix != ".pyc")


def test_the_toolkit_holds_no_word_of_the_subject() -> None:
    pattern = subject()
    assert pattern.findall("renewed_war, data/strikes.csv, Drones; warm, a strike through, a reward") == [
        "war",
        "strikes",
        "Drones",
    ]
    found = {
        f"{path.relative_to(PACKAGE).as_posix()}: {word}"
        for path in toolkit_files()
        for text in texts(path)
        for word in pattern.findall(text)
    }
    assert len(list(toolkit_files())) > 100
    new = sorted(found)
    assert not new, "the toolkit must work for any subject: use neutral examples (harvests, storms, trains)"


def test_publishing_names_no_table_of_the_subject() -> None:
    known = set(tables())
    named = {
        (path.name, text)
        for path in (PACKAGE / "publishing").rglob("*.py")
        for text in texts(path)
        if text in known
    }
    assert not named, f"publishing must work for any subject, yet names {sorted(named)}"


def test_importing_the_package_loads_no_library() -> None:
    heavy = {"pandas", "numpy", "nbconvert", "papermill", "matplotlib"}
    code = f"import sys, analysis, analysis.cli; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_architecture_page_names_every_room() -> None:
    assert {room(module) for module in MODULES} == set(MAY_KNOW)
    rooms = {path.name for path in (PACKAGE / "publishing").iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(ORDER)


def test_no_module_stands_flat_in_publishing_or_in_the_subject() -> None:
    flat = [path.name for name in ("publishing", "subject") for path in (PACKAGE / name).glob("*.py")]
    assert flat == ["__init__.py"] * 2
