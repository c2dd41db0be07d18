"""Rows added by hand are sealed all or none; nothing but the blank seals and the noted ends changes."""

import copy
import csv
import errno
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import check, load_dataset, read_descriptor, sealing
from analysis.data.columns import Column
from analysis.data.descriptor import Table
from analysis.data.excerpts import excerpt, write_folder
from analysis.data.importing.appending import replace_file
from analysis.data.records import Records, parse
from analysis.data.sealing import seal_ledgers, with_seals
from analysis.errors import DataError, Problem

HEADER = "name,text,verdict,decided_on,seal,source_id,recorded_on,status\n"
FIRST = "A,Said.,,,,af,2026-12-01,\n"
SECOND = "B,,,,,af,2026-12-02,\n"
VERDICT = "A,Said.,1,2026-12-20,,af,2026-12-20,\n"
Files = dict[str, bytes]


def notes(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    """Describe a ledger, with the housekeeping columns of another table."""
    sources = descriptor["resources"][0]["schema"]["fields"]
    own: list[dict[str, Any]] = [
        {"name": one, "title": one, "type": "string"} for one in ("name", "text", "verdict")
    ]
    own += [{"name": "decided_on", "title": "Decided on", "type": "date"}]
    own += [{"name": "seal", "title": "Seal", "type": "string", "constraints": {"required": True}}]
    return {
        "name": name,
        "path": f"{name}.csv",
        "ledger": {"rows": 0, "seal": ""},
        "laterFields": {"decided_on": ["decided_on", "verdict"]},
        "schema": {"primaryKey": ["name"], "fields": [*own, *sources[-3:]]},
    }


@pytest.fixture
def record(write_package: Callable[..., Path], descriptor: dict[str, Any]) -> Path:
    """Give a record with two ledgers, each of them with rows that wait for their seals."""
    whole = copy.deepcopy(descriptor)
    whole["resources"] += [notes(descriptor, "notes"), notes(descriptor, "remarks")]
    folder = write_package(whole)
    (folder / "notes.csv").write_text(HEADER + FIRST + SECOND, encoding="utf-8")
    (folder / "remarks.csv").write_text(HEADER + SECOND, encoding="utf-8")
    return folder


def files(record: Path) -> Files:
    return {path.name: path.read_bytes() for path in record.iterdir()}


def add(record: Path, rows: str, table: str = "notes") -> None:
    with (record / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(rows)


def sealing_says(record: Path) -> list[str]:
    return [str(one).replace(f"{record.as_posix()}/", "") for one in seal_ledgers(record)]


def refusal(record: Path) -> list[str]:
    """Say why a record is not sealed, once it is sure that nothing was written."""
    before = files(record)
    with pytest.raises(DataError) as caught:
        seal_ledgers(record)
    assert files(record) == before
    return str(caught.value).replace(f"{record.as_posix()}/", "").splitlines()


def test_the_rows_of_every_ledger_are_sealed_and_the_record_is_sound(record: Path) -> None:
    assert [str(one).split("/")[-1] for one in check(record)] == [
        f"{place} seal is blank: the row is not sealed yet; run `analysis seal`"
        for place in ("notes.csv:2", "notes.csv:3", "remarks.csv:2")
    ]
    assert sealing_says(record) == [
        "notes.csv: 2 rows sealed, A to B; 2 in all",
        "remarks.csv: 1 row sealed, B; 1 in all",
    ]
    assert check(record) == []
    add(record, VERDICT)
    assert sealing_says(record) == ["notes.csv: 1 row sealed, A; 3 in all"]
    rows, last = read_descriptor(record).table("notes").ledger or (0, "")
    assert (rows, last) == (
        3,
        load_dataset(record).select(as_of="2027-01-01").notes.set_index("name").seal["A"],
    )


def test_sealing_twice_writes_nothing(record: Path) -> None:
    seal_ledgers(record)
    before = {path.name: path.stat().st_ino for path in record.iterdir()}
    assert seal_ledgers(record) == ()
    assert {path.name: path.stat().st_ino for path in record.iterdir()} == before


def test_only_the_seals_and_the_ends_of_the_ledgers_change(record: Path) -> None:
    text = '\ufeff"name",' + HEADER[5:].replace("\n", "\r\n")
    text += '"A","Said, ""so"",\r\nor\nnot.",,,"",af,2026-12-01,\r\n' + 'B,5" \'x\',,,,"af",2026-12-02,""'
    (record / "notes.csv").write_bytes(text.encode())
    before = files(record)
    seal_ledgers(record)
    first, second = parse(
        read_descriptor(record).table("notes"), "", (record / "notes.csv").read_text(encoding="utf-8-sig")
    )["seal"]
    sealed = text.replace(',,"",af', f",,{first},af").replace(',,,,"af"', f',,,{second},"af"')
    assert (record / "notes.csv").read_bytes() == sealed.encode()
    descriptor = json.loads(before["datapackage.json"])
    descriptor["resources"][-2]["ledger"] = {"rows": 2, "seal": second}
    descriptor["resources"][-1]["ledger"] = {"rows": 1, "seal": load_dataset(record).remarks.seal.iloc[0]}
    assert json.loads((record / "datapackage.json").read_bytes()) == descriptor
    changed = {name for name, content in files(record).items() if content != before[name]}
    assert changed == {"notes.csv", "remarks.csv", "datapackage.json"}


CELLS = st.text(st.sampled_from('a,"\n\r й'), max_size=4).filter(lambda text: text.strip("\r\n") == text)
ROWS = st.lists(st.tuples(st.sampled_from("ABC"), CELLS), min_size=1, max_size=4)


@given(
    ROWS,
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_seals_find_their_cells_however_a_file_is_quoted(
    rows: list[tuple[str, str]], quoting: Any, end: str, data: st.DataObject
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator=end)
    writer.writerows([("name", "seal", "text"), *((name, "", cell) for name, cell in rows)])
    whole = text.getvalue().removesuffix(data.draw(st.sampled_from([end, ""])))
    table = Table.of("notes", "name", "seal", "text")
    since = data.draw(st.integers(0, len(rows) - 1))
    seals = ["" if at < since else f"seal{at}" for at in range(len(rows))]
    ledger = parse(table, "", whole)
    expected = {**ledger.columns, "seal": Column.of(seals)}
    ledger = replace(ledger, columns=expected)
    written = with_seals(whole, ledger, range(since, len(rows)))
    assert parse(table, "", written).columns == expected
    blank = '""' if quoting == csv.QUOTE_ALL else ""
    for mark in seals[since:]:
        written = written.replace(mark, blank)
    assert written == whole


def test_every_problem_is_said_at_once_and_nothing_is_written(record: Path) -> None:
    add(record, "C,,,soon,,af,2026-12-03,\n")
    add(record, "D,,,,,nobody,2026-12-01,\n", "remarks")
    add(record, "2026-01-06,drone,16S,,,,af,2026-01-06,\n", "strikes")
    said = refusal(record)
    assert [line.split(" = ")[0] for line in said] == [
        "strikes.csv:5 launched",
        "notes.csv:4 decided_on",
        "remarks.csv:3 recorded_on",
    ]


def test_an_edited_row_is_not_sealed_anew(record: Path) -> None:
    seal_ledgers(record)
    path = record / "notes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Said.", "Never said."), encoding="utf-8")
    add(record, "C,,,,,af,2026-12-03,\n")
    (message,) = refusal(record)
    assert message.startswith("notes.csv:2 seal = ")


@pytest.mark.parametrize("broken", ["name,text\nA,\n", "", HEADER + "A,\n", HEADER + 'A,"'])
def test_a_file_that_cannot_be_read_as_a_table_is_refused(record: Path, broken: str) -> None:
    (record / "notes.csv").write_text(broken, encoding="utf-8")
    assert all(line.startswith("notes.csv") for line in refusal(record))


def sealed_ahead(record: Path) -> Files:
    """Return the files as sealing will leave them, the record as it was: its rows still wait."""
    waiting = files(record)
    seal_ledgers(record)
    done = files(record)
    write_folder(waiting, record)
    return done


@pytest.mark.parametrize("stopped_at", [1, 2, 3])
def test_a_stop_between_the_files_breaks_nothing_and_sealing_again_does_the_rest(
    record: Path, monkeypatch: pytest.MonkeyPatch, stopped_at: int
) -> None:
    done = sealed_ahead(record)
    calls = []

    def stopping(path: Path, content: bytes) -> None:
        calls.append(path)
        if len(calls) == stopped_at:
            raise KeyboardInterrupt
        replace_file(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "replace_file", stopping)
        with pytest.raises(KeyboardInterrupt):
            seal_ledgers(record)
    problems = [str(one) for one in check(record)]
    assert all("run `analysis seal`" in problem for problem in problems)
    assert len(problems) == {1: 3, 2: 1, 3: 0}[stopped_at]
    assert len(sealing_says(record)) == 2
    assert files(record) == done


@pytest.mark.parametrize("full_at", [1, 2, 3])
def test_a_full_disk_is_said_and_sealing_again_does_the_rest(
    record: Path, monkeypatch: pytest.MonkeyPatch, full_at: int
) -> None:
    done = sealed_ahead(record)
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DataError, match="cannot be written: No space left on device"):
            seal_ledgers(record)
    assert set(files(record)) == set(done)  # nothing half written is left lying about
    seal_ledgers(record)
    assert files(record) == done


