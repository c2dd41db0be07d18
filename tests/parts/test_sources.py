"""The list of sources holds what a report has named, in that order, and says what it leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis import load_dataset
from analysis.errors import AnalysisError
from analysis.parts import say, sources, table

DATA = Path(__file__).parents[2] / "data"


def test_sources_are_listed_as_they_were_named(content: Any) -> None:
    dataset = load_dataset(DATA, as_of="2026-01-05")
    cited = say("deal", {"source_id": "dayton-1995"}, "Signed {source_id:cite}.", value=None, n=None)
    assert cited.text == "Signed [1]."
    shown = content(
        table(dataset.events.head(2), caption="Events", columns={"title": "Event"}, source="events")
    )
    assert "[2]" in shown["source"]
    listed = content(sources())
    assert [each["number"] for each in listed["items"]][:2] == [1, 2]
    assert "Framework Agreement" in listed["items"][0]["text"]
    assert "more sources stand behind single rows; sources.csv" in listed["remark"]
    assert content(sources("{left} left"))["remark"].endswith(" left")


def test_a_table_cites_the_sources_of_the_rows_that_it_shows(content: Any) -> None:
    dataset = load_dataset(DATA, as_of="2026-01-05")
    shown = dataset.events.head(2)
    cited = content(table(shown, caption="Two events", columns={"title": "Event"}))["source"]
    numbers = [dataset.number_of(key) for key in dict.fromkeys(shown["source_id"])]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert all(f"[{number}]" in cited for number in numbers)
    assert "more" not in cited
    named = content(table(shown, caption="Events", columns={"title": "Event"}, source="events"))["source"]
    assert "more" in named


def test_a_list_of_nothing_is_refused() -> None:
    load_dataset(DATA, as_of="2026-01-05")
    with pytest.raises(AnalysisError, match="nothing has named a source so far"):
        sources()
    with pytest.raises(AnalysisError, match="no-such-source"):
        say("deal", {"source_id": "no-such-source"}, "Signed {source_id:cite}.", value=None, n=None)
