"""A blank reference refers to nothing, of whatever type, in the record as in an excerpt of it."""

from datetime import date
from pathlib import Path

import pytest

from analysis.data import load_dataset
from analysis.data.excerpts import excerpt, write_folder

DESCRIPTOR = """{{
  "name": "harbours",
  "resources": [
    {{"name": "ships", "path": "ships.csv", "dateField": "seen",
     "schema": {{"primaryKey": "ship", "missingValues": ["", "-"],
       "fields": [{{"name": "ship", "type": "{kind}"}}, {{"name": "seen", "type": "date"}},
                  {{"name": "recorded_on", "type": "date"}}]}}}},
    {{"name": "calls", "path": "calls.csv",
     "schema": {{"primaryKey": "call", "missingValues": ["", "-"],
       "fields": [{{"name": "call", "type": "string"}}, {{"name": "ship", "type": "{kind}"}},
                  {{"name": "recorded_on", "type": "date"}}],
       "foreignKeys": [{{"fields": "ship", "reference": {{"resource": "ships", "fields": "ship"}}}}]}}}}
  ]
}}
"""


@pytest.mark.parametrize(
    ("kind", "early", "late"),
    [
        ("integer", "1", "2"),
        ("date", "2020-01-01", "2020-01-02"),
        ("string", "a", "b"),
        ("year", "1980", "1990"),
    ],
)
@pytest.mark.parametrize("blank", ["", "-"])
def test_rows_that_refer_to_nothing_stand(
    tmp_path: Path, kind: str, early: str, late: str, blank: str
) -> None:
    files = {
        "datapackage.json": DESCRIPTOR.format(kind=kind),
        "ships.csv": f"ship,seen,recorded_on\n{early},2025-01-01,2025-02-01\n{late},2025-02-01,2025-02-01\n",
        "calls.csv": "call,ship,recorded_on\n"
        f"x,{early},2025-02-01\ny,{blank},2025-02-01\nz,{late},2025-02-01\n",
    }
    folder = write_folder({name: text.encode() for name, text in files.items()}, tmp_path / "data")
    cut = write_folder(
        excerpt(folder, ["calls"], as_of=date(2025, 1, 31), known_on=date(2025, 2, 1)), tmp_path / "cut"
    )
    for place in (folder, cut):
        assert list(load_dataset(place, as_of="2025-01-31").calls["call"]) == ["x", "y"]
