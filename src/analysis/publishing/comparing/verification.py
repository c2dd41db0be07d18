"""Is a report what its inputs make of it? It is rebuilt from what it carries, and compared byte by byte.

What a PDF carries is code: it is held against its seal and named, and runs only when trusted. The manifest
of an edition is held against the rebuilt reports, and the project at hand against what was sealed.
"""

from __future__ import annotations

import difflib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.publishing.comparing import auditing, confinement, drift
from analysis.publishing.comparing.attachment_reader import Sealed, read_sealed, unpack
from analysis.publishing.comparing.comparison import own
from analysis.publishing.editions import manifests
from analysis.publishing.editions.manifests import sha256

FIRST_LINES: Final = 6
LONGEST: Final = 160
TRACEBACK: Final = "Traceback (most recent call last)"
FORMATS: Final = (".html", ".ipynb", ".pdf")
REBUILD: Final = "from analysis.cli import main; main()"
DRAW: Final = """
import json
from pathlib import Path
from analysis.publishing.building.assembly import draw_pages
draw_pages(json.loads(Path("manifest.json").read_bytes()), Path("pages"))
"""


@dataclass(frozen=True)
class Verdict:
    """What a verification found: ``differences`` refute the claim, ``remarks`` may explain them."""

    target: Path
    differences: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    claim: str = "byte for byte what its sealed inputs make"

    def __str__(self) -> str:
        lines = [f"{self.target}: {difference}" for difference in self.differences]
        lines += [f"{self.target}: note: {remark}" for remark in self.remarks]
        return "\n".join([*lines, f"{self.target} is {'not ' if self.differences else ''}{self.claim}"])


@dataclass(frozen=True)
class Rebuilt:
    """A report made again: its files by ending, and what its new manifest says of it."""

    files: Mapping[str, bytes]
    entry: Mapping[str, Any]


def verify(
    target: Path,
    *,
    trusted: Callable[[str], bool],
    data: Path | None = None,
    notebooks: Path | None = None,
) -> list[Verdict]:
    """Rebuild a PDF, or every report of an edition's folder, from what it carries; return what was found.

    ``trusted`` is asked, with a sentence that says what would run, before any code of the target runs; when
    it declines, ``AnalysisError`` is raised. Where ``data`` holds the record that the target was made from,
    it must still hold all that was sealed; ``notebooks`` and the program at hand are compared for remarks.
    """
    manifest = manifests.read_manifest(target) if target.is_dir() else None
    pdfs = sorted(target.glob("*.pdf")) if target.is_dir() else [target]
    if not pdfs:
        reason, fix = (
            "holds no PDF, and only PDFs carry what they were made from",
            "build it with --format pdf",
        )
        raise AnalysisError(str(Problem(str(target), "", reason, fix)))
    sealed = [read_sealed(pdf) for pdf in pdfs]
    carried = "; ".join(f"{one.pdf.name} carries {one.carried()}" for one in sealed)
    if not trusted(f"To verify is to run the code that {target} carries ({carried}). {_trust()}"):
        reason = "was not rebuilt: verification runs the code it carries"
        fix = "if you trust where it comes from, add --trust"
        raise AnalysisError(str(Problem(str(target), "", reason, fix)))
    made = [_rebuilt(one) for one in sealed]
    pairs = zip(sealed, made, strict=True)
    verdicts = [_verdict(one, again, _endings(manifest, one.report)) for one, again in pairs]
    if manifest:
        verdicts.append(_manifest_verdict(target, manifest, sealed, made))
    else:
        remarks = tuple(drift.environment_drift(sealed[0].seal["environment"]))
        verdicts = [replace(verdicts[0], remarks=remarks)]
    return [*verdicts, *_project_verdict(sealed, data, notebooks)]


def _trust() -> str:
    """Say what is trusted by whoever has the code run."""
    if confinement.is_possible():
        return (
            "It can read what you can read; it writes in a temporary folder alone, opens no connection,"
            " and does not see your environment."
        )
    return "It can do what you can do, but does not see your environment: this system confines no program."


def _endings(manifest: Mapping[str, Any] | None, report: str) -> list[str]:
    """Return the endings of the files to be compared: a PDF alone, or all that an edition has of a report."""
    listed = manifest["reports"].get(report, {}).get("outputs", ()) if manifest else ()
    endings = {Path(one["path"]).suffix for one in listed} | {".pdf"}
    return [ending for ending in FORMATS if ending in endings]


def _verdict(sealed: Sealed, made: Rebuilt | tuple[str, ...], endings: Sequence[str]) -> Verdict:
    if not isinstance(made, Rebuilt):
        return Verdict(sealed.pdf, made)
    pairs = [(sealed.pdf.with_suffix(ending), made.files[ending]) for ending in endings]
    return Verdict(sealed.pdf, tuple(line for pair in pairs for line in file_differences(*pair)))


def _rebuilt(sealed: Sealed) -> Rebuilt | tuple[str, ...]:
    """Build a report from its own source and data; return what was made, or why it cannot be."""
    if broken := tuple(sealed.broken()):
        return broken
    with tempfile.TemporaryDirectory(prefix="analysis-verify-") as name:
        folder = Path(name)
        unpack(sealed, folder)
        place = folder / "reports" / sealed.as_of
        if failure := _run(_command(sealed, folder), folder):
            return (f"cannot be rebuilt: {failure}",)
        files = {ending: (place / f"{sealed.report}{ending}").read_bytes() for ending in FORMATS}
        return Rebuilt(files, manifests.read_manifest(place)["reports"][sealed.report])


