"""What is built otherwise than a descriptor is named part by part."""

from typing import Any

import pytest

from analysis.data.shape import PACKAGE, misshapen

SOUND: dict[str, Any] = {
    "resources": [
        {"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "x", "own": 3}], "primaryKey": "x"}}
    ]
}


def test_a_sound_one_may_hold_properties_of_its_own() -> None:
    assert list(misshapen(SOUND, PACKAGE, "p")) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"schema": {"fields": {}}},
            ['p resources a schema fields = "{}" is not a list; write a list there'],
        ),
        ({"schema": {}}, ["p resources a schema has no fields; add it"]),
        ({"schema": {"fields": [{}]}}, ["p resources a schema fields no. 1 has no name; add it"]),
        (
            {"schema": {"fields": [], "primaryKey": 3}},
            ['p resources a schema primaryKey = "3" is not a text or a list; write a text or a list there'],
        ),
        (
            {"ledger": {"rows": True, "seal": ""}},
            ['p resources a ledger rows = "True" is not a whole number; write a whole number there'],
        ),
        (
            {"laterFields": {"end": [3]}},
            ['p resources a laterFields end no. 1 = "3" is not a text; write a text there'],
        ),
        ({"name": 3}, ['p resources no. 1 name = "3" is not a text; write a text there']),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_misshapen_is_named(changed: dict[str, Any], said: list[str]) -> None:
    wrong = {"resources": [{**SOUND["resources"][0], **changed}]}
    assert [str(problem) for problem in misshapen(wrong, PACKAGE, "p")] == said
