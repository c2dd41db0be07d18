"""What may the code of a stranger's report do? It writes in its own folder and opens no connection.

Linux lets a process give up rights by itself (Landlock); where a system has none of this, the environment is
cleared and that is all. What the user can read, the code can read.
"""

from __future__ import annotations

import ctypes
import os
import site
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

KEPT: Final = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT", "LANG", "LC_ALL")
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # on every architecture
_WITH_NETWORK: Final = 4  # the first version of Landlock that knows TCP
_WRITING: Final = (1 << 1) | sum(1 << bit for bit in range(4, 15))  # write, remove, make, link, truncate
_TCP: Final = (1 << 0) | (1 << 1)  # bind, connect
_PATH_BENEATH: Final = 1
_NO_NEW_PRIVILEGES: Final = 38
_DEVICES: Final = "/dev"


def surroundings(folder: Path) -> dict[str, str]:
    """Return the whole environment of code that is laid out in a folder: what Python needs, and no more."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        "HOME": str(folder),
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(folder / "src"),
        "PYTHONUSERBASE": site.getuserbase(),
    }


def is_possible() -> bool:
    """Return whether this system confines a process that asks for it."""
    return _version() >= _WITH_NETWORK


def confined(folder: Path) -> Callable[[], None] | None:
    """Return what a process calls before it runs code that may write in ``folder`` alone, and not connect.

    None where the system cannot.
    """
    if not is_possible():
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    attributes = struct.pack("QQ", _WRITING, _TCP)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    for place in (folder, _DEVICES):
        opened = os.open(place, os.O_PATH)
        rule = struct.pack("=Qi", _WRITING, opened)
        refused = libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
        os.close(opened)
        if refused:
            raise OSError(ctypes.get_errno(), "cannot confine code", str(place))

    def confine() -> None:
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(_RESTRICT_SELF, ruleset, 0):
            raise OSError(ctypes.get_errno(), "cannot confine code")

    return confine


def _version() -> int:
    try:
        return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1))
    except (OSError, AttributeError, TypeError):
        return -1
