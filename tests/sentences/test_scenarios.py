"""What is said of scenarios on the real record: base rate, contradictions, gaps; none is set ahead."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import Dataset, load_dataset
from analysis.sentences import scenarios as say
from analysis.sentences import scenarios_figures, scenarios_signposts, scenarios_tables
from analysis.sentences.shown import TooLittle, Words
from analysis.subject.scenarios import scenarios, signpost_series, signposts, terms

AS_OF = "2026-01-05"
ODDS = re.compile(r"\b(likely|unlikely|probab|leading|ahead|favou?rite|chance)", re.IGNORECASE)


@cache
def record() -> Dataset:
    return load_dataset(Path(__file__).parents[2] / "data").select(as_of=AS_OF)


@cache
def states() -> pd.DataFrame:
    dataset = record()
    series = signpost_series.computed_series(dataset.strikes, dataset.losses, as_of=AS_OF)
    return signposts.evaluated(dataset.signposts, series=series, indicators=dataset.indicators, as_of=AS_OF)


@cache
def marked() -> pd.DataFrame:
    return scenarios.marks(states(), record().signpost_scenarios, record().scenarios)


def pairs() -> pd.DataFrame:
    return scenarios.overlaps(record().scenarios, record().scenario_exclusions)


def test_the_threshold_of_the_page_does_not_discriminate() -> None:
    findings = say.ordinary(states(), marked(), reason=scenarios.ORDINARY_LEVEL)
    sentence = findings[0].sentence
    assert "≥ 1,000 a week) was met in 28 of the 52 calendar weeks to 4 January 2026" in sentence
    assert "(1 unknown): a level so ordinary does not tell the scenarios apart" in sentence


def test_overview_names_the_overlap_and_the_residual() -> None:
    said = say.overview(record().scenarios, pairs(), forecasts=0, as_of=record().as_of)
    assert "S1 and S4 may both come true; the others exclude each other" in said.sentence
    assert "It may be that none of them comes true (S0)" in said.sentence
    assert "No forecast is on record, so no scenario has a probability here." in said.sentence
    assert [label for label in record().scenarios["label"] if label not in said.sentence] == []
    none = say.overview(record().scenarios.iloc[:0], pairs().iloc[:0], forecasts=0, as_of=record().as_of)
    assert none.sentence == "No scenario is on record as of 5 January 2026."
    one = say.overview(record().scenarios.iloc[:1], pairs().iloc[:0], forecasts=1, as_of=record().as_of)
    assert one.sentence == (
        "1 scenario is on record: S1 “Brokered ceasefire on current lines”. It may be that it does not come "
        "true (S0). 1 forecast is in the ledger."
    )
    with_ledger = say.overview(record().scenarios, pairs(), forecasts=3, as_of=record().as_of)
    assert "3 forecasts are in the ledger" in with_ledger.sentence


def test_states_are_counted_and_add_up() -> None:
    counts = [
        int(number)
        for number in re.findall(r"(\d+) are (?:met|not met|stale|unknown)", say.states(states()).sentence)
    ]
    assert sum(counts) == len(states()) == 17


def test_contradictions_say_what_bears_on_each() -> None:
    ranked = scenarios.contradictions(marked(), record().scenarios)
    sentence = say.contradictions(ranked, signposts=17).sentence
    assert sentence.startswith(
        "3 of 17 signposts tell the scenarios apart. No scenario is contradicted outright"
    )
    assert (
        "S1 (2 bear on it): none speaks against it; S2 (2 bear on it): 2 would support it and are" in sentence
    )
    assert (
        "S3 (none bears on it): no place in the order; S4 (1 bears on it): 1 would support it and is"
        in sentence
    )
    struck = say.contradictions(ranked.assign(inconsistent=1, n=1), signposts=2).sentence
    assert struck.startswith(
        "1 of 2 signposts tells the scenarios apart. S1 (2 bear on it): 1 contradicts it;"
    )
    assert "S2 (2 bear on it): 1 contradicts it and 2 would support it and are not met" in struck
    for nothing in (ranked.assign(n=0), ranked.iloc[:0]):
        said = say.contradictions(nothing, signposts=1).sentence
        assert said == "Of 1 signpost, none tells the scenarios apart on this date: there is nothing to rank."


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (["SP04"], "0 are met and 1 is not met. How many"),
        (["SP14"], "It was met already on the day it was stated and marks no change."),
        (["SP02", "SP14"], "Both were met already on the day they were stated and mark no change."),
        (["SP02", "SP04", "SP14"], "Both were met already on the day they were stated and mark no change."),
    ],
)
def test_states_say_what_was_met_when_stated(ids: list[str], words: str) -> None:
    assert words in say.states(states()[states()["signpost_id"].isin(ids)]).sentence


def test_states_name_what_was_met_when_stated_beside_what_was_not() -> None:
    two = states()[states()["signpost_id"].isin(["SP02", "SP14"])]
    mixed = two.assign(met_when_stated=[True, False])
    assert (
        "“US guarantee term in draft” was met already on the day it was stated" in say.states(mixed).sentence
    )
    assert "already" not in say.states(two.assign(met_when_stated=False)).sentence
    three = pd.concat([two, two.head(1)])
    assert "All 3 were met already on the day they were stated" in say.states(three).sentence


def test_no_sentence_makes_odds_from_signposts_or_sets_a_scenario_ahead() -> None:
    ranked = scenarios.contradictions(marked(), record().scenarios)
    said = [
        say.states(states()).sentence,
        *(finding.sentence for finding in say.ordinary(states(), marked(), reason=scenarios.ORDINARY_LEVEL)),
        *say.robustness(ranked),
    ]
    assert [sentence for sentence in said if ODDS.search(sentence)] == []


def test_robustness_counts_the_analysts_thresholds() -> None:
    said = say.robustness(scenarios.contradictions(marked(), record().scenarios))[0]
    assert "can change the place of S4 (2nd, then 2nd or none) and S2 (3rd, then 2nd)." in said
    assert "Of 3 marks against a scenario, 2 rest on a threshold that the analyst set." in said


def test_no_order_is_said_in_words() -> None:
    ranked = scenarios.contradictions(marked().assign(diagnostic=False), record().scenarios)
    assert say.robustness(ranked) == [
        "No signpost that tells the scenarios apart speaks against any of them."
    ]
    assert "nothing to rank" in scenarios_tables.contradictions(ranked, source="s", as_of=record().as_of).text


def test_all_signposts_and_scenarios_are_in_the_tables() -> None:
    dataset, day = record(), record().as_of
    ranked = scenarios.contradictions(marked(), dataset.scenarios)
    stated = terms.terms(dataset.scenarios, dataset.scenario_attributes)
    events = terms.resolution(
        dataset.scenarios, dataset.signposts, dataset.signpost_scenarios, dataset.scenario_exclusions
    )
    shown = {
        "states": scenarios_signposts.signposts(states(), source="s", as_of=day),
        "watched": scenarios_signposts.watched(dataset.signposts, source="s", as_of=day),
        "readings": scenarios_signposts.readings(states(), dataset.signpost_scenarios, source="s", as_of=day),
        "matrix": scenarios_tables.matrix(scenarios.matrix(marked()), source="s", as_of=day),
        "order": scenarios_tables.contradictions(ranked, source="s", as_of=day),
        "terms": scenarios_tables.terms(stated, source="s", as_of=day),
        "overlaps": scenarios_tables.overlaps(pairs(), source="s", as_of=day),
        "resolution": scenarios_tables.resolution(events, source="s", as_of=day),
    }
    assert "met when stated  15 years" in shown["states"].text
    assert "≥ 15 years (a move: < 15 years)" in shown["states"].text
    assert "> 50% (a move: ≤ 50%)" in shown["states"].text
    for name in ("states", "readings", "watched", "matrix"):
        assert [title for title in dataset.signposts["name"] if title not in shown[name].text] == []
    for name in ("order", "resolution"):
        assert [label for label in dataset.scenarios["label"] if label not in shown[name].text] == []
    assert [value for value in dataset.scenario_attributes["value"] if value not in shown["terms"].text] == []
    assert "S1 and S4  no: both may come true" in shown["overlaps"].text
    assert "28 of 52 calendar weeks (1 unknown)" in shown["readings"].text
    assert [note for note in dataset.signposts["note"] if note not in shown["watched"].text] == []
    assert say.overlap(pairs()) == (
        "S1 and S4 may both come true; the others exclude each other. S1 and S4 could end in the same state."
    )


def test_gaps_of_one_kind_stand_together() -> None:
    found = terms.gaps(states(), record().scenarios)
    shown = scenarios_tables.gaps(found, source="s", as_of=record().as_of)
    assert [subject for subject in found["subject"] if subject not in shown.text] == []
    assert len(shown.content["rows"]) == found[["missing", "consequence"]].drop_duplicates().shape[0] == 4
    assert "US guarantee term in draft (S1); Poll share linking 2026" in shown.text
    assert "horizon (S1, S3, S4)" in shown.text


def test_nothing_on_record_is_said_in_words() -> None:
    dataset, day = record(), record().as_of
    none = dataset.scenarios.iloc[:0]
    empty = terms.terms(none, dataset.scenario_attributes.iloc[:0])
    assert scenarios_tables.terms(empty, source="", as_of=day).kind == "note"
    assert scenarios_signposts.signposts(states().iloc[:0], source="", as_of=day).kind == "note"
    gaps = terms.gaps(states().iloc[:0], none)
    assert "Nothing" in scenarios_tables.gaps(gaps, source="", as_of=day).text


def test_figures_state_what_is_drawn() -> None:
    levels = scenarios_figures.labelled(signposts.levels(states()))
    words = scenarios_figures.distances(levels)
    assert isinstance(words, Words)
    assert words.title.startswith("2 of 7 measured levels are met")
    assert "15 years against ≥ 15 years, met when stated" in words.alt
    assert all(name in words.alt for name in levels["name"])
    matrix = scenarios_figures.matrix(scenarios.matrix(marked()))
    assert isinstance(matrix, Words)
    against = "contradicted, none; support not met, S2 by 2, S4 by 1"
    assert matrix.title == f"3 of 17 signposts tell the scenarios apart: {against}"
    assert isinstance(scenarios_figures.distances(levels.iloc[:0]), TooLittle)


@pytest.mark.parametrize("since", ["2025-12-08", "2025-09-05"])
def test_what_moved_shows_both_days(since: str) -> None:
    dataset = record()
    series = signpost_series.computed_series(dataset.strikes, dataset.losses, as_of=since)
    before = signposts.evaluated(dataset.signposts, series=series, indicators=dataset.indicators, as_of=since)
    moved = signposts.moved(states(), before)
    shown = scenarios_signposts.changes(
        moved, since=pd.Timestamp(since).date(), source="s", as_of=dataset.as_of
    )
    assert "Weekly launches of drones" in shown.text
    assert "yes or no" not in shown.text
