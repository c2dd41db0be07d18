"""A sealed report is rebuilt from what it carries alone; whatever is not what was sealed is named."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader, PdfWriter

import analysis
from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.building.corrections import correct
from analysis.publishing.comparing import verification
from analysis.publishing.comparing.attachment_reader import Sealed, members, read_sealed
from analysis.publishing.comparing.verification import Rebuilt, Verdict, verify
from analysis.publishing.editions.attachments import SEAL
from analysis.publishing.editions.manifests import dumps, sha256
from analysis.publishing.planning.request import Options, Project, Request

HERE = Path(__file__).parents[1]
EARLIER, DAY = "2024-01-08", "2024-01-10"
REPORT = "states-a-finding"
Alter = Callable[[bytes], bytes]


def lay_out(root: Path) -> Project:
    shutil.copytree(HERE / "data", root / "data")
    (root / "notebooks").mkdir()
    shutil.copyfile(HERE / "notebooks" / f"{REPORT}.ipynb", root / "notebooks" / f"{REPORT}.ipynb")
    (root / "requirements.lock").write_text("click==8.1.0\npandas==3.1.1\n", encoding="utf-8")
    return Project(root / "notebooks", root / "data", root / "reports")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two editions; the later one was compared with the earlier, and corrected."""
    root = tmp_path_factory.mktemp("original")
    project = lay_out(root)
    request = Request(as_of=(EARLIER, DAY), parameters={"bright": "Never there"})
    build(project, request, Options(twice=False), say=lambda line: None)
    with (root / "data" / "nights.csv").open("a", encoding="utf-8") as nights:
        nights.write(f"{DAY},12,watch,2024-03-01,\n")
    correct(project, DAY, note="The last night was misread.", on="2024-03-03", say=lambda line: None)
    return root


@pytest.fixture(scope="module", autouse=True)
def rebuilt_once() -> Iterator[None]:
    """Rebuild the same PDF once for all tests: what comes out rests on its bytes alone."""
    rebuild, known = verification._rebuilt, {}

    def rebuilt(sealed: Sealed) -> Rebuilt | tuple[str, ...]:
        content = sealed.pdf.read_bytes()
        if content not in known:
            known[content] = rebuild(sealed)
        return known[content]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verification, "_rebuilt", rebuilt)
        yield


@pytest.fixture
def project(original: Path, tmp_path: Path) -> Path:
    """A copy of the project, to be tampered with."""
    return Path(shutil.copytree(original, tmp_path / "project"))


def verified(target: Path, root: Path) -> list[Verdict]:
    places = {"data": root / "data", "notebooks": root / "notebooks"}
    return verify(target, trusted=lambda said: True, **places)


def altered(pdf: Path, alterations: dict[str, Alter]) -> None:
    """Change attachments of a PDF, and nothing else of it."""
    writer = PdfWriter(clone_from=pdf)
    tree: Any = writer._root_object["/Names"]
    names = tree["/EmbeddedFiles"]["/Names"]
    for name, file in zip(names[::2], names[1::2], strict=True):
        if name in alterations:
            stream = file.get_object()["/EF"]["/F"].get_object()
            stream.set_data(alterations[name](stream.get_data()))
    writer.write(pdf)


def resealed(path: str, content: bytes) -> Alter:
    """A seal that says that one input is what it has become."""

    def seal(text: bytes) -> bytes:
        told = json.loads(text)
        for one in told["inputs"]:
            if one["path"] == path:
                one["sha256"] = sha256(content)
        return json.dumps(told).encode()

    return seal


def sealed_by(pdf: Path) -> bytes:
    """The seal of a PDF, as it is attached."""
    content: bytes = PdfReader(pdf).attachments[SEAL][0]
    return content


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_corrected_edition_is_what_its_sealed_inputs_make(original: Path) -> None:
    verdicts = verified(original / "reports" / DAY, original)
    assert [str(verdict) for verdict in verdicts] == [
        f"{original}/reports/{DAY}/{REPORT}.pdf is byte for byte what its sealed inputs make",
        f"{original}/reports/{DAY}/manifest.json is what the sealed reports make",
        f"{original}/data is a record that has only grown since the sealing",
    ]


