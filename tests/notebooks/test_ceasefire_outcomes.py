"""The report on ceasefires says what its record holds: at the newest date, early, and on thinned data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.parts import Part

Run = Callable[..., list[Part]]
REPORT = "ceasefire-outcomes"
UNFILLED = re.compile(r"\bnan\b|\bNaT\b|\bNone\b(?! of)|[{}]|\s—\s|\(—")
WORDS = 30  # of a finding on page one


def findings(parts: list[Part]) -> dict[str, dict[str, Any]]:
    """Return what a report states, by name."""
    contents = [one for part in parts for one in part.content.get("findings", [part.content])]
    return {one["name"]: one for one in contents if one["kind"] == "finding"}


def headline(parts: list[Part]) -> str:
    return next(str(part.content["text"]) for part in parts if part.kind == "headline")


def texts(parts: list[Part]) -> Iterator[str]:
    """Yield every text that a reader sees outside the cells of tables."""
    for one in findings(parts).values():
        yield from (one["sentence"], one["brief"])
    for content in (part.content for part in parts):
        yield from (content[name] for name in ("title", "caption", "alt", "text") if content.get(name))
        yield from (*content.get("paragraphs", ()), *content.get("notes", ()))


def table(parts: list[Part], caption: str) -> list[list[str]]:
    """Return the rows of the table whose caption begins so."""
    (rows,) = (one.content["rows"] for one in parts if one.content.get("caption", "").startswith(caption))
    return list(rows)


def only(*spells: str) -> dict[str, Callable[[pd.DataFrame], pd.DataFrame]]:
    return {"ceasefires": lambda rows: rows[rows["spell_id"].isin(spells)]}


SHOWN: dict[str, list[Part]] = {}  # by date, so that a report is run once for all tests that only read it


@pytest.fixture
def newest(run: Run) -> list[Part]:
    if "2026-01-05" not in SHOWN:
        SHOWN["2026-01-05"] = run(REPORT, "2026-01-05")
    return SHOWN["2026-01-05"]


def is_read_in_a_breath(parts: list[Part]) -> bool:
    """Whether page one has a short headline and three to five short findings."""
    said = [one["brief"] for one in findings(parts).values() if one["key"]]
    counts = [len(text.split()) for text in said]
    short = len(headline(parts).split()) <= 14 and max(counts) <= WORDS
    return short and 3 <= len(counts) <= 5 and min(counts) > 0


def test_page_one_says_the_edition_s_finding_in_plain_words(newest: list[Part]) -> None:
    assert is_read_in_a_breath(newest)
    assert headline(newest) == "Ceasefires between armies were most at risk early; the risk fell with age"
    assert {name: one["brief"] for name, one in findings(newest).items() if one["key"]} == {
        "ceasefires-coded": "70 ceasefires count here. By 5 January 2026, 35 had gone back to war, a treaty "
        "had replaced 18, and 17 were in force.",
        "back-at-war-within-5-years": "Of 65 ceasefires begun at least 5 years ago, 13 were back at war "
        "within 5 years: 20%. So few cases would also fit 11% to 31%.",
        "weibull-shape": "Of 100 ceasefires, about 12 a year broke in the first year, 3 a year after that: "
        "the risk fell with age, or the fragile ones went first.",
        "range-over-rules-at-5-years": "To count other cases, or other events as the end, would give "
        "anything from 18% to 31% back at war within 5 years.",
        "precedents-timed": "Of 3 precedents named for this war, 2 were ceasefires: Korean War armistice (72 "
        "years, in force) and Paris Peace Accords (war after 1.9–2.3 years). Too few for a rate.",
    }


def test_the_facts_of_page_one_are_those_of_the_table_by_plain_pandas(newest: list[Part]) -> None:
    rows = pd.read_csv(Path(__file__).parents[2] / "data" / "ceasefires.csv", parse_dates=["start", "end"])
    day, said = pd.Timestamp("2026-01-05"), findings(newest)
    own = rows[rows["headline"] & (rows["start"] < day)]
    years = (own["end"].fillna(day) - own["start"]).dt.days / 365.25
    war = own["end_type"] == "renewed_war"
    counts = [len(own), war.sum(), (own["end_type"] == "superseded_by_treaty").sum(), own["end"].isna().sum()]
    assert [str(count) in said["ceasefires-coded"]["sentence"] for count in counts] == [True] * 4
    old = (day - own["start"]).dt.days / 365.25 >= 5
    assert said["back-at-war-within-5-years"]["value"] == (war & (years <= 5))[old].sum() / old.sum()
    first = 100 * (war & (years <= 1)).sum() / years.clip(upper=1).sum()
    later = 100 * (war & (years > 1)).sum() / (years - 1).clip(lower=0).sum()
    assert f"a rate of {first:.1f} for every 100 years" in said["weibull-shape"]["sentence"]
    assert f"at {later:.1f} after that" in said["weibull-shape"]["sentence"]


def test_the_newest_edition_says_its_numbers_with_their_bounds(newest: list[Part]) -> None:
    said = {name: one["sentence"] for name, one in findings(newest).items()}
    assert said["back-at-war-within-5-years"] == (
        "Counted: of the 65 ceasefires that had begun at least 5 years before 5 January 2026, 13 had "
        "returned to war within that time, 20% (95% interval 11–31%). Estimated, with the younger ones "
        "taken in for as long as they were seen: 22% (13–32%)."
    )
    assert said["range-over-rules-at-5-years"] == (
        "Other cases, or other events taken as the end, move the estimate of 22% back at war within 5 years "
        "to between 18% (wars between states only, n = 58) and 31% (the earliest end of each, n = 70)."
    )
    assert "12 of them went back to war, as did 23 of the other 52." in said["ambiguous-cases"]
    assert said["weibull-shape"].startswith(
        "The risk fell with age, or the fragile ones went first. In their first year, ceasefires went back "
        "to war at a rate of 11.8 for every 100 years that they were in force, and at 2.9 after that."
    )
    assert said["held-5-years-on-terms-of-s1"].startswith("Given a ceasefire on terms like those of S1")
    assert said["held-5-years-on-terms-of-s1"].endswith("earlier ceasefires; it is not a forecast.")
    assert (
        "S2 (Talks collapse, Russia escalates), which is continued war."
        in said["held-5-years-on-terms-of-s2"]
    )
    assert "%" not in said["precedents-timed"]
    assert not [text for text in texts(newest) if UNFILLED.search(text)]


def test_a_ratio_that_one_cluster_decides_has_no_interval(newest: list[Part]) -> None:
    ratios = {row[0]: row[5] for row in table(newest, "Features one at a time")}
    assert ratios["territory unresolved"] == "3.03"
    assert ratios["decisive victory"] == "0.41 (0.18–0.92)"


def test_beside_a_number_stands_how_often_its_like_was_right(newest: list[Part]) -> None:
    said = " ".join(texts(newest))
    assert "it held the answer in 93.5% of them; it claims 95%" in said
    assert "this test saw a change in 6.5%; it claims to err in 5%" in said


def test_records_that_nobody_checks_on_paper_are_named_as_attached(newest: list[Part]) -> None:
    said = " ".join(texts(newest))
    for file, rows in (("ceasefires", "78 cases"), ("ceasefire_references", "263 references")):
        assert f"{file}.csv ({rows})" in said
    assert max(len(part.content["rows"]) for part in newest if part.kind == "table") <= 16


def test_the_annex_says_how_often_the_intervals_hold(newest: list[Part]) -> None:
    rows = {row[0]: row[1:] for row in table(newest, "How often the intervals held the truth")}
    assert rows["share back at war by year 5"][0] != "—"
    assert "hazard ratio" in rows
    assert "tests that claim to err in 5% of the drawings erred in 3.5% to 7.1%" in " ".join(texts(newest))


def test_an_early_edition_knows_no_scenario_and_establishes_no_change(run: Run) -> None:
    parts = run(REPORT, "1975-05-01")
    stated = findings(parts)
    assert is_read_in_a_breath(parts)
    assert headline(parts) == "The record does not show that ceasefires grow safer, or weaker, with age"
    assert stated["weibull-shape"]["brief"].endswith("after that: no change of risk with age is established.")
    assert stated["back-at-war-within-5-years"]["brief"] == (
        "Of 22 ceasefires begun at least 5 years ago, 3 were back at war within 5 years: 14%."
    )
    assert "heavily in this share" in stated["range-over-clusters-at-5-years"]["sentence"]
    assert stated["claimed-lengths-that-hold"]["value"] == 0
    assert "no claimed length" in stated["claimed-lengths-that-hold"]["sentence"]
    assert stated["held-on-terms-of-scenarios"]["value"] is None
    assert "All ceasefires on record stand in the figure above." in set(texts(parts))
    assert not [text for text in texts(parts) if UNFILLED.search(text)]


def test_a_finding_of_page_one_is_read_in_a_breath_at_another_date(run: Run) -> None:
    assert is_read_in_a_breath(run(REPORT, "2024-10-01"))


@pytest.mark.parametrize("spells", [("C18",), ("C01", "C18", "C19")])
def test_few_ceasefires_are_counted_and_nothing_is_estimated_from_them(
    run: Run, spells: tuple[str, ...]
) -> None:
    parts = run(REPORT, "2026-01-05", tables=only(*spells))
    stated = findings(parts)
    assert headline(parts) == ""  # the report's title stands there
    assert stated["ceasefires-coded"]["value"] == len(spells)
    for name in (
        "range-over-rules-at-5-years", "range-over-clusters-at-5-years", "weibull-shape",
        "incidence-of-war-at-5-years", "median-years-to-war", "mean-years-within-20", "features-established",
        "held-5-years-on-terms-of-s1",
    ):  # fmt: skip
        assert stated[name]["value"] is None, name
        assert stated[name]["sentence"].startswith("Insufficient data: "), name
    assert "Estimated" not in stated["back-at-war-within-5-years"]["sentence"]
    drawn = [part for part in parts if part.kind == "figure"]
    assert len(drawn) == 2  # each ceasefire, and its likeness to the scenarios
    assert not [text for text in texts(parts) if UNFILLED.search(text)]


def test_without_optional_rows_each_gap_is_said(run: Run) -> None:
    empty = (
        "ceasefire_alternatives", "ceasefire_checks", "ceasefire_exclusions", "ceasefire_incidents",
        "ceasefire_references", "precedents", "precedent_spans", "published_rates", "scenarios",
    )  # fmt: skip
    parts = run(REPORT, "2026-01-05", tables={name: lambda rows: rows[:0] for name in empty})
    said = set(texts(parts))
    assert {
        "No historical precedent had begun by this date.",
        "No historical span is on record at this date.",
        "No published base rate is on record at this date.",
        "No scenario is on record at this date.",
    } <= said
    assert any("ceasefire_incidents.csv 0 clashes that did not count as war" in text for text in said)
    assert findings(parts)["precedents-timed"]["value"] == 0
    assert not [text for text in said if UNFILLED.search(text)]
