"""A correction issues the next revision, says so on page one, and keeps the former bytes, come what may."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.building.corrections import correct

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]
DAY = "2024-01-10"
NOTICE = "Corrected on 3 March 2024 (revision 2): The last night was misread."
KILLED = """
import os, signal, sys
from analysis.cli import main
from analysis.publishing.archive import archive
from analysis.publishing.editions.staging import Archive
moment, put, draw, done = sys.argv[1], Archive.put, archive.draw, []
def kill(): os.kill(os.getpid(), signal.SIGKILL)
def killed_put(self, staged, name):
    if "--" in name: return put(self, staged, name)
    if moment == f"before put {len(done)}": kill()
    done.append(name)
    put(self, staged, name)
def killed_draw(archive):
    if moment == "before the pages": kill()
    draw(archive)
Archive.put, archive.draw = killed_put, killed_draw
main(sys.argv[2:])
"""


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def manifest(request: Asked, edition: str = DAY) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((request.project.out / edition / "manifest.json").read_bytes())
    return content


def quiet(line: str) -> None:
    del line


def misread(request: Asked) -> None:
    """Record that there were 12 lights on the last night, not 11."""
    nights = request.project.data / "nights.csv"
    nights.write_text(nights.read_text(encoding="utf-8") + f"{DAY},12,watch,2024-03-01,\n", encoding="utf-8")


def made(request: Asked) -> Path:
    """The edition of one of the two reports, with a parameter of its own."""
    asked = request.but(reports=("states-a-finding",), parameters={"bright": "Never more"})
    (place,) = build(*asked, say=quiet)
    return place


@pytest.fixture(scope="module")
def original(shared_project: Laid) -> Asked:
    request = shared_project("states-a-finding", "reads-another-table", formats=())
    made(request)
    return request


@pytest.fixture
def sealed(original: Asked, copied: Callable[[Asked], Asked]) -> Asked:
    """A project of two reports with a sealed edition of one of them."""
    return copied(original)


def test_a_correction_is_told_everywhere_and_the_former_revision_keeps_its_bytes(sealed: Asked) -> None:
    shutil.rmtree(sealed.project.out)
    first = hashes(made(sealed.but(formats=("html", "pdf"))))
    misread(sealed)
    place = correct(sealed.project, DAY, note="The last night was misread", on="2024-03-03", say=quiet)
    assert hashes(sealed.project.out / f"{DAY}-r1") == first
    now = manifest(sealed)
    assert (now["revision"], now["known_on"]) == (2, "2024-03-01")
    assert now["corrections"] == [
        {
            "revision": 2,
            "note": "The last night was misread.",
            "corrected_on": "2024-03-03",
            "reports": ["states-a-finding"],
        }
    ]
    report = now["reports"]["states-a-finding"]
    assert report["findings"][0]["value"] == 12
    assert report["parameters"]["bright"] == "Never more"
    assert report["changes"]["since"] == {"as_of": DAY, "known_on": "2024-02-01", "revision": 1}
    (move,) = report["changes"]["moves"]
    assert (move["total"], move["revisions"], move["observations"], move["method"]) == ("1", "1", "0", "0")
    assert NOTICE in (PdfReader(place / "states-a-finding.pdf").pages[0].extract_text()).replace("\n", " ")
    told = ("states-a-finding.html", "index.html", "../index.html")
    for text in [(place / name).read_text(encoding="utf-8") for name in told]:
        assert NOTICE in text
    feed = (sealed.project.out / "feed.xml").read_text(encoding="utf-8")
    assert NOTICE in feed
    assert "edition/2024-01-10/2<" in feed


def test_only_reports_that_have_changed_are_stamped(sealed: Asked) -> None:
    shutil.rmtree(sealed.project.out)
    build(*sealed.but(reports=(), formats=("html",)), say=quiet)
    misread(sealed)
    place = correct(sealed.project, DAY, note="The last night was misread", on="2024-03-03", say=quiet)
    assert manifest(sealed)["corrections"][0]["reports"] == ["states-a-finding"]
    assert NOTICE in (place / "states-a-finding.html").read_text(encoding="utf-8")
    other = (place / "reads-another-table.html").read_text(encoding="utf-8")
    assert NOTICE not in other
    assert "corrects states-a-finding; nothing in this report has changed." in other
    assert NOTICE in (place / "index.html").read_text(encoding="utf-8")


def test_a_plain_rebuild_keeps_number_and_notice_and_the_same_correction_again_is_none(
    sealed: Asked,
) -> None:
    words = {"note": "The last night was misread.", "on": "2024-03-03", "say": quiet}
    correct(sealed.project, DAY, **words)  # type: ignore[arg-type]
    second, former = hashes(sealed.project.out / DAY), hashes(sealed.project.out / f"{DAY}-r1")
    correct(sealed.project, DAY, **words)  # type: ignore[arg-type]
    assert hashes(sealed.project.out / DAY) == second
    shutil.rmtree(sealed.project.cache)
    assert hashes(made(sealed.but(shared=None))) == second
    correct(sealed.project, DAY, note="The title was wrong.", on="2024-03-04", say=quiet)
    assert [one["revision"] for one in manifest(sealed)["corrections"]] == [2, 3]
    assert hashes(sealed.project.out / f"{DAY}-r2") == second
    assert hashes(sealed.project.out / f"{DAY}-r1") == former
    assert "reads-another-table" not in manifest(sealed)["reports"]


@pytest.mark.parametrize("moment", ["before put 0", "before put 1", "before the pages"])
def test_a_kill_at_any_moment_leaves_whole_editions_and_the_correction_can_be_repeated(
    sealed: Asked, moment: str
) -> None:
    first = hashes(sealed.project.out / DAY)
    places = [f"--{name}={getattr(sealed.project, name)}" for name in ("out", "data", "notebooks")]
    asked = ["correct", DAY, "--note", "The last night was misread.", "--on", "2024-03-03", *places]
    done = subprocess.run([sys.executable, "-c", KILLED, moment, *asked], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    kept = sealed.project.out / f"{DAY}-r1"
    assert moment == "before put 0" or hashes(kept) == first
    assert (hashes(sealed.project.out / DAY) == first) == (moment != "before the pages")
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.stderr
    assert hashes(kept) == first
    assert manifest(sealed)["revision"] == 2
    assert NOTICE in (sealed.project.out / "index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in sealed.project.out.glob("[!.]*") if path.is_dir()) == [
        DAY,
        f"{DAY}-r1",
    ]


def refused(request: Asked, edition: str = DAY, *, note: str = "Misread.", on: str = "2024-03-03") -> str:
    with pytest.raises(AnalysisError) as caught:
        correct(request.project, edition, note=note, on=on, say=quiet)
    return str(caught.value)


def test_mistakes_in_the_asking_are_said_together_and_change_nothing(sealed: Asked) -> None:
    before = hashes(sealed.project.out / DAY)
    assert "2024-01-09 is no edition" in refused(sealed, "2024-01-09")
    message = refused(sealed, note=" ", on="2024-01-20")
    assert '--note = " " is blank' in message
    assert '--on = "2024-01-20" is earlier than the day whose knowledge it rests on, 2024-02-01' in message
    assert '--on = "soon" is not a date' in refused(sealed, on="soon")
    assert '--on = "9999-01-01" is after today' in refused(sealed, on="9999-01-01")
    notebook = sealed.project.notebooks / "states-a-finding.ipynb"
    content = notebook.read_bytes()
    notebook.unlink()
    assert "report states-a-finding belongs to 2024-01-10 and has no notebook any more" in refused(sealed)
    notebook.write_bytes(content.replace(b"int(dataset", b"1 / 0 + int(dataset"))
    assert "ZeroDivisionError" in refused(sealed)
    notebook.write_bytes(content)
    assert hashes(sealed.project.out / DAY) == before
    assert not (sealed.project.out / f"{DAY}-r1").exists()
    (sealed.project.out / DAY / "states-a-finding.ipynb").write_text("tampered", encoding="utf-8")
    assert "is not what its manifest lists" in refused(sealed)


def test_older_knowledge_does_not_undo_a_correction(sealed: Asked) -> None:
    misread(sealed)
    correct(sealed.project, DAY, note="Misread.", on="2024-03-03", say=quiet)
    assert "is a former revision; correct 2024-01-10" in refused(sealed, f"{DAY}-r1")
    assert "is earlier than the last correction, of 2024-03-03" in refused(
        sealed, note="Again.", on="2024-03-02"
    )
    asked = sealed.but(known_on="2024-02-01")
    with pytest.raises(AnalysisError, match="is not what the published edition of 2024-01-10 knows"):
        made(asked)
    assert hashes(made(asked.but(out=sealed.project.out.parent / "new"))) == hashes(
        sealed.project.out / f"{DAY}-r1"
    )