def test_a_pdf_alone_in_an_empty_folder_is_enough(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(original / "reports" / f"{DAY}-r1" / f"{REPORT}.pdf", tmp_path / "by mail.pdf")
    monkeypatch.chdir(tmp_path)
    done = run("verify", "by mail.pdf", "--trust")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("by mail.pdf is byte for byte what its sealed inputs make\n")
    assert [path.name for path in tmp_path.iterdir()] == ["by mail.pdf"]


def test_everything_that_was_tampered_with_is_named(project: Path) -> None:
    place = project / "reports" / DAY
    page = place / f"{REPORT}.html"
    page.write_text(page.read_text(encoding="utf-8").replace("12 lights", "21 lights"), encoding="utf-8")
    (place / f"{REPORT}.ipynb").unlink()
    (place / "extra.txt").write_text("added", encoding="utf-8")
    (place / "index.html").write_text("forged", encoding="utf-8")
    manifest = json.loads((place / "manifest.json").read_bytes())
    manifest["reports"][REPORT]["findings"][0]["value"] = 21
    manifest["reports"][REPORT]["parameters"]["bright"] = "Ever there"
    manifest["corrections"][0]["note"] = "Nothing."
    manifest["environment"]["packages"]["pandas"] = "0.1"
    (place / "manifest.json").write_bytes(dumps(manifest))
    report, edition, _ = verified(place, project)
    said = "\n".join(report.differences)
    assert f"{REPORT}.html differs from the rebuilt one" in said
    assert "21 lights" in said
    assert f"{REPORT}.ipynb is missing" in said
    assert set(edition.differences) >= {
        f"{REPORT}.ipynb is missing",
        f"{REPORT}.html is not what the manifest lists",
        "extra.txt is not in the manifest",
        "index.html is not what the manifest makes",
        f"findings of {REPORT}: not what was rebuilt (most-lights)",
        f"parameters of {REPORT}: not what was rebuilt (bright)",
        f"environment is not the one {REPORT}.pdf was sealed in",
    }
    assert any(line.startswith("corrections is [") for line in edition.differences)


def test_one_byte_of_a_table_of_the_record_is_named_and_fails(project: Path, monkeypatch: Any) -> None:
    nights = project / "data" / "nights.csv"
    nights.write_text(
        nights.read_text(encoding="utf-8").replace("2024-01-04,8,", "2024-01-04,9,"), encoding="utf-8"
    )
    monkeypatch.chdir(project)
    result = run("verify", f"reports/{DAY}", "--trust")
    assert result.exit_code == 1
    assert f"reports/{DAY}/{REPORT}.pdf is byte for byte what its sealed inputs make" in result.stdout
    assert (
        "data: nights.csv: 1 sealed row changed or gone, 1 row new under a day that was sealed\n"
        "data:   - 2024-01-04,8,watch,2024-02-01,\n"
        "data:   + 2024-01-04,9,watch,2024-02-01,\n"
        "data is not a record that has only grown since the sealing\n"
    ) in result.stdout


def test_package_version_template_notebook_and_lock_are_named(project: Path, tmp_path: Path) -> None:
    """Sealed by a program with another template and another version of a package than are here."""
    changed = tmp_path / "changed"
    shutil.copytree(
        Path(analysis.__file__).parent, changed / "analysis", ignore=shutil.ignore_patterns("*.pyc")
    )
    for name in ("page.css", "report.css"):
        with (changed / "analysis" / "publishing" / "templates" / name).open("a", encoding="utf-8") as css:
            css.write("/* another look */\n")
    (changed / "click-0.0.1.dist-info").mkdir()
    (changed / "click-0.0.1.dist-info" / "METADATA").write_text(
        "Name: click\nVersion: 0.0.1\n", encoding="utf-8"
    )
    command = [
        sys.executable,
        "-c",
        "from analysis.cli import main; main()",
        "build",
        "--once",
        "--as-of",
        DAY,
    ]
    done = subprocess.run(
        [*command, "--out", "elsewhere"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(changed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    notebook = project / "notebooks" / f"{REPORT}.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("## All", "## Every"), encoding="utf-8")
    (project / "requirements.lock").write_text("click==8.2.0\npandas==3.1.1\n", encoding="utf-8")
    report, edition, record = verified(project / "elsewhere" / DAY, project)
    assert any(line.startswith(f"{REPORT}.pdf differs from the rebuilt one") for line in report.differences)
    assert "index.html is not what the manifest makes" not in edition.differences
    assert any(line.startswith("it was made with click 0.0.1, here is ") for line in edition.remarks)
    assert record.differences == ()
    assert record.remarks == (
        "the program is not the sealed one any more: analysis/publishing/templates/page.css changed,"
        " analysis/publishing/templates/report.css changed",
        f"notebooks/{REPORT}.ipynb is not the sealed one any more",
        "requirements.lock is not the sealed one any more: click changed",
    )


@pytest.fixture
def pdf(original: Path, tmp_path: Path) -> Path:
    """A copy of a sealed PDF, to be tampered with."""
    return Path(shutil.copyfile(original / "reports" / EARLIER / f"{REPORT}.pdf", tmp_path / "report.pdf"))


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail when anything is started."""

    def started(*_: object, **__: object) -> None:
        pytest.fail("something was run")

    monkeypatch.setattr(subprocess, "run", started)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("name", ["nights.csv", "notebook.ipynb", "source.tar"])
def test_a_tampered_attachment_is_named_and_nothing_runs(pdf: Path, name: str) -> None:
    altered(
        pdf, {name: lambda content: content.replace(b"watch", b"wbtch", 1).replace(b"import", b"impart", 1)}
    )
    result = run("verify", str(pdf), "--trust", "--data", "nowhere")
    path = {"nights.csv": "data/nights.csv", "source.tar": "src/analysis"}.get(
        name, f"notebooks/{REPORT}.ipynb"
    )
    assert result.exit_code == 1
    assert f"the attached {path} is not what was sealed" in result.stdout
    assert f"{pdf} is not byte for byte what its sealed inputs make" in result.stdout


@pytest.mark.usefixtures("nothing_runs")
def test_without_trust_it_is_said_what_would_run_and_nothing_does(pdf: Path) -> None:
    result = run("verify", str(pdf))
    assert result.exit_code == 1
    assert "To verify is to run the code that" in result.stdout
    assert "a notebook and " in result.stdout
    assert "does not see your environment" in result.stdout
    assert "if you trust where it comes from, add --trust" in result.stderr


@pytest.mark.usefixtures("nothing_runs")
def test_what_is_no_sealed_report_is_refused(pdf: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(plain)
    (tmp_path / "text.pdf").write_text("no PDF at all", encoding="utf-8")
    for name in ("plain.pdf", "text.pdf"):
        result = run("verify", str(tmp_path / name), "--trust")
        assert (result.exit_code, "Traceback" in result.stderr) == (1, False)
        assert f"{name} is not a sealed report; only undamaged PDFs made by `analysis build`" in result.stderr
    (tmp_path / "empty").mkdir()
    assert "is no edition: it has no manifest" in run("verify", str(tmp_path / "empty"), "--trust").stderr
    told = json.loads(sealed_by(pdf))
    listed, null = told | {"parameters": ["window"]}, told | {"parameters": {"window": "\0"}}
    forgeries = [b"{}", b"[]", *(json.dumps(each).encode() for each in (listed, null))]
    for forged in (*forgeries, b'{"inputs": [], "report": "../../etc", "edition": {}}'):
        altered(pdf, {"seal.json": lambda _, forged=forged: forged})  # type: ignore[misc]
        assert "is not a sealed report" in run("verify", str(pdf), "--trust").stderr


@pytest.mark.usefixtures("nothing_runs")
def test_a_path_that_leads_out_is_refused_before_anything_is_written(pdf: Path, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as source:
        for name in ("analysis/__init__.py", "../../../../evil.py"):
            member = tarfile.TarInfo(name)
            member.size = 4
            source.addfile(member, io.BytesIO(b"evil"))
    hostile = buffer.getvalue()
    altered(pdf, {"source.tar": lambda _: hostile, "seal.json": resealed("src/analysis", hostile)})
    with pytest.raises(AnalysisError, match=r"evil\.py\" leads out of the folder"):
        verify(pdf, trusted=lambda said: True)
    assert not list(tmp_path.rglob("evil.py"))
    assert sorted(members(hostile)) == ["../../../../evil.py", "analysis/__init__.py"]


def test_a_damaged_pdf_is_refused_or_named_wherever_the_damage_is(pdf: Path) -> None:
    content = pdf.read_bytes()
    chance = random.Random(20240110)
    for _ in range(60):
        damaged = bytearray(content)
        damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        pdf.write_bytes(damaged)
        with suppress(AnalysisError):
            list(read_sealed(pdf).broken())
