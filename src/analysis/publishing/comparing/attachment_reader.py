"""What does a report's PDF carry? Reads the attachments and holds them against their seal; nothing runs here.

Whatever a stranger's PDF says is checked before it is used: ids, dates and the paths it wants written.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.editions.attachments import SEAL
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.planning.catalogue import ID
from analysis.publishing.planning.parameters import iso_date

SOURCE: Final = "src/analysis"


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
        return f"a notebook and {modules} Python modules, on {tables} tables"

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
    from pypdf import PdfReader

    try:
        content = pdf.read_bytes()
    except OSError as error:
        raise AnalysisError(str(Problem(str(pdf), "", f"cannot be read: {error.strerror}", ""))) from None
    try:
        attachments = PdfReader(io.BytesIO(content)).attachments
        attached = {name: contents[0] for name, contents in attachments.items()}
        seal = json.loads(attached[SEAL])
        files = {str(one["path"]): attached.get(one["attachment"], b"") for one in seal["inputs"]}
        sealed = Sealed(pdf, seal, files)
        _check(sealed)
    except Exception:  # a damaged PDF may break its reader anywhere
        fix = "only undamaged PDFs made by `analysis build` carry what they were made from"
        raise AnalysisError(str(Problem(str(pdf), "", "is not a sealed report", fix))) from None
    return sealed


def _check(sealed: Sealed) -> None:
    """Raise ``ValueError`` or ``KeyError`` when a seal lacks something or names what cannot be."""
    if not ID.fullmatch(sealed.report):
        raise ValueError(sealed.report)
    iso_date(sealed.as_of)
    iso_date(sealed.known_on)
    for needed in (SOURCE, sealed.notebook, "data/datapackage.json"):
        sealed.files[needed]
    for needed in ("parameters", "changes", "environment"):
        sealed.seal[needed]


def unpack(sealed: Sealed, folder: Path) -> None:
    """Lay out a project of the sealed inputs; before anything is written, paths that lead out are errors."""
    root = folder.resolve()
    files = {name: content for name, content in sealed.files.items() if name != SOURCE}
    files |= {f"src/{name}": content for name, content in members(sealed.files[SOURCE]).items()}
    places = {name: (root / name).resolve() for name in files}
    outside = [name for name, place in places.items() if not place.is_relative_to(root) or place == root]
    if outside:
        reason, fix = "leads out of the folder it is to be written to", "do not trust it"
        problems = [str(Problem(str(sealed.pdf), name, reason, fix)) for name in outside]
        raise AnalysisError("\n".join(problems))
    for name, content in files.items():
        places[name].parent.mkdir(parents=True, exist_ok=True)
        places[name].write_bytes(content)


def members(source: bytes) -> dict[str, bytes]:
    """Return the plain files of an attached source by name; none when it is no tar file."""
    try:
        with tarfile.open(fileobj=io.BytesIO(source)) as archive:
            opened = {one.name: archive.extractfile(one) for one in archive if one.isfile()}
            return {name: file.read() for name, file in opened.items() if file is not None}
    except tarfile.TarError:
        return {}
