"""The gate of an import: totals that differ from what others reported are all named, the rest are counted."""

from __future__ import annotations

import pytest

from analysis.data.descriptor import Table
from analysis.data.importing.comparison import Row, Span
from analysis.data.records import Records, parse
from analysis.errors import DataError
from analysis.subject.importers.checkpoints import held_against

FIELDS = (
    "date", "drones_launched", "drones_neutralised", "missiles_launched", "missiles_intercepted",
    "missiles_tolerance", "recorded_on", "status",
)  # fmt: skip
TABLE = Table.of("strike_checkpoints", *FIELDS)
SPAN = Span("2026-01-05", "2026-01-05")
FIX = "find out which is right; correct the checkpoint if it is not"


def checkpoints(*lines: str) -> Records:
    return parse(TABLE, "checkpoints.csv", "\n".join([",".join(FIELDS), *lines]))


def row(
    weapon_class: str, launched: str, shot_down: str, *, suppressed: str = "", date: str = "2026-01-05"
) -> Row:
    return {
        "date": date, "weapon_class": weapon_class, "launched": launched, "shot_down": shot_down,
        "suppressed": suppressed,
    }  # fmt: skip


# A night and a day with 165 drones, 137 of them shot down or suppressed, and 9 missiles, 4 intercepted.
ROWS = [
    row("drone", "120", "80", suppressed="20"),
    row("drone", "45", "37"),
    row("ballistic", "5", "1"),
    row("cruise", "4", "3"),
]


def test_night_and_day_of_a_date_and_all_missiles_count_together() -> None:
    assert (
        held_against(checkpoints("2026-01-05,165,137,9,4,0,2026-11-24,"), ROWS, span=SPAN)
        == "checkpoints: 1 of 1 agree"
    )


def test_every_total_that_differs_is_named_at_its_line() -> None:
    with pytest.raises(DataError) as error:
        held_against(
            checkpoints("2026-01-05,165,137,9,4,0,2026-11-24,", "2026-01-05,164,138,9,5,0,2026-11-24,"),
            ROWS,
            span=SPAN,
        )
    assert str(error.value).split("\n") == [
        f'checkpoints.csv:3 {field} = "{said}" differs from the {total} that would be on record for '
        f"2026-01-05; {FIX}"
        for field, said, total in (
            ("drones_launched", 164, 165),
            ("drones_neutralised", 138, 137),
            ("missiles_intercepted", 5, 4),
        )
    ]


@pytest.mark.parametrize(("launched", "agrees"), [(6, False), (7, True), (9, True), (10, False)])
def test_missiles_may_exceed_the_checkpoint_by_its_tolerance_but_not_fall_short(
    launched: int, agrees: bool
) -> None:
    held = checkpoints(f"2026-01-05,165,137,{launched},4,2,2026-11-24,")
    if agrees:
        assert held_against(held, ROWS, span=SPAN) == "checkpoints: 1 of 1 agree"
    else:
        with pytest.raises(DataError, match="missiles_launched"):
            held_against(held, ROWS, span=SPAN)


def test_the_tolerance_is_not_for_drones() -> None:
    with pytest.raises(DataError, match="drones_launched"):
        held_against(checkpoints("2026-01-05,164,137,9,4,2,2026-11-24,"), ROWS, span=SPAN)


def test_what_was_not_reported_is_not_held_against_the_import() -> None:
    assert (
        held_against(checkpoints("2026-01-05,165,,,,,2026-11-24,"), ROWS, span=SPAN)
        == "checkpoints: 1 of 1 agree"
    )


@pytest.mark.parametrize(
    "line", ["2026-01-06,1,1,1,1,0,2026-11-24,", "2026-01-05,1,1,1,1,0,2026-11-24,retracted"]
)
def test_other_dates_and_retracted_checkpoints_are_left_out(line: str) -> None:
    assert held_against(checkpoints(line), ROWS, span=SPAN) == "checkpoints: none of the dates on record"


def test_a_date_of_the_file_without_a_row_is_held_against_its_checkpoint() -> None:
    with pytest.raises(DataError, match='drones_launched = "165" differs from the 0'):
        held_against(checkpoints("2026-01-05,165,,,,,2026-11-24,"), [], span=SPAN)


def test_of_a_corrected_checkpoint_the_correction_counts() -> None:
    held = checkpoints("2026-01-05,164,,,,,2026-11-24,", "2026-01-05,165,,,,,2026-11-25,")
    assert held_against(held, ROWS, span=SPAN) == "checkpoints: 1 of 1 agree"
