"""What has something wrong in it, by a seed, is loaded or refused in words that name a place."""

import copy
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.data import load_record
from analysis.errors import DataError

WritePackage = Callable[..., Path]
VALUES: list[Any] = [
    *(None, True, -1, 1.5, 1e308, 10**30, "", "x", "\u202e", "\0", "../x", "(a", "date", "number", "status"),
    *([], ["x"], [[]], {}, {"x": 1}, {"name": "x"}, ["date", "date"], "2026-13-01"),
]
NAMES = """
    format unique minimum maximum exclusiveMinimum minLength pattern enum required jsonSchema categories
    trueValues decimalChar groupChar bareNumber missingValues uniqueKeys primaryKey foreignKeys
    fieldsMatch dialect checks series excerpt ledger laterFields dateField completeTo type name path
    schema fields constraints decimals unit title reference resource rule unless delimiter header
    encoding
"""
CELLS = [
    *(
        "",
        "16S",
        "-1",
        "1e308",
        "9" * 30,
        "2026-02-30",
        "0025-12-01",
        "2206-01-01",
        "٣",
        ",",
        "\r",
        '"',
        '"a',
    ),
    *("\0", "\u200b", "\u202e", "\u2028", "\ufeff", "e\u0301", "a\nb", "=cmd|' /C calc'!A0", "x" * 200_000),
]


def containers(part: Any) -> Iterator[Any]:
    """Yield every list and object of a descriptor that holds something, or could."""
    if isinstance(part, dict | list):
        yield part
        for inner in part.values() if isinstance(part, dict) else part:
            yield from containers(inner)


def mutated(descriptor: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    changed = copy.deepcopy(descriptor)
    part = chance.choice(list(containers(changed)))
    at = chance.choice(list(part) if isinstance(part, dict) else range(len(part))) if part else None
    if isinstance(part, dict) and (at is None or chance.random() < 0.5):
        part[chance.choice(NAMES.split())] = chance.choice(VALUES)
    elif at is not None and chance.random() < 0.2:
        del part[at]
    elif at is not None:
        part[at] = chance.choice(VALUES)
    return changed


def is_loaded_or_refused_with_its_place(folder: Path) -> bool:
    """Return whether a package is loaded; a refusal names in each line a file of it."""
    try:
        dataset = load_record(folder, today=date(2026, 2, 1))
    except DataError as error:
        lines = str(error).splitlines()
        named = [
            line for line in lines if ".csv" in line or "datapackage.json" in line or " pattern = " in line
        ]
        assert lines == named != []
        return False
    assert all(len(dataset.table(name).columns) for name in dataset.descriptor.tables)
    return True


@pytest.mark.parametrize("seed", range(10))
def test_a_descriptor_is_used_or_refused(
    write_package: WritePackage, descriptor: dict[str, Any], seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(15):
        is_loaded_or_refused_with_its_place(write_package(mutated(descriptor, chance)))


@pytest.mark.parametrize("seed", range(10))
def test_a_table_is_used_or_refused(write_package: WritePackage, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(15):
        folder = write_package()
        path = chance.choice(sorted(folder.glob("*.csv")))
        lines = [line.split(",") for line in path.read_text(encoding="utf-8").split("\n")]
        line = chance.choice(lines[:-1])
        line[chance.randrange(len(line))] = chance.choice(CELLS)
        path.write_text("\n".join(map(",".join, lines)), encoding="utf-8", newline="")
        is_loaded_or_refused_with_its_place(folder)


def test_the_example_itself_is_used(write_package: WritePackage) -> None:
    assert is_loaded_or_refused_with_its_place(write_package())
