"""What does a report's PDF carry? Reads the attachments and holds them against their seal; nothing runs here.

Whatever a stranger's PDF says is checked before it is used: ids, dates and the paths it wants written.
"""

from __future__ import annotations

import io
import json
import logging
import os
import stat
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem, counted
from analysis.publishing.editions.attachments import SEAL
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.planning.catalogue import ID
from analysis.publishing.planning.parameters import iso_date

SOURCE: Final = "src/analysis"
MOST_FILES: Final = 5_000  # in a PDF, and in a source that it carries
SHOWN: Final = 100  # letters of a name in a message
MOST_BYTES: Final = 500_000_000  # of a PDF, and of all that it carries


@dataclass(frozen=True)
class Sealed:
    """What a report's PDF carries: ``seal`` says what the attachments are, ``files`` holds them by path."""

    pdf: Path
    seal: Mapping[str, Any]
    files: Mapping[str, bytes]

    @property
    def report(self) -> str:
        """The report's id."""
        return str(self.seal["report"])

    @property
    def as_of(self) -> str:
        """The date that the report describes."""
        return str(self.seal["edition"]["as_of"])

    @property
    def known_on(self) -> str:
        """The day whose knowledge it rests on."""
        return str(self.seal["edition"]["known_on"])

    @property
    def notebook(self) -> str:
        """The path of the notebook."""
        return f"notebooks/{self.report}.ipynb"

    def carried(self) -> str:
        """Say what would run, for whoever has to trust it."""
        tables = sum(path.endswith(".csv") for path in self.files)
        modules = sum(name.endswith(".py") for name in members(self.files[SOURCE]))
        return f"a notebook and {counted(modules, 'Python module')}, on {counted(tables, 'table')}"

    def broken(self) -> Iterator[str]:
        """Yield each attachment that is not what was sealed."""
        for one in self.seal["inputs"]:
            now, then = sha256(self.files[one["path"]]), one["sha256"]
            if now != then:
                yield (
                    f"the attached {one['path']} is not what was sealed"
                    f" (SHA-256 {now[:12]}…, was {then[:12]}…)"
                )


def read_sealed(pdf: Path) -> Sealed:
    """Read what a PDF carries; raises ``AnalysisError`` when it is no sealed report."""
    content = _content(pdf)
    try:
        seal, files = _carried(content)
        sealed = Sealed(pdf, seal, files)
        _check(sealed)
    except Exception:  # a damaged PDF may break its reader anywhere
        fix = "only undamaged PDFs made by `analysis build` carry what they were made from"
        raise AnalysisError(str(Problem(str(pdf), "", "is not a sealed report", fix))) from None
    return sealed


def _content(pdf: Path) -> bytes:
    """Return the bytes of a regular file of bearable size."""
    reason = ""
    try:
        about = pdf.stat()
        if not stat.S_ISREG(about.st_mode):
            reason = "is no regular file"
        elif about.st_size > MOST_BYTES:
            reason = f"has {about.st_size:,} bytes, more than any report"
        else:
            return pdf.read_bytes()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    raise AnalysisError(str(Problem(str(pdf), "", reason, "name the PDF of a report")))


def _carried(content: bytes) -> tuple[Mapping[str, Any], dict[str, bytes]]:
    """Return the seal of a PDF and the files that it names; raises ``ValueError`` when they are too many."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # of a file that is no PDF we say so ourselves
    attached = {
        each.name: each for each in islice(PdfReader(io.BytesIO(content)).attachment_list, MOST_FILES)
    }
    seal = json.loads(attached[SEAL].content)
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for one in seal["inputs"]:
        name = one["attachment"]
        files[str(one["path"])] = expanded = attached[name].content if name in attached else b""
        left -= len(expanded)
        if left < 0:
            raise ValueError(f"more than {MOST_BYTES} bytes")
    return seal, files


def _check(sealed: Sealed) -> None:
    """Raise ``ValueError`` or ``KeyError`` when a seal lacks something or names what cannot be."""
    match sealed.seal:
        case {
            "edition": {"revision": int(), "corrections": list()},
            "parameters": dict(),
            "environment": {"python": str(), "packages": dict()},
            "changes": None | dict(),
        }:
            pass
        case _:
            raise ValueError("not the shape of a seal")
    if not ID.fullmatch(sealed.report):
        raise ValueError(sealed.report)
    iso_date(sealed.as_of)
    iso_date(sealed.known_on)
    for needed in (SOURCE, sealed.notebook, "data/datapackage.json"):
        sealed.files[needed]
    members(sealed.files[SOURCE])
    for text in _texts(sealed.seal):
        if "\0" in text:
            raise ValueError(text)
        text.encode()  # which raises where half a letter stands alone


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a JSON value, names of fields as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield name
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def unpack(sealed: Sealed, folder: Path) -> None:
    """Lay out a project of the sealed inputs.

    Raises ``AnalysisError`` before anything is written where a path leads out or two are in each other's way.
    """
    root = folder.resolve()
    files = {name: content for name, content in sealed.files.items() if name != SOURCE}
    files |= {f"src/{name}": content for name, content in members(sealed.files[SOURCE]).items()}
    places = {name: Path(os.path.realpath(root / name)) for name in files}
    folders = {parent for place in places.values() for parent in place.parents}
    outside = [name for name, place in places.items() if not place.is_relative_to(root) or place == root]
    blocked = [name for name, place in places.items() if place in folders and name not in outside]
    reasons = dict.fromkeys(outside, "leads out of the folder it is to be written to")
    reasons |= dict.fromkeys(blocked, "is a file where others need a folder")
    if reasons:
        problems = [Problem(str(sealed.pdf), name, why, "do not trust it") for name, why in reasons.items()]
        raise AnalysisError("\n".join(map(str, problems)))
    for name, content in files.items():
        try:
            places[name].parent.mkdir(parents=True, exist_ok=True)
            places[name].write_bytes(content)
        except OSError as error:
            problem = Problem(str(sealed.pdf), name[:SHOWN], f"cannot be written: {error.strerror}", "")
            raise AnalysisError(str(problem)) from None


def members(source: bytes) -> dict[str, bytes]:
    """Return the plain files of an attached source by name; none when it is no tar file.

    What a tar file may only promise, a file with holes, and a compressed one are expanded by nobody: raises
    ``ValueError`` for these, and where there are too many or their names cannot be.
    """
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(source), mode="r:") as archive:
            for count, one in enumerate(archive):
                if count >= MOST_FILES or one.issparse() or "\0" in one.name:
                    raise ValueError(f"{one.name} is none of a program's files")
                if one.isfile() and (file := archive.extractfile(one)) is not None:
                    found[one.name] = file.read()
    except tarfile.TarError:
        return {}
    return found
