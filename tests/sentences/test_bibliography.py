"""The sources of a report: only those of rows it reads, the usual licence said once."""

import pandas as pd

from analysis.sentences.bibliography import sources

SOURCES = pd.DataFrame(
    {
        "source_id": ["air-force", "paper", "agency", "unused"],
        "publisher": ["Air Force", "Paper", "Agency", "Nobody"],
        "title": ["Daily reports", "", "", ""],
        "url": ["https://example.org", "", "", ""],
        "licence": ["public reports.", "cited only", "cited only", "cited only"],
    }
)


def test_sources_are_those_of_the_rows_read_and_the_usual_licence_is_said_once() -> None:
    read = [
        pd.DataFrame({"source_id": ["air-force"]}),
        pd.DataFrame({"source_id": ["paper", "agency", "paper"]}),
    ]
    table = sources(SOURCES, read, as_of="2026-01-05")
    assert [row[1] for row in table.content["rows"]] == ["Air Force, Daily reports", "Paper", "Agency"]
    assert table.content["n"] == "3 sources"
    assert table.content["notes"][:2] == [
        "Licence, where no other is named: cited only.",
        "air-force: public reports.",
    ]
    assert "Nobody" not in table.text
