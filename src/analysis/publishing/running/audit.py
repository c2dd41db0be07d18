"""What may a cell read? Its dataset, the project's modules and the libraries: all else is refused.

Runs in the kernel. Python tells of each file that is opened, each connection and each process that is
started; what is not an input of the report raises an error in the cell that asked for it. What a library
opens without Python, nobody is told of.
"""

from __future__ import annotations

import multiprocessing.util
import os
import platform
import random
import site
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any, Final

WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
MACHINE: Final = ("/proc", "/sys", "/dev", "/usr/share", "/etc")
CODE: Final = (".py", ".pyc", ".so", ".pth", ".dist-info", ".egg-link")
CONNECTIONS: Final = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname")
PROCESSES: Final = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
)
NO_PROCESS: Final = "a report starts no processes"
NAMES: Final = ("/etc/hostname", "/etc/machine-id", "/proc/sys/kernel", "/proc/uptime", "/proc/stat")
RESULTS: Final = "ANALYSIS_RESULTS"  # read by `data.kept_results`, which a kernel need not have imported
KEEPING: Final = "analysis.data.kept_results"
DATASET: Final = "analysis.data."
AROUND: Final = (KEEPING, "analysis.data.lineage")  # within which measures compute, which are no dataset
OPENED: Final[dict[str, None]] = {}  # files of data that were opened past the dataset


def begin(seed: int, results: str = "") -> None:
    """Refuse what is no input from now on, and have chance begin at the same place in each run.

    ``results`` is the folder of what earlier runs have computed, blank for none.
    """
    import numpy

    if results:
        os.environ[RESULTS] = results

    random.seed(seed)
    numpy.random.seed(seed)  # noqa: NPY002 - the generator that libraries use
    if "" not in sys.path:
        sys.path.insert(0, "")  # where Jupyter looks first; a Python that is started with -P does not
    _hide_machine()
    multiprocessing.util.spawnv_passfds = _no_process  # type: ignore[assignment]  # of which Python tells nobody
    sys.addaudithook(_Door(Path.cwd(), results).hear)


def used() -> dict[str, Any]:
    """Return the tables that were read, our modules that were imported, and those that are no library's.

    ``own`` are the files of modules in the working folder, ``foreign`` those from elsewhere, by module.
    """
    here = str(Path.cwd().resolve())
    libraries = _libraries()
    own, foreign = [], {}
    for name, module in sorted(sys.modules.items()):
        path = getattr(module, "__file__", None)
        if not isinstance(path, str) or not path.endswith(".py"):
            continue
        place = os.path.realpath(path)
        if _is_in(place, (here,)):
            own.append(os.path.relpath(place, here))
        elif not _is_in(place, libraries):
            foreign[name] = place
    usage = sys.modules.get("analysis.data.usage")
    return {
        "tables": sorted({*(usage.tables_read() if usage else ()), *_tables(OPENED)}),
        "modules": sorted(name for name in sys.modules if name.split(".")[0] == "analysis"),
        "own": sorted(own),
        "foreign": foreign,
    }


def _hide_machine() -> None:
    """Have libraries ask for the kind of system alone: its name and release are another's elsewhere."""
    kind = os.uname()
    told = (kind.sysname, "", "6.0.0", "", kind.machine)
    os.uname = lambda: os.uname_result(told)
    platform.uname = lambda: platform.uname_result(*told)


def _no_process(*_: object) -> int:
    raise PermissionError(NO_PROCESS)


class _Door:
    """Hears of what a cell asks the system for; ``folder`` is the working folder, which holds the data."""

    def __init__(self, folder: Path, results: str) -> None:
        self._results = (os.path.realpath(results),) if results else ()
        self._folder = os.path.realpath(folder)
        self._data = os.path.realpath(folder / "data")
        self._readable = (*_libraries(), *MACHINE, self._folder)
        self._path = tuple(os.path.realpath(entry) for entry in sys.path if entry)
        self._at_work = False

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """Raise ``PermissionError`` when an event is none that a report may cause."""
        if self._at_work:
            return
        self._at_work = True
        try:
            if event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
                self._opened(os.path.realpath(os.fsdecode(args[0])), args[1], args[2])
            elif event == "sqlite3.connect" and str(args[0]) != ":memory:":
                self._opened(os.path.realpath(os.fsdecode(args[0])), "r", 0)
            elif event in CONNECTIONS and not _is_local(args):
                raise PermissionError("a report has no connections; take the data into a table")
            elif event == "socket.gethostname":
                raise PermissionError("the host's name differs from machine to machine; leave it out")
            elif event in PROCESSES:
                raise PermissionError(NO_PROCESS)
        finally:
            self._at_work = False

    def _opened(self, path: str, mode: object, flags: object) -> None:
        writes = (isinstance(mode, str) and bool(set(mode) & set("wax+"))) or (
            isinstance(flags, int) and bool(flags & WRITING)
        )
        if _is_in(path, self._results) and _is_asked_by(_is_keeping):
            return
        if _is_in(path, (self._data,)):
            if writes:
                raise PermissionError(f"a report changes no data: {os.path.relpath(path, self._data)}")
            if not _is_asked_by(_is_dataset):
                OPENED[os.path.relpath(path, self._data)] = None
        elif writes and not _is_in(path, (self._folder, "/dev")):
            raise PermissionError(f"a report writes nothing: {path}")
        elif _is_in(path, NAMES):
            raise PermissionError(f"{path} differs from machine to machine; leave it out")
        elif not _is_in(path, self._readable) and not (path.endswith(CODE) and _is_in(path, self._path)):
            raise PermissionError(f"a report reads its dataset alone, not {path}; take it into a table")


def _libraries() -> tuple[str, ...]:
    import analysis

    places = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()]
    places += [*site.getsitepackages(), site.getusersitepackages(), str(Path(analysis.__file__).parent)]
    return tuple({os.path.realpath(place) for place in places})


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}{os.sep}") for folder in folders)


def _is_local(args: tuple[Any, ...]) -> bool:
    """Return whether an address is one of this process's own: a file, or no address at all."""
    return isinstance(args[-1], (str, bytes)) and len(args) == 2


def _is_asked_by(is_meant: Callable[[str, str], bool]) -> bool:
    """Return whether a function is at work that is meant: by its module and name."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if is_meant(str(frame.f_globals.get("__name__", "")), frame.f_code.co_name):
            return True
        frame = frame.f_back
    return False


def _is_dataset(module: str, function: str) -> bool:
    return module.startswith(DATASET) and module not in AROUND


def _is_keeping(module: str, function: str) -> bool:
    return module == KEEPING and function in {"_read", "_write"}


def _tables(paths: Iterable[str]) -> list[str]:
    """Return the tables whose files were opened."""
    if not paths:
        return []
    from analysis.data import read_descriptor

    tables = {table.path: name for name, table in read_descriptor("data").tables.items()}
    return [tables[path] for path in paths if path in tables]
