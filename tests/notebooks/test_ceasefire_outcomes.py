"""The report on ceasefires says what its record holds: at the newest date, early, and on thinned data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from analysis.parts import Part

Run = Callable[..., list[Part]]
REPORT = "ceasefire-outcomes"
UNFILLED = re.compile(r"\bnan\b|\bNaT\b|\bNone\b|[{}]|\s—\s|\(—")


def findings(parts: list[Part]) -> dict[str, dict[str, Any]]:
    """Return what a report states, by name."""
    contents = [one for part in parts for one in part.content.get("findings", [part.content])]
    return {one["name"]: one for one in contents if one["kind"] == "finding"}


def texts(parts: list[Part]) -> Iterator[str]:
    """Yield every text that a reader sees outside the cells of tables."""
    yield from (one["sentence"] for one in findings(parts).values())
    for content in (part.content for part in parts):
        yield from (content[name] for name in ("title", "caption", "alt", "text") if content.get(name))
        yield from (*content.get("paragraphs", ()), *content.get("notes", ()))


def table(parts: list[Part], caption: str) -> list[list[str]]:
    """Return the rows of the table whose caption begins so."""
    (rows,) = (one.content["rows"] for one in parts if one.content.get("caption", "").startswith(caption))
    return list(rows)


def only(*spells: str) -> dict[str, Callable[[pd.DataFrame], pd.DataFrame]]:
    return {"ceasefires": lambda rows: rows[rows["spell_id"].isin(spells)]}


@pytest.fixture
def newest(run: Run) -> list[Part]:
    return run(REPORT, "2026-01-05")


def test_the_newest_edition_says_its_numbers_with_their_bounds(newest: list[Part]) -> None:
    said = {name: one["sentence"] for name, one in findings(newest).items()}
    assert said["back-at-war-within-5-years"] == (
        "Counted: of the 65 ceasefires that had begun at least 5 years before 5 January 2026, 13 had "
        "returned to war within that time, 20% (95% interval 11–31%). Estimated, with the younger ones "
        "taken in for as long as they were observed: 22% (95% interval 13–32%)."
    )
    assert said["range-over-rules-at-5-years"] == (
        "Other cases and rules of failure move the 22% back at war within 5 years to between 18% "
        "(cases between states, n = 58) and 31% (earliest end of every spell, n = 70); one cluster less, to "
        "between 20% and 24%."
    )
    assert said["ceasefires-coded"].endswith(
        "Nor are they independent: intervals of shares and times leave out each cluster in turn; annex E "
        "says how often each kind of interval holds."
    )
    assert "12 of them went back to war, as did 23 of the other 52." in said["ambiguous-cases"]
    assert said["weibull-shape"].startswith(
        "The risk was highest early and fell with age, though a mixture of fragile and firm ceasefires would "
        "look the same: 11.8 returns to war per 100 spell-years in the first year and 2.9 later"
    )
    assert said["held-5-years-on-terms-of-s1"].startswith(
        "Given a ceasefire, and only among the earlier ones"
    )
    assert said["held-5-years-on-terms-of-s1"].endswith("a reference class; it is not a forecast.")
    assert "S2, which is continued war, without a ceasefire" in said["held-5-years-on-terms-of-s2"]
    assert "%" not in said["precedents-timed"]
    assert not [text for text in texts(newest) if UNFILLED.search(text)]


def test_annex_a_says_why_a_case_is_in_how_it_is_coded_and_from_which_source(newest: list[Part]) -> None:
    code, told = table(newest, "The reference class, case by case")[0]
    assert code == "C01"
    assert told.startswith(
        "First truce in Palestine. Israel; Egypt; Jordan; Syria; Iraq; Lebanon. Interstate, after a war. "
        "From 1948-06-11: UN mediation after resolution 50 of 29 May 1948. Renewed war on 1948-07-08 after "
        "0.074 years: Egyptian attack in the south of Palestine. Headline; Israel and neighbours. Yes M T. "
        "No Z G P V."
    )
    assert re.search(r"Sources \[\d+\], \[\d+\] \(war 148\), \[\d+\]\. Start held against \[\d+\] 0\.", told)
    numbers = {int(number) for number in re.findall(r"\[(\d+)\]", told)}
    assert max(numbers) <= len(table(newest, "Sources of the reference class"))


def test_the_annex_says_how_often_the_intervals_hold(newest: list[Part]) -> None:
    rows = {row[0]: row[1:] for row in table(newest, "How often the intervals held the truth")}
    assert rows["share back at war by year 5"][0] != "—"
    assert "hazard ratio" in rows
    assert {row[0] for row in table(newest, "How often a test saw")} == {
        "log-rank test of a feature", "test of proportional hazards", "test of a risk that changes with age",
    }  # fmt: skip


def test_an_early_edition_knows_no_scenario_and_establishes_no_change(run: Run) -> None:
    parts = run(REPORT, "1975-05-01")
    stated = findings(parts)
    assert stated["weibull-shape"]["sentence"].startswith("No change of risk with age is established: ")
    assert "heavily in the share of 21%" in stated["range-over-clusters-at-5-years"]["sentence"]
    assert stated["claimed-lengths-that-hold"]["value"] == 0
    assert "no claimed length" in stated["claimed-lengths-that-hold"]["sentence"]
    assert stated["held-on-terms-of-scenarios"]["value"] is None
    assert "All ceasefires on record stand in the figure above." in set(texts(parts))
    assert not [text for text in texts(parts) if UNFILLED.search(text)]


@pytest.mark.parametrize("spells", [("C18",), ("C01", "C18", "C19")])
def test_few_ceasefires_are_counted_and_nothing_is_estimated_from_them(
    run: Run, spells: tuple[str, ...]
) -> None:
    parts = run(REPORT, "2026-01-05", tables=only(*spells))
    stated = findings(parts)
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
        "No other end is on record at this date.",
        "No candidate was left out at this date.",
        "No clash below war is on record at this date.",
        "No historical precedent had begun by this date.",
        "No historical span is on record at this date.",
        "No published base rate is on record at this date.",
        "No scenario is on record at this date.",
    } <= said
    assert findings(parts)["precedents-timed"]["value"] == 0
    assert not [text for text in said if UNFILLED.search(text)]
