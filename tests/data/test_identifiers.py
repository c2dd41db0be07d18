"""Identifiers are told apart by what a reader sees of them; a twin in other characters is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.data.package import read_descriptor
from analysis.data.validation import problems, read_all

AddRows = Callable[[str, str], Path]
WritePackage = Callable[..., Path]


def messages(folder: Path) -> list[str]:
    descriptor = read_descriptor(folder)
    found = problems(descriptor, read_all(descriptor, folder))
    return [str(problem).replace(f"{folder.parent.as_posix()}/", "") for problem in found]


@pytest.mark.parametrize(
    ("hidden", "name"),
    [
        ("\u200b", "U+200B (ZERO WIDTH SPACE)"),
        ("\u00a0", "U+00A0 (NO-BREAK SPACE)"),
        ("\u00ad", "U+00AD (SOFT HYPHEN)"),
    ],
)
def test_a_twin_by_an_invisible_character_is_named(add_rows: AddRows, hidden: str, name: str) -> None:
    (message,) = messages(add_rows("sources", f"fort{hidden}na,F,,,,2026-01-03,\n"))
    assert message.startswith("data/sources.csv:4 source_id = ")
    assert f"contains {name}, which nobody sees; did you mean " in message


def test_what_turns_the_order_of_reading_stands_nowhere(add_rows: AddRows) -> None:
    (message,) = messages(add_rows("sources", "new,,,Peace \u202eemiT,,2026-01-03,\n"))
    assert message == (
        'data/sources.csv:4 title = "Peace \\u202eemiT" contains U+202E (RIGHT-TO-LEFT OVERRIDE), '
        "so that it reads in another order; delete it"
    )


def test_words_of_prose_may_hold_what_identifiers_may_not(add_rows: AddRows) -> None:
    assert messages(add_rows("sources", "new,,,12\u00a0Peace\u00adTimes,,2026-01-03,\n")) == []


def test_a_twin_in_other_characters_is_named(write_package: WritePackage, descriptor: dict[str, Any]) -> None:
    title = next(one for one in descriptor["resources"][2]["schema"]["fields"] if one["name"] == "title")
    title["constraints"] = {"unique": True}
    folder = write_package(descriptor)
    path = folder / "events.csv"
    again = "E3,2026-01-04,day,,,Ｔalks,,,,,af,2026-01-04,\n"  # the T is a full-width one
    path.write_text(path.read_text(encoding="utf-8") + again, encoding="utf-8")
    assert messages(folder) == [
        'data/events.csv:4 title = "Ｔalks" is "Talks" of line 2 in other characters; '
        "write both in the same way"
    ]


def test_unique_keys_hold_between_facts(write_package: WritePackage, descriptor: dict[str, Any]) -> None:
    descriptor["resources"][2]["schema"]["uniqueKeys"] = [["start", "title"]]
    folder = write_package(descriptor)
    assert messages(folder) == []
    path = folder / "events.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "E3,2025-11-01,day,,,Talks,,,,,af,2026-01-04,\n", encoding="utf-8")
    assert messages(folder) == [
        'data/events.csv:4 start + title = "2025-11-01 Talks" stands at line 2 for another fact already; '
        "the start with title must differ"
    ]
