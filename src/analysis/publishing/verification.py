"""Is a report what its inputs make of it? It is rebuilt from what it carries, and compared byte by byte.

What a PDF carries is code: it is unpacked, held against its seal and named, and runs only when trusted.
"""

from __future__ import annotations

import difflib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing import index, manifests
from analysis.publishing.comparison import own
from analysis.publishing.manifests import sha256
from analysis.publishing.sealing import SEAL

FIRST_LINES: Final = 6
REBUILD: Final = "from analysis.cli import main; main()"


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

    def carried(self) -> str:
        """Say what would run, for whoever has to trust it."""
        tables = sum(path.endswith(".csv") for path in self.files)
        modules = sum(name.endswith(".py") for name in members(self.files.get("src/analysis", b"")))
        return f"a notebook and {modules} Python modules, on {tables} tables"


@dataclass(frozen=True)
class Verdict:
    """What a verification found: ``differences`` break the seal, ``remarks`` may explain them."""

    target: Path
    differences: tuple[str, ...]
    remarks: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{self.target}: {difference}" for difference in self.differences]
        lines += [f"{self.target}: note: {remark}" for remark in self.remarks]
        ending = "differs from" if self.differences else "is, byte for byte,"
        return "\n".join([*lines, f"{self.target} {ending} what its sealed inputs make"])


def read_sealed(pdf: Path) -> Sealed:
    """Read what a PDF carries; raises ``AnalysisError`` when it is no sealed report."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        attached = {name: contents[0] for name, contents in PdfReader(pdf).attachments.items()}
        seal = json.loads(attached[SEAL])
        files = {one["path"]: attached.get(one["attachment"], b"") for one in seal["inputs"]}
    except OSError as error:
        raise AnalysisError(str(Problem(str(pdf), "", f"cannot be read: {error.strerror}", ""))) from None
    except (PyPdfError, KeyError, ValueError, TypeError):
        fix = "only PDFs made by `analysis build` carry what they were made from"
        raise AnalysisError(str(Problem(str(pdf), "", "is not a sealed report", fix))) from None
    return Sealed(pdf, seal, files)


def verify(target: Path, *, trusted: Callable[[str], bool]) -> list[Verdict]:
    """Rebuild a PDF, or every report of an edition's folder, from what it carries; return what was found.

    ``trusted`` is asked, with a sentence that says what would run, before any code of the target runs; when
    it declines, ``AnalysisError`` is raised.
    """
    pdfs = sorted(target.glob("*.pdf")) if target.is_dir() else [target]
    if not pdfs:
        raise AnalysisError(
            str(Problem(str(target), "", "holds no PDF", "name an edition's folder or a PDF"))
        )
    sealed = [read_sealed(pdf) for pdf in pdfs]
    carried = "; ".join(f"{one.pdf.name} carries {one.carried()}" for one in sealed)
    if not trusted(f"To verify is to run the code that {target} carries ({carried})."):
        reason = "was not rebuilt: verification runs the code it carries"
        raise AnalysisError(
            str(Problem(str(target), "", reason, "if you trust where it comes from, add --trust"))
        )
    verdicts = [_verdict(one, beside=target.is_dir()) for one in sealed]
    return [*verdicts, _manifest_verdict(target)] if target.is_dir() else verdicts


def _verdict(sealed: Sealed, *, beside: bool) -> Verdict:
    """Rebuild one report; ``beside`` compares its HTML and notebook too, which stand beside the PDF."""
    broken = list(_broken_seals(sealed))
    remarks = tuple(environment_differences(sealed.seal["environment"]))
    if broken:
        return Verdict(sealed.pdf, tuple(broken), remarks)
    with tempfile.TemporaryDirectory(prefix="analysis-verify-") as folder:
        made = _rebuild(sealed, Path(folder))
        if isinstance(made, str):
            return Verdict(sealed.pdf, (f"cannot be rebuilt: {made}",), remarks)
        endings = ("html", "ipynb", "pdf") if beside else ("pdf",)
        pairs = [(sealed.pdf.with_suffix(f".{end}"), made / f"{sealed.report}.{end}") for end in endings]
        differences = [line for given, again in pairs for line in file_differences(given, again)]
    return Verdict(sealed.pdf, tuple(differences), remarks)


def _broken_seals(sealed: Sealed) -> Iterator[str]:
    for one in sealed.seal["inputs"]:
        now, then = sha256(sealed.files[one["path"]]), one["sha256"]
        if now != then:
            yield f"the attached {one['path']} is not what was sealed (SHA-256 {now[:12]}…, was {then[:12]}…)"


def environment_differences(sealed: Mapping[str, Any]) -> Iterator[str]:
    """Yield each part of the environment that was another one when the report was sealed."""
    here = manifests.environment(None)
    if here["python"] != sealed["python"]:
        yield f"it was made with Python {sealed['python']}, here is {here['python']}"
    for name in sorted({*sealed["packages"], *here["packages"]}):
        was, now = sealed["packages"].get(name, "absent"), here["packages"].get(name, "absent")
        if was != now:
            yield f"it was made with {name} {was}, here is {now}"


def _rebuild(sealed: Sealed, folder: Path) -> Path | str:
    """Build the report from its own source and data; return the edition's folder, or what went wrong."""
    _unpack(sealed, folder)
    parameters = [
        f"--parameter={name}={value}" for name, value in sorted(own(sealed.seal["parameters"]).items())
    ]
    told = folder / "as-sealed.json"
    said = {name: sealed.seal[name] for name in ("edition", "changes")}
    told.write_text(json.dumps(said), encoding="utf-8")
    command = [sys.executable, "-P", "-c", REBUILD, "build", sealed.report, *parameters]
    command += ["--as-of", sealed.as_of, "--known-on", str(sealed.seal["edition"]["known_on"])]
    command += ["--data", "data", "--notebooks", "notebooks", "--out", "reports", "--as-sealed", str(told)]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return folder / "reports" / sealed.as_of if done.returncode == 0 else done.stderr.strip()


