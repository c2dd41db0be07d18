"""What has changed since a report was sealed is named; a record that has only grown is no breach."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from datetime import date
from pathlib import Path

import pytest

from analysis.data import Table
from analysis.data.excerpts import excerpt
from analysis.publishing.comparing import drift
from analysis.publishing.comparing.attachment_reader import SOURCE, Sealed
from analysis.publishing.editions import attachments, manifests

FIXTURES = Path(__file__).parents[1]
NOTEBOOK = "notebooks/nights.ipynb"
TABLE = Table(name="n", path="n.csv")
AS_OF, KNOWN_ON = "2024-01-08", "2024-02-01"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "data", tmp_path / "data"))


def sealed_from(data: Path, **others: bytes) -> Sealed:
    """Return what a report of the nights would carry."""
    rows = excerpt(
        data, ["nights", "sources"], as_of=date.fromisoformat(AS_OF), known_on=date.fromisoformat(KNOWN_ON)
    )
    seal = {"report": "nights", "edition": {"as_of": AS_OF, "known_on": KNOWN_ON}}
    return Sealed(
        Path("nights.pdf"), seal, {f"data/{name}": content for name, content in rows.items()} | others
    )


def rewritten(data: Path, old: str, new: str) -> None:
    nights = data / "nights.csv"
    text = nights.read_text(encoding="utf-8")
    assert text.count(old) == 1
    nights.write_text(text.replace(old, new), encoding="utf-8")


def breaches(sealed: Sealed, data: Path) -> list[str]:
    return list(drift.record_breaches([sealed], data))


def test_the_record_may_grow_by_what_is_dated_or_entered_later(data: Path) -> None:
    sealed = sealed_from(data)
    with (data / "nights.csv").open("a", encoding="utf-8") as nights:
        nights.write("2024-01-11,3,watch,2024-03-05,\n2024-01-02,,watch,2024-03-05,retracted\n")
    assert breaches(sealed, data) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "2024-01-05,2,watch,2024-02-01,\n",
            "",
            ["nights.csv: 1 sealed row changed or gone", "  - 2024-01-05,2,watch,2024-02-01,"],
        ),
        (
            "2024-01-05,2,",
            "2024-01-05,3,",
            [
                "nights.csv: 1 sealed row changed or gone, 1 row new under a day that was sealed",
                "  - 2024-01-05,2,watch,2024-02-01,",
                "  + 2024-01-05,3,watch,2024-02-01,",
            ],
        ),
        (
            "2024-01-01,3,",
            "2023-12-31,50,watch,2024-02-01,\n2024-01-01,3,",
            ["nights.csv: 1 row new under a day that was sealed", "  + 2023-12-31,50,watch,2024-02-01,"],
        ),
    ],
    ids=["deleted", "edited", "back-dated"],
)
def test_the_record_must_not_shrink_change_or_be_back_dated(
    data: Path, old: str, new: str, said: list[str]
) -> None:
    sealed = sealed_from(data)
    rewritten(data, old, new)
    assert breaches(sealed, data) == said


def test_the_same_breach_of_two_reports_is_said_once(data: Path) -> None:
    sealed = sealed_from(data)
    rewritten(data, "2024-01-05,2,watch,2024-02-01,\n", "")
    assert list(drift.record_breaches([sealed, sealed], data)) == breaches(sealed, data)


def test_a_record_that_cannot_be_read_is_said(data: Path) -> None:
    sealed = sealed_from(data)
    rewritten(data, "date,lights", "day,lights")
    (said,) = breaches(sealed, data)
    assert said.startswith("cannot be compared with what was sealed: ")
    assert "nights.csv" in said


def test_a_table_that_is_no_longer_described_is_gone(data: Path) -> None:
    sealed = sealed_from(data)
    described = json.loads((data / drift.DESCRIPTOR).read_text(encoding="utf-8"))
    described["resources"] = [each for each in described["resources"] if each["name"] != "nights"]
    (data / drift.DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")
    assert breaches(sealed, data) == ["nights.csv is gone"]


def test_a_record_is_known_by_the_name_of_its_package(data: Path, tmp_path: Path) -> None:
    sealed = sealed_from(data)
    assert drift.is_same_record(sealed, data)
    assert not drift.is_same_record(sealed, tmp_path)
    for other in ('{"name": "others"}', "[]", "{"):
        (data / drift.DESCRIPTOR).write_text(other, encoding="utf-8")
        assert not drift.is_same_record(sealed, data)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (b"day,n\n1,5\n2,6\n", b"day,n\n2,6\n1,5\n"),
        (b"day,n\n1,5\n", b"n,new,day\n5,x,1\n"),
        (b"day,n\n1,5\n", b'day,n\r\n1,"5"\r\n'),
        (b"day,n\n1,5\n1,5\n", b"day,n\n1,5\n1,5\n"),
    ],
    ids=["order of rows", "order of fields and a new one", "quotes and ends of lines", "twice the same"],
)
def test_rows_are_compared_by_what_they_say(then: bytes, now: bytes) -> None:
    assert list(drift.row_breaches(TABLE, then, now)) == []


def test_one_of_two_equal_rows_is_missed() -> None:
    assert list(drift.row_breaches(TABLE, b"day,n\n1,5\n1,5\n", b"day,n\n1,5\n")) == [
        "n.csv: 1 sealed row changed or gone",
        "  - 1,5",
    ]


def test_fields_that_are_gone_are_named() -> None:
    assert list(drift.row_breaches(TABLE, b"day,n,by\n1,5,x\n", b"day\n1\n")) == ["n.csv lacks n, by"]


def test_only_the_first_rows_are_shown_and_long_ones_are_cut() -> None:
    then = b"n\n" + b"".join(b"%d%s\n" % (number, b"x" * 500) for number in range(9))
    said = list(drift.row_breaches(TABLE, then, b"n\n"))
    assert said[0] == "n.csv: 9 sealed rows changed or gone"
    assert [len(line) for line in said[1:]] == [drift.LONGEST] * drift.FIRST_LINES


def test_modules_that_changed_came_or_went_are_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def source(**modules: bytes) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for name, content in modules.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        return buffer.getvalue()

    sealed = sealed_from(data, **{SOURCE: source(a=b"1", b=b"1", c=b"1")})
    monkeypatch.setattr(attachments, "source", lambda: source(a=b"1", b=b"2", d=b"1"))
    assert list(drift.program_drift(sealed)) == [
        "the program is not the sealed one any more: b changed, c is gone, d is new"
    ]
    monkeypatch.setattr(attachments, "source", lambda: source(**{f"m{number}": b"" for number in range(4)}))
    (said,) = drift.program_drift(sealed)
    assert said.endswith("a is gone, b is gone, c is gone, m0 is new, m1 is new, 2 more")
    monkeypatch.setattr(attachments, "source", lambda: source(c=b"1", b=b"1", a=b"1"))
    assert list(drift.program_drift(sealed)) == []


def test_python_and_packages_of_another_version_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"python": "3.12", "packages": {"a": "1", "b": "2", "d": "4"}}
    monkeypatch.setattr(manifests, "environment", lambda lock: here)
    sealed = {"python": "3.11", "packages": {"a": "1", "b": "1", "c": "3"}}
    assert list(drift.environment_drift(sealed)) == [
        "it was made with Python 3.11, here is 3.12",
        "it was made with b 1, here is 2",
        "it was made with c 3, here is absent",
        "it was made with d absent, here is 4",
    ]
    assert list(drift.environment_drift(here)) == []


def test_notebook_and_lock_are_held_against_the_sealed_ones(data: Path, tmp_path: Path) -> None:
    lock = b"a==1\nb==1 ; python_version > '3'\n"
    sealed = sealed_from(data, **{NOTEBOOK: b"{}", attachments.LOCK: lock})
    folder = tmp_path / "notebooks"
    folder.mkdir()
    assert list(drift.project_drift(sealed, folder)) == [f"{NOTEBOOK} is gone"]
    (folder / "nights.ipynb").write_bytes(b"{}")
    (tmp_path / attachments.LOCK).write_bytes(b"# by hand\nb==1\na==1\n")
    assert list(drift.project_drift(sealed, folder)) == []
    (folder / "nights.ipynb").write_bytes(b"{ }")
    (tmp_path / attachments.LOCK).write_bytes(b"a==2\nb==1\n")
    assert list(drift.project_drift(sealed, folder)) == [
        f"{NOTEBOOK} is not the sealed one any more",
        f"{attachments.LOCK} is not the sealed one any more: a changed",
    ]
