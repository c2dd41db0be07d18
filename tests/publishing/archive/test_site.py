"""A site is its archive and nothing else, each link leads somewhere; only what changed is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from tests.publishing.conftest import Asked

from analysis.errors import AnalysisError
from analysis.publishing.archive.site import publish
from analysis.publishing.building.build import build
from analysis.publishing.building.corrections import correct


@pytest.fixture(scope="module")
def asked(shared_project: Callable[..., Asked]) -> Asked:
    """Two editions, of which one has two revisions, a draft, and what else lies in an archive."""
    asked = shared_project("states-a-finding", as_of=("2024-01-09", "2024-01-10"))
    build(*asked)
    nights = asked.project.data / "nights.csv"
    nights.write_text(nights.read_text(encoding="utf-8").replace(",11,", ",12,"), encoding="utf-8")
    correct(asked.project, "2024-01-10", note="Twelve.", on="2024-02-03")
    build(*asked.drafts().but(as_of=("2024-01-08",), formats=("html",)))
    for name in ("sent.jsonl", "outbox/2024-01-10-r1/ada@example.org.eml", "2024-01-09/mine.txt"):
        (asked.project.out / name).parent.mkdir(parents=True, exist_ok=True)
        (asked.project.out / name).write_text("mine", encoding="utf-8")
    return asked


def published(archive: Path, site: Path) -> list[str]:
    said: list[str] = []
    publish(archive, site, say=said.append)
    return said


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_site_has_pages_and_sealed_editions_only(asked: Asked, tmp_path: Path) -> None:
    said = published(asked.project.out, tmp_path / "site")
    edition = {"index.html", "manifest.json", "ro-crate-metadata.json"}
    edition |= {f"states-a-finding.{ending}" for ending in ("html", "ipynb", "pdf")}
    folders = ("2024-01-09", "2024-01-10", "2024-01-10-r1")
    assert files(tmp_path / "site") == {
        "index.html", "feed.xml", "manifest.schema.json", "site.json",
        *(f"{folder}/{name}" for folder in folders for name in edition),
    }  # fmt: skip
    assert said == ["21 files written, 0 removed, 0 as they were", f"{tmp_path}/site/index.html"]
    for path in ("2024-01-10/states-a-finding.pdf", "2024-01-10-r1/index.html", "index.html"):
        assert (tmp_path / "site" / path).read_bytes() == (asked.project.out / path).read_bytes()


def links(page: Path) -> Iterator[str]:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for element in soup.find_all(True):
        yield from (str(element[name]) for name in ("href", "src") if element.has_attr(name))


def test_every_link_leads_somewhere_from_any_place(asked: Asked, tmp_path: Path) -> None:
    site = tmp_path / "a folder" / "site"
    published(asked.project.out, site)
    checked = 0
    for page in site.rglob("*.html"):
        for link in links(page):
            address = urlsplit(link)
            if address.scheme in {"https", "mailto", "data"}:
                continue
            assert not address.scheme, link
            assert not address.netloc, link
            assert not address.path.startswith("/"), link
            target = (page.parent / unquote(address.path)).resolve() if address.path else page
            assert target.is_file(), (page, link)
            assert target.is_relative_to(site.resolve()), (page, link)
            if address.fragment:
                ids = BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser")
                assert ids.find(id=unquote(address.fragment)), (page, link)
            checked += 1
    assert checked > 30


def test_a_second_call_writes_nothing(asked: Asked, tmp_path: Path) -> None:
    site = tmp_path / "site"
    published(asked.project.out, site)
    before = {path: path.stat().st_ino for path in [site, *site.rglob("*")]}
    assert published(asked.project.out, site) == [
        f"nothing to publish: 21 files in {site} are as they should be"
    ]
    assert {path: path.stat().st_ino for path in [site, *site.rglob("*")]} == before


def test_only_what_changed_is_written_and_what_is_gone_is_removed(
    asked: Asked, copied: Callable[[Asked], Asked], tmp_path: Path
) -> None:
    archive, site = copied(asked).project.out, tmp_path / "site"
    published(archive, site)
    before = {path: path.stat().st_ino for path in site.rglob("*.pdf")}
    shutil.rmtree(archive / "2024-01-09")
    assert published(archive, site)[0] == "2 files written, 6 removed, 13 as they were"
    assert {path: path.stat().st_ino for path in site.rglob("*.pdf")} == {
        path: inode for path, inode in before.items() if "2024-01-09" not in path.parts
    }
    assert "2024-01-09" not in (site / "index.html").read_text(encoding="utf-8")


def test_a_lost_or_cut_file_of_the_site_is_written_again(asked: Asked, tmp_path: Path) -> None:
    site = tmp_path / "site"
    published(asked.project.out, site)
    (site / "feed.xml").unlink()
    (site / "2024-01-10" / "states-a-finding.html").write_text("cut", encoding="utf-8")
    assert published(asked.project.out, site)[0] == "2 files written, 0 removed, 19 as they were"


def test_files_of_others_are_kept_unless_they_are_in_the_way(asked: Asked, tmp_path: Path) -> None:
    site = tmp_path / "site"
    published(asked.project.out, site)
    (site / "CNAME").write_text("reports.example.org", encoding="utf-8")
    (site / "feed.xml").unlink()
    published(asked.project.out, site)
    assert (site / "CNAME").read_text(encoding="utf-8") == "reports.example.org"
    listed = json.loads((site / "site.json").read_text(encoding="utf-8"))
    del listed["files"]["feed.xml"]
    (site / "site.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"feed\.xml is not ours; move it away"):
        published(asked.project.out, site)


def test_a_damaged_edition_leaves_the_site_as_it_was(
    asked: Asked, copied: Callable[[Asked], Asked], tmp_path: Path
) -> None:
    archive, site = copied(asked).project.out, tmp_path / "site"
    (archive / "2024-01-10" / "states-a-finding.pdf").write_bytes(b"%PDF")
    (archive / "2024-01-09" / "index.html").unlink()
    with pytest.raises(AnalysisError) as caught:
        published(archive, site)
    assert "2024-01-09/index.html is not there; put it back" in str(caught.value).splitlines()[0]
    assert "states-a-finding.pdf is not what was sealed" in str(caught.value).splitlines()[1]
    assert not [path for path in tmp_path.iterdir() if "site" in path.name]


@pytest.mark.parametrize("inside", ["", "site", "..", "../.."])
def test_archive_and_site_do_not_lie_in_each_other(asked: Asked, inside: str) -> None:
    with pytest.raises(AnalysisError, match=r"would hold .* or lie in it"):
        published(asked.project.out, asked.project.out / inside)


def test_what_is_no_archive_is_refused(asked: Asked, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="nowhere does not exist"):
        published(tmp_path / "nowhere", tmp_path / "site")
    (tmp_path / "empty").mkdir()
    with pytest.raises(AnalysisError, match="empty holds no edition"):
        published(tmp_path / "empty", tmp_path / "site")
    with pytest.raises(AnalysisError, match="drafts holds drafts; name the archive"):
        published(asked.project.out / "drafts", tmp_path / "site")
    assert not (tmp_path / "site").exists()
