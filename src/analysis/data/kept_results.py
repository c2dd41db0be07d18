"""Has an earlier run computed this already? What pure functions made, on files, by all that it depends on.

Whoever starts a run names a folder for the program, the libraries and the modules at hand; without one, all
is computed. A file in it is written at once and whole, so that several runs may use it together.
"""

from __future__ import annotations

import builtins
import importlib
import io
import os
import pickle
import random
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from importlib.util import resolve_name
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TextIO, TypeVar, cast

from analysis.data.usage import times_asked

Result = TypeVar("Result")

#: The variable of the environment that names the folder.
FOLDER: Final = "ANALYSIS_RESULTS"
PROGRAM: Final = "analysis"
_opened: list[int] = []  # how many files, from the first result on


def kept(key: Callable[[], str], compute: Callable[[], Result]) -> Result:
    """Return what ``compute`` returns, from file where an earlier run has kept it.

    ``key`` tells what the result depends on, or raises ``TypeError`` where that cannot be told. Kept is what
    can be had again without a difference: not where numbers were drawn by chance, words printed or tables
    read on the way. Modules imported on the way are imported as well when a result is taken from file, since
    a report is sealed with those that it has used. Computed or not, what is returned is as a file gives it.
    """
    if not (folder := os.environ.get(FOLDER)):
        return _as_from_file(compute())
    try:
        path = Path(folder, key())
    except TypeError:
        return _as_from_file(compute())
    with suppress(OSError, zlib.error, pickle.PickleError, EOFError, AttributeError, ImportError, ValueError):
        names, result = _read(path)
        for name in names:
            importlib.import_module(name)
        return cast(Result, result)
    if not _opened:
        _opened.append(0)
        sys.addaudithook(_hear)  # for good: Python takes none back
    with _imports() as imported, _words() as said:
        before = _state()
        computed = _as_from_file(compute())
        is_pure = _state() == before
    if is_pure and not said:
        with suppress(OSError, pickle.PickleError, TypeError, AttributeError):
            _write(path, (sorted(imported), computed))
    return computed


def chance_stands() -> tuple[Any, ...]:
    """Return where the generators stand that are common to all: another place once something was drawn."""
    numpy = sys.modules.get("numpy")
    return random.getstate(), numpy and pickle.dumps(numpy.random.get_state())


def _hear(event: str, args: tuple[Any, ...]) -> None:
    """Count the files of this folder that are opened, but for code."""
    if event == "open" and isinstance(args[0], str) and not args[0].endswith((".py", ".pyc")):
        _opened[0] += os.path.realpath(args[0]).startswith(_here())


def _here() -> str:
    return os.path.realpath(Path.cwd()) + os.sep


def _as_from_file(result: Result) -> Result:
    """Return a result as a file gives it back; what no file can hold, as it is."""
    try:
        returned: Result = pickle.loads(pickle.dumps(result))
    except (pickle.PickleError, TypeError, AttributeError):
        return result
    return returned


def _read(path: Path) -> tuple[list[str], Any]:
    names, result = pickle.loads(zlib.decompress(path.read_bytes()))
    path.touch()  # what is used is swept last
    return names, result


def _write(path: Path, content: tuple[list[str], Any]) -> None:
    packed = zlib.compress(pickle.dumps(content), 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, staged = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(packed)
        Path(staged).replace(path)
    except BaseException:
        Path(staged).unlink(missing_ok=True)
        raise


def _state() -> tuple[Any, ...]:
    """Return where chance stands, and how often tables and files of this folder have been read."""
    return chance_stands(), times_asked(), _opened[0]


@contextmanager
def _words() -> Iterator[list[str]]:
    """Give a list that takes in, meanwhile, whatever is printed."""
    said: list[str] = []
    with redirect_stdout(_Listening(sys.stdout, said)), redirect_stderr(_Listening(sys.stderr, said)):
        yield said


class _Listening(io.TextIOBase):
    """Passes on what is written, and notes it."""

    def __init__(self, to: TextIO, said: list[str]) -> None:
        self._to, self._said = to, said

    def write(self, text: str) -> int:
        self._said.append(text)
        return self._to.write(text)

    def flush(self) -> None:
        self._to.flush()


@contextmanager
def _imports() -> Iterator[set[str]]:
    """Give a set that takes in the modules of ours and of the project's that are imported meanwhile.

    Also those that were there before: what an import asks for counts, not what it loads.
    """
    names: set[str] = set()
    here = _here()
    plain, by_name = builtins.__import__, importlib.import_module

    def note(name: str) -> None:
        place = getattr(sys.modules.get(name), "__file__", None) or ""
        if name.split(".")[0] == PROGRAM or os.path.realpath(place).startswith(here):
            names.add(name)

    def importing(
        name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> ModuleType:
        module = plain(name, globals, locals, fromlist, level)
        whole = resolve_name("." * level + name, globals["__package__"]) if level else name
        for each in (whole, *(f"{whole}.{part}" for part in fromlist or ())):
            if each in sys.modules:
                note(each)
        return module

    def import_module(name: str, package: str | None = None) -> ModuleType:
        module = by_name(name, package)
        note(module.__name__)
        return module

    builtins.__import__, importlib.import_module = importing, import_module
    try:
        yield names
    finally:
        builtins.__import__, importlib.import_module = plain, by_name
