"""The closed list of weapon names: its newest rows count, and a name that is not there is asked about."""

import unicodedata

from analysis.data.descriptor import Field, Table
from analysis.data.importing.reports import Problems
from analysis.data.records import parse
from analysis.subject.importers.weapons import UnknownNames, WeaponName, spaced, weapon_names

NAMES = ("reported_name", "weapon_class", "in_series", "recorded_on", "status")
TABLE = Table(
    name="weapon_names",
    path="weapon_names.csv",
    fields=tuple(Field(name=name) for name in NAMES),
    key=("reported_name",),
)
LISTED = {"Kalibr": WeaponName("cruise", True), "Iskander-M": WeaponName("ballistic", True)}


def test_the_row_recorded_last_counts_unless_it_retracts_the_name() -> None:
    lines = [
        ",".join(NAMES),
        "X-1,mixed,true,2026-01-01,",
        "X-1,cruise,true,2026-01-02,",
        "X-2,cruise,true,2026-01-01,",
        "X-2,cruise,true,2026-01-02,retracted",
    ]
    found = weapon_names(parse(TABLE, "weapon_names.csv", "\n".join(lines)))
    assert found == {"X-1": WeaponName("cruise", True)}


def test_blanks_and_ways_to_encode_a_letter_make_no_other_name() -> None:
    name = "Привіт й  82"
    assert spaced(unicodedata.normalize("NFD", name)) == "Привіт й 82"


def test_an_unknown_name_is_asked_about_once_with_what_may_be_meant() -> None:
    unknown, problems = UnknownNames(LISTED), Problems()
    for at, name in enumerate(("KALIBR", "KALIBR", "Kalibr and Iskander-M", "Zzz")):
        unknown.add(name, f"a.csv:{at}")
    unknown.tell(problems)
    assert [(one.value, one.reason.partition("(")[2], one.fix) for one in problems.found] == [
        ("KALIBR", "2 reports)", "add a row to weapon_names.csv, if Kalibr is meant, with alias_of Kalibr"),
        (
            "Kalibr and Iskander-M",
            "1 report)",
            "its parts are cruise and ballistic; add a row to weapon_names.csv with the class of the bundle",
        ),
        ("Zzz", "1 report)", "add a row to weapon_names.csv, with its class"),
    ]