def test_a_file_saved_while_it_was_checked_is_left_alone(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saving(*_: object) -> list[Any]:
        add(record, "C,,,,,af,2026-12-03,\n")
        return []

    monkeypatch.setattr(sealing, "problems", saving)
    with pytest.raises(DataError, match=r"notes\.csv was changed in the meantime; run `analysis seal` again"):
        seal_ledgers(record)
    assert (record / "notes.csv").read_text(encoding="utf-8") == (
        HEADER + FIRST + SECOND + "C,,,,,af,2026-12-03,\n"
    )


def test_a_ledger_must_say_where_it_ends(record: Path) -> None:
    file = record / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    descriptor["resources"][-2]["ledger"] = {"rows": "none"}
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(DataError, match="notes ledger has no seal"):
        seal_ledgers(record)
    del descriptor["resources"][-2]["ledger"]
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    (message,) = refusal(record)
    assert message.startswith("notes.csv is a ledger, and nothing says where it ends")


def test_an_excerpt_of_a_ledger_loads_and_is_not_sealed(record: Path, tmp_path: Path) -> None:
    add(record, VERDICT)
    seal_ledgers(record)
    cut = excerpt(record, ["notes"], as_of=date(2026, 12, 10), known_on=date(2027, 1, 1))
    folder = write_folder(cut, tmp_path / "cut")  # the verdict is blank there: no seal would fit
    assert set(load_dataset(folder).notes["verdict"]) == {""}
    assert seal_ledgers(folder) == ()


def test_sealing_changes_nothing_that_an_edition_of_before_rests_on(record: Path) -> None:
    """An excerpt as known before must keep its bytes, the descriptor's among them."""
    dates = {"as_of": date(2026, 12, 31), "known_on": date(2026, 12, 2)}
    seal_ledgers(record)
    before = excerpt(record, ["notes"], **dates)
    add(record, "C,,,,,af,2026-12-03,\n")
    seal_ledgers(record)
    assert excerpt(record, ["notes"], **dates) == before


def no_more_of_b(tables: Mapping[str, Records]) -> Iterator[Problem]:
    """Check that a subject might have: no row of the name B."""
    for name in ("notes", "remarks"):
        if "B" in tables[name]["name"]:
            yield Problem(name, "B", "is taken", "choose another")


def test_what_a_subject_checks_bars_the_sealing_and_is_said_after_what_the_toolkit_finds(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = {"analysis.checks": [SimpleNamespace(name="names", load=lambda: no_more_of_b)]}
    monkeypatch.setattr(sealing, "entry_points", lambda group: installed[group])
    assert refusal(record) == [f'{name} = "B" is taken; choose another' for name in ("notes", "remarks")]
    add(record, "C,,,soon,,af,2026-12-03,\n")
    assert [line.split(" = ")[0] for line in refusal(record)] == [
        "notes.csv:4 decided_on",
        "notes",
        "remarks",
    ]
