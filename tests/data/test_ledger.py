"""A ledger is appended to and never rewritten; whoever edits it is told so, and where."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analysis.data.descriptor import Table
from analysis.data.ledger import entered, ledger_problems, rows_of, seal, sealed, unsealed
from analysis.data.records import Records, parse

NAMES = ("name", "text", "verdict", "seal", "recorded_on")
NOTES = replace(Table.of("notes", *NAMES), key=("name",), ledger=(0, ""))
Row = dict[str, str]


def row(name: str, recorded_on: str = "2026-12-01", **cells: str) -> Row:
    return {**dict.fromkeys(NAMES, ""), "name": name, "recorded_on": recorded_on, **cells}


def records(rows: Sequence[Row], ends: tuple[int, str] | None = (0, "")) -> Records:
    """Read rows as a ledger of which the descriptor says that it ended at some row."""
    text = "\n".join(",".join(cells) for cells in (NAMES, *(one.values() for one in rows)))
    return parse(replace(NOTES, ledger=ends), "notes.csv", f"{text}\n")


def three() -> list[Row]:
    """Give three sealed rows."""
    return rows_of(sealed(records([row("A"), row("B"), row("C")])))


def said(rows: Sequence[Row], ends: tuple[int, str] | None = None) -> list[str]:
    """Say what is wrong with rows where the ledger ended as three rows do, or elsewhere."""
    return [str(one) for _, one in ledger_problems(records(rows, ends or (3, three()[-1]["seal"])))]


def test_each_row_is_sealed_with_the_one_before_it() -> None:
    first, second, third = three()
    assert (first["seal"], second["seal"]) == (seal(first, ""), seal(second, first["seal"]))
    assert said([first, second, third]) == []
    assert sealed(records([first, second, third])) == records([first, second, third])  # nothing is left to do


@pytest.mark.parametrize("line", [2, 3, 4])
def test_editing_any_row_fails_at_that_row(line: int) -> None:
    rows = three()
    rows[line - 2]["text"] = "Edited."
    assert said(rows) == [
        f'notes.csv:{line} seal = "{rows[line - 2]["seal"]}" does not fit this row and the row before it: '
        "one was edited, deleted, added by hand or moved; "
        "restore the file, and add a row at its end instead, the seal left blank"
    ]


@pytest.mark.parametrize("line", [2, 3])
def test_deleting_an_earlier_row_fails_at_the_next(line: int) -> None:
    rows = three()
    del rows[line - 2]
    (message,) = said(rows)
    assert message.startswith(f"notes.csv:{line} seal = ")


def test_moving_or_inserting_a_row_fails() -> None:
    first, second, third = three()
    assert said([second, first, third])
    made_up = row("D", seal="made-up")
    assert any("made-up" in message for message in said([first, second, made_up, third]))


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_ledger_cut_off_at_its_end_fails_though_its_chain_is_sound(kept: int) -> None:
    assert said(three()[:kept]) == [
        f"notes.csv ends after {kept} of the 3 rows that the descriptor says were sealed; "
        "restore the rows that were cut off"
    ]


def test_a_ledger_written_anew_fails_where_the_descriptor_says_it_ended() -> None:
    anew = rows_of(sealed(records([row("A"), row("B"), row("C", text="Another.")])))
    (message,) = said(anew)
    assert message.startswith("notes.csv:4 seal = ")
    assert "is not the seal of row 3 in the descriptor" in message


def test_a_ledger_must_say_where_it_ends() -> None:
    found = list(ledger_problems(records(three(), None)))
    assert ["is a ledger, and nothing says where it ends" in str(one) for _, one in found] == [True]


def test_a_row_recorded_before_the_one_above_it_fails() -> None:
    rows = rows_of(sealed(records([row("A"), row("B", recorded_on="2026-11-30")])))
    assert said(rows, (0, "")) == [
        'notes.csv:3 recorded_on = "2026-11-30" is before 2026-12-01, when the row before it was recorded; '
        "append at the end"
    ]


def test_a_later_row_may_add_a_verdict_but_not_change_what_was_said() -> None:
    later = row("A", recorded_on="2026-12-02", text="Said.", verdict="1")
    assert said(rows_of(sealed(records([row("A", text="Said."), later]))), (0, "")) == []
    changed = [later, {**later, "recorded_on": "2026-12-03", "verdict": "0"}]
    assert said(rows_of(sealed(records(changed))), (0, "")) == [
        'notes.csv:3 verdict = "0" changes "1", as recorded for A before; '
        "a ledger keeps what was said: give what is new its own row and key"
    ]


def test_rows_added_without_a_seal_wait_for_it_and_are_said_to() -> None:
    ledger = records([*three(), row("D"), row("E")], (3, three()[-1]["seal"]))
    assert (entered(ledger), unsealed(ledger)) == (range(3, 5), range(3, 5))
    assert [str(one) for _, one in ledger_problems(ledger)] == [
        f"notes.csv:{line} seal is blank: the row is not sealed yet; run `analysis seal`" for line in (5, 6)
    ]
    assert list(ledger_problems(sealed(ledger))) == []
    assert rows_of(sealed(ledger))[:3] == three()


def test_sealed_rows_that_the_descriptor_does_not_know_yet_are_sound_and_only_the_rest_waits() -> None:
    """A stop between the two files leaves such rows; more may be added to them."""
    ledger = records([*three(), row("D")], (1, three()[0]["seal"]))
    assert (entered(ledger), unsealed(ledger)) == (range(1, 4), range(3, 4))
    assert list(ledger_problems(sealed(ledger))) == []


def test_a_row_without_a_seal_in_the_middle_does_not_wait() -> None:
    first, second, third = three()
    ledger = records([first, row("D"), second, third], (1, first["seal"]))
    assert len(unsealed(ledger)) == 0
    messages = [str(one) for _, one in ledger_problems(sealed(ledger))]
    assert messages[0].startswith('notes.csv:3 seal = "(blank)" does not fit this row')


@pytest.mark.parametrize("text", ["", "Edited."])
def test_a_seal_once_given_is_not_given_again(text: str) -> None:
    """Else whoever clears the last seals could edit their rows."""
    rows = three()
    rows[2] |= {"seal": "", "text": text}
    assert len(unsealed(records(rows, (3, three()[-1]["seal"])))) == 0
    assert said(rows)[0].startswith('notes.csv:4 seal = "(blank)" does not fit this row')


def test_a_message_names_the_line_of_the_seal() -> None:
    ledger = parse(NOTES, "notes.csv", ",".join(NAMES) + '\nA,"one\ntwo",,,2026-12-01\n')
    assert [str(one).split(" is ")[0] for _, one in ledger_problems(ledger)] == ["notes.csv:3 seal"]
