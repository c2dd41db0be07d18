"""A stranger's PDF is read with distrust: what is not a seal is refused, and no path may lead out."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from analysis.errors import AnalysisError
from analysis.publishing.comparing import attachment_reader
from analysis.publishing.comparing.attachment_reader import SOURCE, Sealed, members, read_sealed, unpack
from analysis.publishing.editions.attachments import SEAL
from analysis.publishing.editions.manifests import sha256


def tar(modules: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in modules.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


FILES: Mapping[str, bytes] = {
    SOURCE: tar(
        {"analysis/__init__.py": b"", "analysis/cli.py": b"main = 1\n", "analysis/page.html": b"<p>"}
    ),
    "notebooks/nights.ipynb": b"{}",
    "data/datapackage.json": b"{}",
    "data/nights.csv": b"date,lights\n",
}


EDITION = {"as_of": "2024-01-10", "known_on": "2024-02-01", "revision": 1, "corrections": []}


def seal_of(files: Mapping[str, bytes], **changed: Any) -> dict[str, Any]:
    inputs = [
        {"path": path, "attachment": path.replace("/", "-"), "sha256": sha256(content)}
        for path, content in files.items()
    ]
    seal: dict[str, Any] = {
        "report": "nights",
        "edition": EDITION,
        "inputs": inputs,
        "parameters": {},
        "changes": None,
        "environment": {"python": "3.11", "packages": {}},
    }
    return seal | changed


def written(place: Path, files: Mapping[str, bytes], seal: Any) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for path, content in files.items():
        writer.add_attachment(path.replace("/", "-"), content)
    writer.add_attachment(SEAL, json.dumps(seal).encode())
    pdf = place / "nights.pdf"
    writer.write(pdf)
    return pdf


def test_what_a_report_carries_is_read_by_its_paths(tmp_path: Path) -> None:
    sealed = read_sealed(written(tmp_path, FILES, seal_of(FILES)))
    assert sealed.files == FILES
    assert (sealed.report, sealed.as_of, sealed.known_on) == ("nights", "2024-01-10", "2024-02-01")
    assert sealed.carried() == "a notebook and 2 Python modules, on 1 table"
    assert list(sealed.broken()) == []


def test_an_attachment_that_is_not_what_was_sealed_or_is_gone_is_named(tmp_path: Path) -> None:
    altered = {**FILES, "data/nights.csv": b"date,lights\n2024-01-01,3\n"}
    del altered["notebooks/nights.ipynb"]
    said = list(read_sealed(written(tmp_path, altered, seal_of(FILES))).broken())
    assert [line.split(" (SHA-256 ")[0] for line in said] == [
        "the attached notebooks/nights.ipynb is not what was sealed",
        "the attached data/nights.csv is not what was sealed",
    ]
    assert sha256(FILES["data/nights.csv"])[:12] in said[1]


@pytest.mark.parametrize(
    "seal",
    [
        [],
        {},
        seal_of(FILES, report="../../etc"),
        seal_of(FILES, report="Nights"),
        seal_of(FILES, report="a" * 300),
        seal_of(FILES, edition=EDITION | {"as_of": "soon"}),
        seal_of(FILES, edition={"as_of": "2024-01-10"}),
        seal_of(FILES, edition=[]),
        seal_of(FILES, parameters=["window"]),
        seal_of(FILES, parameters={"window": "7\0"}),
        seal_of(FILES, parameters={"window": "\ud800"}),
        seal_of(FILES, changes=[]),
        seal_of(FILES, environment="3.11"),
        seal_of({**FILES, "data/a\0.csv": b""}),
        seal_of({path: content for path, content in FILES.items() if path != SOURCE}),
        seal_of({path: content for path, content in FILES.items() if not path.endswith(".ipynb")}),
        {name: value for name, value in seal_of(FILES).items() if name != "parameters"},
    ],
)
def test_a_seal_that_lacks_something_or_names_what_cannot_be_is_none(tmp_path: Path, seal: Any) -> None:
    with pytest.raises(AnalysisError, match=r"nights\.pdf is not a sealed report; only undamaged PDFs"):
        read_sealed(written(tmp_path, FILES, seal))


@pytest.mark.parametrize("content", [b"", b"no PDF at all", b"%PDF-1.7\n1 0 obj\n<<"])
def test_what_is_no_pdf_is_no_report(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "text.pdf").write_bytes(content)
    with pytest.raises(AnalysisError, match="is not a sealed report"):
        read_sealed(tmp_path / "text.pdf")
    assert not caplog.records, "the reader of PDFs told its own story beside ours"


def test_a_file_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="cannot be read: No such file or directory"):
        read_sealed(tmp_path / "missing.pdf")


def test_a_project_is_laid_out_with_its_source(tmp_path: Path) -> None:
    unpack(Sealed(Path("nights.pdf"), seal_of(FILES), FILES), tmp_path)
    laid = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert laid == {
        "notebooks/nights.ipynb",
        "data/datapackage.json",
        "data/nights.csv",
        "src/analysis/__init__.py",
        "src/analysis/cli.py",
        "src/analysis/page.html",
    }
    assert (tmp_path / "src/analysis/cli.py").read_bytes() == b"main = 1\n"


@pytest.mark.parametrize("path", ["../evil.csv", "/evil.csv", "data/../../evil.csv", "data/..", "."])
def test_nothing_is_written_when_one_path_leads_out(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "folder"
    files = {**FILES, path: b"evil"}
    with pytest.raises(AnalysisError) as caught:
        unpack(Sealed(Path("nights.pdf"), seal_of(FILES), files), folder)
    assert str(caught.value) == (
        f'nights.pdf = "{path}" leads out of the folder it is to be written to; do not trust it'
    )
    assert not list(tmp_path.iterdir())


def test_every_path_of_the_source_that_leads_out_is_named(tmp_path: Path) -> None:
    files = {**FILES, SOURCE: tar({"../../a.py": b"evil", "../../../b.py": b"evil", "good.py": b""})}
    with pytest.raises(AnalysisError) as caught:
        unpack(Sealed(Path("nights.pdf"), seal_of(FILES), files), tmp_path)
    said = str(caught.value).splitlines()
    assert ["a.py" in said[0], "b.py" in said[1], len(said)] == [True, True, 2]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", ["src", "src/analysis", "data", "notebooks/nights.ipynb/x"])
def test_a_file_where_others_need_a_folder_is_named(tmp_path: Path, path: str) -> None:
    files = {name: content for name, content in FILES.items() if name != path} | {path: b"file"}
    if path == SOURCE:
        files = {**FILES, SOURCE: tar({"analysis": b"file", "analysis/cli.py": b""})}
    with pytest.raises(AnalysisError, match="is a file where others need a folder; do not trust it"):
        unpack(Sealed(Path("nights.pdf"), seal_of(files), files), tmp_path / "folder")
    assert not list(tmp_path.iterdir())


def test_a_name_that_no_file_can_have_is_said(tmp_path: Path) -> None:
    files = {**FILES, "data/" + "x" * 300: b""}
    with pytest.raises(AnalysisError, match="cannot be written: File name too long"):
        unpack(Sealed(Path("nights.pdf"), seal_of(files), files), tmp_path)


def test_a_pipe_is_no_report_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "nights.pdf")
    with pytest.raises(AnalysisError, match="is no regular file; name the PDF of a report"):
        read_sealed(tmp_path / "nights.pdf")


def with_holes() -> bytes:
    """A tar file of a few blocks whose one member promises 8 GB."""
    member = tarfile.TarInfo("analysis/cli.py")
    member.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.size": str(8 << 30)}
    member.pax_headers |= {"GNU.sparse.numblocks": "1", "GNU.sparse.map": f"{8 << 30},0"}
    member.pax_headers["GNU.sparse.name"] = member.name
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(member)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "source",
    [with_holes(), tar({f"{number}.py": b"" for number in range(6000)})],
    ids=["holes", "too many"],
)
def test_what_a_source_only_promises_is_not_expanded(tmp_path: Path, source: bytes) -> None:
    with pytest.raises(ValueError, match=r"is none of a program's files"):
        members(source)
    files = {**FILES, SOURCE: source}
    with pytest.raises(AnalysisError, match="is not a sealed report"):
        read_sealed(written(tmp_path, files, seal_of(files)))


def test_a_compressed_source_is_none() -> None:
    assert members(gzip.compress(FILES[SOURCE])) == {}


def test_attachments_are_expanded_up_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = seal_of(FILES)
    seal["inputs"] *= 20  # what is small may be named again and again
    pdf = written(tmp_path, FILES, seal)
    read_sealed(pdf)
    monkeypatch.setattr(attachment_reader, "MOST_BYTES", pdf.stat().st_size)
    with pytest.raises(AnalysisError, match="is not a sealed report"):
        read_sealed(pdf)
    monkeypatch.setattr(attachment_reader, "MOST_BYTES", 10)
    with pytest.raises(AnalysisError, match=r"has [\d,]+ bytes, more than any report"):
        read_sealed(pdf)


def test_only_plain_files_of_a_source_are_read() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("folder", tarfile.DIRTYPE), ("link", tarfile.SYMTYPE), ("file", tarfile.REGTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "elsewhere" if kind == tarfile.SYMTYPE else ""
            archive.addfile(member)
    assert members(buffer.getvalue()) == {"file": b""}
    assert members(b"no tar file") == {}