def _pages(sealed: Sealed, manifest: Mapping[str, Any], edition: Path) -> dict[str, bytes] | str:
    """Return the pages that the sealed program draws from a manifest and its notebooks, or why it cannot."""
    with tempfile.TemporaryDirectory(prefix="analysis-verify-") as name:
        folder = Path(name)
        unpack(sealed, folder)
        (folder / manifests.NAME).write_bytes(manifests.dumps(manifest))
        (folder / "pages").mkdir()
        notebooks = {path.name: path.read_bytes() for path in edition.glob("*.ipynb")}
        for notebook, content in notebooks.items():
            (folder / "pages" / notebook).write_bytes(content)
        failure = _run([sys.executable, "-P", "-c", DRAW], folder)
        drawn = {path.name: path.read_bytes() for path in (folder / "pages").iterdir()}
        return failure or {page: content for page, content in drawn.items() if page not in notebooks}


def _run(command: list[str], folder: Path) -> str:
    """Run a command with the program that is laid out in a folder; return what it says when it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=confinement.surroundings(folder),
        preexec_fn=confinement.confined(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        return ""
    said = done.stderr.strip() or f"exit code {done.returncode}"
    return said.splitlines()[-1] if TRACEBACK in said else said


def _command(sealed: Sealed, folder: Path) -> list[str]:
    """Return the command that builds a report in a folder where its inputs are laid out."""
    told = folder / "as-sealed.json"
    said = {name: sealed.seal[name] for name in ("edition", "changes")}
    told.write_text(json.dumps(said), encoding="utf-8")
    values = sorted(own(sealed.seal["parameters"]).items())
    dates = ["--as-of", sealed.as_of, "--known-on", sealed.known_on]
    places = ["--data", "data", "--notebooks", "notebooks", "--out", "reports", "--as-sealed", str(told)]
    command = [sys.executable, "-P", "-c", REBUILD, "build", sealed.report, *dates, *places]
    return [*command, *(f"--parameter={name}={value}" for name, value in values)]


def file_differences(given: Path, again: bytes) -> Iterator[str]:
    """Yield in what a file differs from what was rebuilt: for text the first differing lines."""
    if not given.exists():
        yield f"{given.name} is missing"
        return
    ours = given.read_bytes()
    if ours == again:
        return
    yield f"{given.name} differs from the rebuilt one ({len(ours):,} bytes, rebuilt {len(again):,})"
    was, now = (_text(content, given.suffix) for content in (ours, again))
    changed = difflib.unified_diff(was, now, "as given", "as rebuilt", lineterm="", n=0)
    yield from (f"  {line[:LONGEST]}" for line in islice(changed, 2, 2 + FIRST_LINES))


def _text(content: bytes, ending: str) -> list[str]:
    if ending != ".pdf":
        return content.decode("utf-8", "replace").splitlines()
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        pages = [line for page in reader.pages for line in page.extract_text().splitlines()]
        attached = sorted(reader.attachments.items())
    except Exception as error:  # a damaged PDF may break its reader anywhere
        return [f"a PDF that cannot be read ({type(error).__name__})"]
    return [*pages, *(f"attachment {name} {sha256(each[0])}" for name, each in attached)]


def _manifest_verdict(
    edition: Path,
    manifest: Mapping[str, Any],
    sealed: Sequence[Sealed],
    made: Sequence[Rebuilt | tuple[str, ...]],
) -> Verdict:
    """Hold a manifest against the files beside it, the pages it makes, the seals and the rebuilt reports."""
    differences = list(auditing.file_breaches(edition, manifest))
    if whole := [one for one, again in zip(sealed, made, strict=True) if isinstance(again, Rebuilt)]:
        differences += auditing.page_breaches(edition, _pages(whole[0], manifest, edition))
    remarks = [line for one in sealed for line in drift.environment_drift(one.seal["environment"])]
    for one, again in zip(sealed, made, strict=True):
        differences += auditing.seal_breaches(manifest, one)
        if isinstance(again, Rebuilt):
            differences += auditing.entry_breaches(manifest, one.report, again.entry)
    without = sorted(set(manifest["reports"]) - {one.report for one in sealed})
    remarks += [f"{name} has no PDF and was not rebuilt" for name in without]
    return Verdict(
        edition / manifests.NAME,
        tuple(dict.fromkeys(differences)),
        tuple(dict.fromkeys(remarks)),
        "what the sealed reports make",
    )


def _project_verdict(
    sealed: Sequence[Sealed], data: Path | None, notebooks: Path | None
) -> Iterator[Verdict]:
    """Yield what of the project at hand is not what was sealed; nothing where there is no such project."""
    if data is None or not drift.is_same_record(sealed[0], data):
        return
    breaches = tuple(drift.record_breaches(sealed, data))
    remarks = [line for one in sealed for line in drift.program_drift(one)]
    if notebooks is not None:
        remarks += [line for one in sealed for line in drift.project_drift(one, notebooks)]
    claim = "a record that has only grown since the sealing"
    yield Verdict(data, breaches, tuple(dict.fromkeys(remarks)), claim)
