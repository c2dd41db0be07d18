"""An excerpt gives the same selection as the whole record; a restated record holds corrections alone."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis import load_dataset
from analysis.data.excerpts import closure, excerpt, restated, write_folder
from analysis.data.package import FILE, read_descriptor

DATA = Path(__file__).parents[2] / "data"
AS_OF, KNOWN_ON = date(2025, 12, 6), date(2026, 11, 24)

DESCRIPTOR = """{
  "name": "small",
  "resources": [
    {"name": "salvos", "path": "salvos.csv", "dateField": "night", "laterFields": {"end": ["end", "ending"]},
     "schema": {"primaryKey": "salvo",
       "fields": [{"name": "salvo", "type": "string"}, {"name": "night", "type": "date"},
                  {"name": "drones", "type": "integer"}, {"name": "end", "type": "date"},
                  {"name": "ending", "type": "string"}, {"name": "recorded_on", "type": "date"},
                  {"name": "status", "type": "string"}]}},
    {"name": "places", "path": "places.csv",
     "schema": {"primaryKey": ["salvo", "place"],
       "fields": [{"name": "salvo", "type": "string"}, {"name": "place", "type": "string"},
                  {"name": "recorded_on", "type": "date"}],
       "foreignKeys": [{"fields": "salvo", "reference": {"resource": "salvos", "fields": "salvo"}}]}}
  ]
}
"""
SALVOS = """salvo,night,drones,end,ending,recorded_on,status
a,2025-01-01,10,2025-01-02,stopped,2025-01-03,
a,2025-01-01,11,2025-01-02,stopped,2025-02-01,
a,2025-01-01,12,2025-01-02,stopped,2025-04-01,
b,2025-01-05,20,2025-03-09,shot down,2025-01-06,
c,2025-01-06,30,,,2025-01-07,
c,2025-01-06,30,,,2025-02-02,retracted
d,2025-01-07,40,,,2025-02-03,
e,2025-03-01,50,,,2025-03-02,
f,2025-01-08,60,,,2025-01-09,
f,2025-03-08,60,,,2025-02-05,
"""
PLACES = """salvo,place,recorded_on
a,Kyiv,2025-01-03
c,Lviv,2025-01-07
e,Odesa,2025-03-02
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    files = {FILE: DESCRIPTOR, "salvos.csv": SALVOS, "places.csv": PLACES}
    return write_folder({name: text.encode() for name, text in files.items()}, tmp_path / "data")


def rows(files: dict[str, bytes], name: str) -> list[str]:
    return files[name].decode().splitlines()[1:]


def test_excerpt_keeps_superseded_rows_and_drops_facts_of_later_days(small: Path) -> None:
    files = excerpt(small, ["salvos"], as_of=date(2025, 1, 31), known_on=date(2025, 3, 31))
    assert rows(files, "salvos.csv") == [
        "a,2025-01-01,10,2025-01-02,stopped,2025-01-03,",
        "a,2025-01-01,11,2025-01-02,stopped,2025-02-01,",
        "b,2025-01-05,20,,,2025-01-06,",  # its end lies after the as-of date
        "c,2025-01-06,30,,,2025-01-07,",
        "c,2025-01-06,30,,,2025-02-02,retracted",
        "d,2025-01-07,40,,,2025-02-03,",
    ]  # f was dated anew to a later day, so that its former row would say what is no longer held
    assert sorted(files) == [FILE, "salvos.csv"]


def test_excerpt_takes_along_what_is_referred_to_and_drops_rows_of_dropped_facts(small: Path) -> None:
    files = excerpt(small, ["places"], as_of=date(2025, 1, 31), known_on=date(2025, 1, 31))
    assert sorted(files) == [FILE, "places.csv", "salvos.csv"]
    assert rows(files, "places.csv") == ["a,Kyiv,2025-01-03", "c,Lviv,2025-01-07"]


def test_restated_record_holds_corrections_and_no_new_fact(small: Path) -> None:
    files = restated(small, before=date(2025, 1, 31), after=date(2025, 3, 31))
    assert {line.partition(",")[0] for line in rows(files, "salvos.csv")} == {"a", "b", "c", "f"}
    assert "a,2025-01-01,11,2025-01-02,stopped,2025-02-01," in rows(files, "salvos.csv")
    assert "a,2025-01-01,12,2025-01-02,stopped,2025-04-01," not in rows(files, "salvos.csv")


@pytest.mark.parametrize(
    "names", [["strikes"], ["events", "event_quantities"], ["ceasefires"], ["signposts"]]
)
def test_excerpt_of_the_real_record_selects_the_same_and_is_stable(tmp_path: Path, names: list[str]) -> None:
    files = excerpt(DATA, names, as_of=AS_OF, known_on=KNOWN_ON)
    folder = write_folder(files, tmp_path)
    assert excerpt(folder, names, as_of=AS_OF, known_on=KNOWN_ON) == files
    whole = load_dataset(DATA).select(as_of=AS_OF, known_on=KNOWN_ON)
    sealed = load_dataset(folder).select(as_of=AS_OF, known_on=KNOWN_ON)
    for name in tables(folder):
        pd.testing.assert_frame_equal(sealed.table(name), whole.table(name))


def tables(folder: Path) -> Iterable[str]:
    return read_descriptor(folder).tables


def test_closure_follows_references() -> None:
    descriptor = read_descriptor(DATA)
    assert {"strikes", "sources"} <= closure(descriptor, ["strikes"])
    assert closure(descriptor, ["sources"]) == {"sources"}
