"""How is a file of another maker opened as text: a CSV or a zip archive with one, in UTF-8 or UTF-16?

Only what is being read is in memory, also of an archive.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO
from zipfile import BadZipFile, ZipFile

from analysis.errors import DataError, Problem

ZIP = b"PK\x03\x04"
UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
FIX = "give the CSV file to import, or the zip archive it came in"


@contextmanager
def opened(path: str | Path, *, wanted: Callable[[TextIO], bool]) -> Iterator[tuple[str, TextIO]]:
    """Open a foreign CSV file; yield the place that messages name, and its text with line ends as they are.

    Of an archive with several CSV files the only one that is ``wanted`` is opened. Bytes that are no text
    become surrogates in UTF-8. Raises `DataError` when there is no such file, or it is damaged.
    """
    place = Path(path).as_posix()
    if Path(path).exists() and not Path(path).is_file():  # a pipe would be waited for without end
        raise DataError([Problem(place, "", "is no file", FIX)])
    try:
        with Path(path).open("rb") as file:
            if file.read(4) == ZIP:
                with _archived(file, place, wanted) as found:
                    yield found
            else:
                yield place, _text(file)
    except FileNotFoundError:
        raise DataError([Problem(place, "", "does not exist", FIX)]) from None
    except OSError as error:
        raise DataError([Problem(place, "", f"cannot be read: {error.strerror or error}", FIX)]) from None
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise DataError([Problem(place, "", f"is an archive that cannot be read: {error}", FIX)]) from None
    except UnicodeError:
        reason = "is UTF-16 that breaks off or is damaged"
        raise DataError([Problem(place, "", reason, "download the file again")]) from None


def _text(file: IO[bytes]) -> TextIO:
    """Return the text of a file whatever its encoding, from its start."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    encoding = UTF_16.get(head[:2], "utf-8-sig")
    if encoding != "utf-16" and head[1::2] == b"\0\0":
        encoding = "utf-16-le"
    elif encoding != "utf-16" and head[::2] == b"\0\0":
        encoding = "utf-16-be"
    errors = "surrogateescape" if encoding == "utf-8-sig" else "strict"
    return io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")


@contextmanager
def _archived(file: IO[bytes], place: str, wanted: Callable[[TextIO], bool]) -> Iterator[tuple[str, TextIO]]:
    with ZipFile(file) as archive:
        names = [
            name
            for name in archive.namelist()
            if name.lower().endswith(".csv") and not name.startswith("__MACOSX/")
        ]
        if len(names) > 1:
            names = [name for name in names if _holds(archive, name, wanted)] or names
        if len(names) != 1:
            reason = f"holds {len(names)} CSV files" if names else "holds no CSV file"
            shown = f" that may be meant: {', '.join(names[:5])}" if names else ""
            raise DataError([Problem(place, "", f"{reason}{shown}", "unpack it, and give one CSV file")])
        with archive.open(names[0]) as member:
            yield f"{place}/{names[0]}", _text(member)


def _holds(archive: ZipFile, name: str, wanted: Callable[[TextIO], bool]) -> bool:
    with archive.open(name) as member:
        return wanted(_text(member))
