"""Would a notebook's code say the same on another day, another machine, without a network?

Found by reading: the clock, unseeded chance, the network, reads past the dataset, what differs between
machines. What hides from a reader of the code is found when an edition is made twice.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from analysis.errors import Problem
from analysis.publishing.planning.names import full_name, imported_names
from analysis.publishing.planning.notebooks import Notebook


class Kind(NamedTuple):
    """Something that a sealed edition must not depend on, and what to do instead."""

    what: str
    fix: str


CLOCK: Final = Kind("the clock", "take dates from as_of")
CHANCE: Final = Kind("unseeded chance", "give a seed: np.random.default_rng(1), sample(…, random_state=1)")
NETWORK: Final = Kind("the network", "add what it brings to the tables, with its source")
READER: Final = Kind("a reader", "take tables from the dataset, which is dated, checked and sealed")
MACHINE: Final = Kind("what differs between machines", "leave it out; paths come from data_dir")

#: Modules that no notebook imports; a name covers the modules within it.
MODULES: Final = {
    "time": CLOCK, "secrets": CHANCE,
    "os": MACHINE, "platform": MACHINE, "getpass": MACHINE, "subprocess": MACHINE, "importlib": MACHINE,
    "socket": NETWORK, "ssl": NETWORK, "http": NETWORK, "urllib.request": NETWORK, "urllib3": NETWORK,
    "requests": NETWORK, "httpx": NETWORK, "aiohttp": NETWORK, "ftplib": NETWORK, "smtplib": NETWORK,
    "sqlite3": READER, "pickle": READER, "shelve": READER,
}  # fmt: skip
_CLOCK_CALLS: Final = {"today", "now", "utcnow", "time_ns", "localtime", "gmtime"}
_DATED: Final = ("datetime.", "pandas.", "numpy.")  # modules whose `now` is the clock even when not called
_READ_DATES: Final = {
    "to_datetime", "Timestamp", "datetime64", "Period", "date_range", "period_range", "DatetimeIndex",
}  # fmt: skip
_READERS: Final = {
    "open", "numpy.load", "numpy.loadtxt", "numpy.genfromtxt", "numpy.fromfile", "numpy.memmap",
    "matplotlib.pyplot.imread", "matplotlib.image.imread",
}  # fmt: skip
_READING_METHODS: Final = {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob"}
_GENERATORS: Final = {
    "default_rng",
    "RandomState",
    "SeedSequence",
    "PCG64",
    "MT19937",
    "Philox",
    "SFC64",
    "Random",
}
_SEEDS: Final = {"random_state", "seed", "rng"}
_DRAWING_LOTS: Final = {"sample", "rvs"}
_RESAMPLING: Final = {f"scipy.stats.{name}" for name in ("bootstrap", "permutation_test", "monte_carlo_test")}
_BY_NAME: Final = {
    "uuid.uuid1": CHANCE, "uuid.uuid4": CHANCE, "uuid.getnode": MACHINE, "seaborn.load_dataset": NETWORK,
    "eval": MACHINE, "exec": MACHINE, "__import__": MACHINE, "input": MACHINE, "get_ipython": MACHINE,
}  # fmt: skip


def depends_on_nothing_else(notebook: Notebook) -> Iterator[Problem]:
    """Yield each use of the clock, of unseeded chance, of the network, of files and of the machine."""
    imported = imported_names(notebook)
    for cell in notebook.code:
        found = {each for node in cell.nodes for each in _dangers(node, imported)}
        for kind, name in sorted(found):
            yield notebook.problem(cell, f"holds {kind.what} ({name})", kind.fix)


def _dangers(node: ast.AST, imported: Mapping[str, str]) -> Iterator[tuple[Kind, str]]:
    match node:
        case ast.Import(names=names):
            yield from _modules(each.name for each in names)
        case ast.ImportFrom(module=str(module), names=names):
            yield from _modules(f"{module}.{each.name}" for each in names)
        case ast.Call():
            yield from _calls(node, full_name(node.func, imported))
        case ast.Attribute(attr=attribute):
            if attribute in _CLOCK_CALLS and full_name(node, imported).startswith(_DATED):
                yield CLOCK, attribute
        case ast.Name(id="__file__"):
            yield MACHINE, "__file__"


def _modules(names: Iterator[str]) -> Iterator[tuple[Kind, str]]:
    for name in names:
        for module, kind in MODULES.items():
            if name == module or name.startswith(f"{module}."):
                yield kind, module


def _calls(call: ast.Call, name: str) -> Iterator[tuple[Kind, str]]:
    last = name.rpartition(".")[2]
    if name in _BY_NAME:
        yield _BY_NAME[name], name
    elif last in _CLOCK_CALLS or (last in _READ_DATES and any(map(_says_now, _values(call)))):
        yield CLOCK, last
    elif name in _READERS or last.startswith("read_") or (last in _READING_METHODS and last != name):
        yield READER, last
    elif _draws_lots(name, last) and not _is_seeded(call, last):
        yield CHANCE, last


def _draws_lots(name: str, last: str) -> bool:
    """Whether a call draws by chance: of `random` or `numpy.random`, or a method such as `sample`."""
    if name.startswith(("random.", "numpy.random.")):
        return "()" not in name  # what a seeded generator draws may stand
    return name in _RESAMPLING or (last in _DRAWING_LOTS and last != name)


def _is_seeded(call: ast.Call, last: str) -> bool:
    seeds = [each.value for each in call.keywords if each.arg in _SEEDS]
    return any(map(_says_something, _values(call) if last in _GENERATORS else seeds))


def _values(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(each.value for each in call.keywords)]


def _says_now(value: ast.expr) -> bool:
    text = value.value if isinstance(value, ast.Constant) else None
    return isinstance(text, str) and text.strip().casefold() in {"now", "today"}


def _says_something(value: ast.expr) -> bool:
    return not (isinstance(value, ast.Constant) and value.value is None)
