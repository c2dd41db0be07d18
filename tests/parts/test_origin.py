"""Date, source and headings come from the dataset that was opened, and from what the frame remembers."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import load_dataset, parts
from analysis.data.lineage import measure
from analysis.errors import AnalysisError

DATA = Path(__file__).parents[1] / "publishing" / "data"


def test_a_table_of_the_record_knows_its_date_source_and_headings() -> None:
    dataset = load_dataset(DATA, as_of="2024-01-05")
    shown = parts.table(dataset.nights, caption="Nights").content
    assert shown["as_of"] == "2024-01-05"
    assert shown["source"] == dataset.cite("nights")
    titles = [field.title for field in dataset.descriptor.table("nights").fields]
    assert [column["label"] for column in shown["columns"]] == titles


def test_what_a_measure_makes_of_a_table_remembers_it() -> None:
    dataset = load_dataset(DATA, as_of="2024-01-05")
    counted = measure(lambda rows: pd.DataFrame({"nights": [len(rows)]}))(dataset.nights)
    assert parts.table(counted, caption="Nights").content["source"] == dataset.cite("nights")


def test_a_misspelt_table_is_named() -> None:
    load_dataset(DATA)
    with pytest.raises(AnalysisError, match="has no table night; did you mean nights"):
        parts.table(pd.DataFrame({"n": [1]}), caption="c", source="night")
