"""A correction of any table leaves what was known before as it was, and shows from its day on."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis import load_dataset
from analysis.data.excerpts import excerpt
from analysis.data.ledger import seal

DATA = Path(__file__).parents[2] / "data"
AS_OF, CORRECTED_ON = date(2026, 1, 5), "2099-12-31"


def resources() -> Iterator[dict[str, Any]]:
    """The tables that have rows."""
    for resource in json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        if len((DATA / resource["path"]).read_text(encoding="utf-8").splitlines()) > 1:
            yield resource


def listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def free_text(resource: dict[str, Any]) -> str:
    """A field whose text may be any, blank when the table has none."""
    schema = resource["schema"]
    keys = [key["fields"] for key in schema.get("foreignKeys", ())]
    bound = {*listed(schema["primaryKey"]), "status", *(name for names in keys for name in listed(names))}
    for field in schema["fields"]:
        plain = field["type"] == "string" and set(field.get("constraints", ())) <= {"required", "unique"}
        if plain and field["name"] not in bound:
            return str(field["name"])
    return ""


def correct(folder: Path, resource: dict[str, Any], known: set[tuple[str, ...]]) -> None:
    """Record the last fact known at the as-of date again: with another text, or taken back."""
    path, key = folder / resource["path"], listed(resource["schema"]["primaryKey"])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in reversed(rows) if tuple(row[name] for name in key) in known)
    is_reworded = free_text(resource) and "ledger" not in resource  # what a ledger says is only taken back
    changed = {free_text(resource): "Put right."} if is_reworded else {"status": "retracted"}
    entered = {**row, **changed, "recorded_on": CORRECTED_ON}
    if "ledger" in resource:
        entered["seal"] = seal(entered, rows[-1]["seal"])
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(row), lineterminator="\n").writerow(entered)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real record with one correction in every table."""
    folder = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("record") / "data"))
    dataset = load_dataset(DATA).select(as_of=AS_OF)
    for resource in resources():
        key = listed(resource["schema"]["primaryKey"])
        cells = dataset.table(resource["name"])[key].to_dict("records")
        known = {tuple(text(row[name]) for name in key) for row in cells}
        correct(folder, resource, known)
    return folder


def text(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if hasattr(value, "year") else str(value)


def test_what_was_known_before_is_the_same_to_the_byte_and_the_correction_shows_later(
    corrected: Path,
) -> None:
    before = load_dataset(DATA).select(as_of=AS_OF)
    names = [resource["name"] for resource in resources()]
    then = excerpt(DATA, names, as_of=AS_OF, known_on=before.known_on)
    assert excerpt(corrected, names, as_of=AS_OF, known_on=before.known_on) == then
    whole = load_dataset(corrected)
    old = whole.select(as_of=AS_OF, known_on=before.known_on)
    new = whole.select(as_of=AS_OF)
    assert new.known_on.isoformat() == CORRECTED_ON
    assert [name for name in names if not old.table(name).equals(before.table(name))] == []
    assert [name for name in names if new.table(name).equals(before.table(name))] == []