def _unpack(sealed: Sealed, folder: Path) -> None:
    """Lay out a project of the sealed inputs; a path that leads out of it is an error."""
    root = folder.resolve()
    files = dict(sealed.files)
    source = files.pop("src/analysis")
    files |= {f"src/{name}": content for name, content in members(source).items()}
    for name, content in files.items():
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            raise AnalysisError(
                str(Problem(str(sealed.pdf), name, "leads out of the folder", "do not trust it"))
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def file_differences(given: Path, again: Path) -> Iterator[str]:
    """Yield in what a file differs from its rebuilt twin: for text the first differing lines."""
    if not given.exists():
        yield f"{given.name} is missing"
        return
    ours, theirs = given.read_bytes(), again.read_bytes()
    if ours == theirs:
        return
    yield f"{given.name} differs from the rebuilt one ({len(ours):,} bytes, rebuilt {len(theirs):,})"
    changed = difflib.unified_diff(_text(given), _text(again), "as given", "as rebuilt", lineterm="", n=0)
    yield from (f"  {line[:160]}" for line in islice(changed, 2, 2 + FIRST_LINES))


def _text(path: Path) -> list[str]:
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    from pypdf import PdfReader

    reader = PdfReader(path)
    pages = [line for page in reader.pages for line in page.extract_text().splitlines()]
    attached = [f"attachment {name} {sha256(each[0])}" for name, each in sorted(reader.attachments.items())]
    return [*pages, *attached]


def _manifest_verdict(edition: Path) -> Verdict:
    """Hold the files of an edition against its manifest, and its page against what the manifest makes."""
    manifest = manifests.read_manifest(edition)
    listed = {
        one["path"]: one["sha256"] for report in manifest["reports"].values() for one in report["outputs"]
    }
    listed |= {one["path"]: one["sha256"] for one in manifest["files"]}
    differences = [f"{name} is missing" for name in sorted(listed) if not (edition / name).is_file()]
    present = {path.name: path for path in edition.iterdir() if path.name != manifests.NAME}
    differences += [f"{name} is not in the manifest" for name in sorted(set(present) - set(listed))]
    differences += [
        f"{name} is not what the manifest lists"
        for name in sorted(set(present) & set(listed))
        if sha256(present[name].read_bytes()) != listed[name]
    ]
    page = edition / index.NAME
    if page.is_file() and page.read_bytes() != index.edition_page(manifest):
        differences.append(f"{index.NAME} is not what the manifest makes")
    return Verdict(edition / manifests.NAME, tuple(differences), ())


def members(source: bytes) -> dict[str, bytes]:
    """Return the plain files of the attached source by name; none when it is no tar file."""
    try:
        with tarfile.open(fileobj=io.BytesIO(source)) as archive:
            opened = {one.name: archive.extractfile(one) for one in archive if one.isfile()}
            return {name: file.read() for name, file in opened.items() if file is not None}
    except tarfile.TarError:
        return {}
