"""The brief on the real record at several dates: everything on record is there, and nothing later."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import Dataset, load_dataset
from analysis.parts import Part
from analysis.sentences import brief as say
from analysis.sentences import brief_actors, brief_events, brief_figures, brief_lists, brief_tables
from analysis.sentences.shown import TooLittle, Words
from analysis.subject.attacks import records
from analysis.subject.ceasefires import precedents
from analysis.subject.record import entries, indicators, losses
from analysis.subject.scenarios import signpost_series

DATES = ["2022-10-15", "2024-10-01", "2025-12-06", "2026-01-05"]
LATER = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
KEYS = re.compile(r"\[[a-z0-9-]+\]")  # a source may be younger: it tells of the knowledge, not of the day


@cache
def record() -> Dataset:
    return load_dataset(Path(__file__).parents[2] / "data")


def parts(as_of: str) -> list[Part]:
    """Build every table of the brief as the notebook does."""
    dataset = record().select(as_of=as_of)
    day, source = dataset.as_of, "record"
    events = entries.chronology(dataset.events, as_of=day)
    further = entries.further_dates(dataset.context_events, as_of=day)
    on_record = indicators.recorded(dataset.indicators, as_of=day, war_start=date(2022, 2, 24))
    computed = indicators.measured(dataset.strikes, dataset.losses, as_of=day)
    people = (dataset.people, dataset.person_roles, dataset.event_people, dataset.precedent_people)
    bodies = (dataset.organizations, dataset.organization_roles, dataset.event_organizations)
    claims = entries.claims(dataset.event_quantities, dataset.events)
    return [
        brief_tables.key_indicators(indicators.key_indicators(computed, on_record), source=source, as_of=day),
        brief_tables.indicators(on_record, source=source, as_of=day),
        brief_tables.stale(indicators.stale(on_record, computed=computed), source=source, as_of=day),
        brief_tables.definitions(dataset.definitions, on_record["definition_id"], source=source, as_of=day),
        brief_events.events(events, source=source, as_of=day),
        brief_events.accounts(events, source=source, as_of=day),
        brief_events.claims(claims, source=source, as_of=day),
        brief_events.disputes(entries.disputes(dataset.discrepancies), source=source, as_of=day),
        brief_tables.further_dates(further, source=source, as_of=day),
        brief_actors.people(entries.roster(*people, as_of=day), source=source, as_of=day),
        brief_actors.organizations(entries.directory(*bodies), source=source, as_of=day),
        brief_tables.spans(precedents.spans(dataset.precedent_spans, as_of=day), source=source, as_of=day),
    ]


@cache
def text(as_of: str) -> str:
    return "\n".join(part.text for part in parts(as_of))


def test_everything_of_the_record_is_in_the_tables() -> None:
    dataset, shown = record().select(as_of="2026-01-05"), text("2026-01-05")
    names = [
        *dataset.events["title"], *dataset.people["name"], *dataset.organizations["name"],
        *dataset.discrepancies["claim"], *dataset.indicators["name"], *dataset.context_events["title"],
        *dataset.precedents["name"],
    ]  # fmt: skip
    assert len(dataset.events) == 19
    assert len(dataset.discrepancies) == 24
    assert [name for name in names if name not in shown] == []


def test_contested_claims_stand_side_by_side() -> None:
    shown = text("2026-01-05")
    both = "36 missiles (Ukrainian Air Force, on the page; low); 34 missiles (Ukrainian Air Force; high)"
    assert both in shown
    assert "2 hours (US side, on the page; low); 1.25 hours (Kremlin; medium)" in shown


@pytest.mark.parametrize("as_of", DATES)
def test_nothing_later_than_the_date_is_shown(as_of: str) -> None:
    later = {found[0] for found in LATER.finditer(KEYS.sub("", text(as_of))) if found[0] > as_of}
    assert later == set()


def test_titles_of_later_events_are_absent() -> None:
    later = record().table("events").query("event_date > '2025-12-06'")["title"]
    assert len(later) > 5
    assert [title for title in later if title in text("2025-12-06")] == []
    assert "Head of the Presidential Office of Ukraine" not in roster_office("2025-12-06", "Kyrylo Budanov")


def roster_office(as_of: str, name: str) -> str:
    dataset = record().select(as_of=as_of)
    people = (dataset.people, dataset.person_roles, dataset.event_people, dataset.precedent_people)
    return str(entries.roster(*people, as_of=as_of).set_index("name")["role"][name])


def test_the_same_quantity_is_never_summed_or_averaged() -> None:
    assert "35 missiles" not in text("2026-01-05"), "the mean of 36 and 34"


@pytest.mark.parametrize("as_of", DATES)
def test_findings_speak_at_every_date(as_of: str) -> None:
    dataset = record().select(as_of=as_of)
    day = dataset.as_of
    claims = entries.claims(dataset.event_quantities, dataset.events)
    dates = entries.calendar(dataset.events, dataset.context_events, as_of=day)
    on_record = indicators.recorded(dataset.indicators, as_of=day, war_start=date(2022, 2, 24))
    computed = indicators.measured(dataset.strikes, dataset.losses, as_of=day)
    reach = entries.cut_offs({"strikes": dataset.strikes["date"]}, as_of=day)
    series = signpost_series.computed_series(dataset.strikes, dataset.losses, as_of=day)
    said = [
        say.header(reach, war_start=date(2022, 2, 24), as_of=day, known_on=dataset.known_on),
        say.salvo(records.percentile_ranks(dataset.strikes, as_of=day, draws=50)),
        say.outcome(claims, as_of=day),
        say.defence(series),
        say.claimed_losses(losses.monthly(dataset.losses, as_of=day)),
        say.diplomacy(dates, as_of=day),
        say.disputed(entries.disputes(dataset.discrepancies), claims),
        say.stale_levels(indicators.stale(on_record, computed=computed), indicators=len(on_record)),
    ]
    assert len({finding.name for finding in said}) == len(said)
    assert all(finding.sentence.endswith(".") for finding in said)
    assert not any("nan" in finding.sentence.lower().split() for finding in said)


def test_the_salvo_of_5_january_was_not_extreme() -> None:
    dataset = record().select(as_of="2026-01-05")
    finding = say.salvo(records.percentile_ranks(dataset.strikes, as_of="2026-01-05"))
    rank = "165 drones, more than on most nights: 82 of the 365 known nights before had as many or more"
    assert rank in finding.sentence
    assert "the Ukrainian Air Force reports" in finding.sentence
    assert finding.value == pytest.approx(1 - 82 / 365)


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (0.96, "among the most on any night"),
        (0.8, "more than on most nights"),
        (0.5, "an ordinary number"),
        (0.1, "fewer than on most nights"),
    ],
)
def test_size_follows_from_the_percentile(percentile: float, words: str) -> None:
    row = {
        "weapon": "drone", "date": pd.Timestamp("2026-01-05"), "launched": 10.0, "at_least": 5, "n": 100,
        "estimate": percentile, "estimate_low": percentile - 0.05, "estimate_high": percentile + 0.03,
        "status": "ok",
    }  # fmt: skip
    assert words in say.salvo(pd.DataFrame([row])).sentence
    unknown = say.salvo(pd.DataFrame([row | {"status": "insufficient data"}]))
    assert unknown.value is None
    assert "No judgement" in unknown.sentence


def series(*shares: tuple[float, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(shares, columns=["x", "x_low", "x_high"])
    ends = pd.date_range(end="2026-01-05", periods=len(frame), freq="7D")
    return frame.assign(series="drone_neutralised_share_28d", window_end=ends, n=28)


def test_a_change_of_the_share_is_claimed_only_when_the_intervals_part() -> None:
    same = [(0.84, 0.80, 0.88)] * 4
    assert "no change is established" in say.defence(series(*same, (0.81, 0.77, 0.86))).sentence
    parted = say.defence(series(*same, (0.70, 0.65, 0.75)))
    assert parted.sentence.endswith("against 84% (80–88%) in the 28 days before: the share changed.")
    assert (parted.value, parted.low, parted.high) == (0.70, 0.65, 0.75)
    unknown = say.defence(series(*same, (float("nan"), float("nan"), float("nan"))))
    assert unknown.value is None


def test_claimed_losses_name_the_claimant_and_the_rank() -> None:
    table = record().select(as_of="2026-01-05").losses
    sentence = say.claimed_losses(losses.monthly(table, as_of="2026-01-05")).sentence
    assert "For December 2025 the General Staff of Ukraine claims 1,131 Russian losses a day" in sentence
    highest = say.claimed_losses(losses.monthly(table, as_of="2024-12-31")).sentence
    assert "the claim is the highest of" in highest
    assert say.claimed_losses(losses.monthly(table.iloc[:0], as_of="2024-12-31")).value is None


def test_empty_tables_say_so() -> None:
    dataset = record().select(as_of="2024-10-01")
    noted = brief_events.disputes(entries.disputes(dataset.discrepancies), source="", as_of=dataset.as_of)
    assert noted.kind == "note"
    assert noted.text == "No discrepancy is noted at this date."
    claims = entries.claims(dataset.event_quantities, dataset.events)
    assert say.disputed(dataset.discrepancies, claims).sentence.startswith("No discrepancy is noted.")
    assert isinstance(brief_figures.timeline(dataset.events.iloc[:0], newest=9), TooLittle)


def test_timeline_words_come_from_the_events() -> None:
    dataset = record().select(as_of="2026-01-05")
    events = entries.chronology(dataset.events, as_of=dataset.as_of)
    words = brief_figures.timeline(events, newest=19)
    assert isinstance(words, Words)
    assert words.title == "9 of the 19 events on record fall in the last 90 days"
    assert words.caption == "19 events, each joined to its place on the time scale."
    assert "Full-scale invasion" in words.alt
    fewer = brief_figures.timeline(events, newest=9)
    assert isinstance(fewer, Words)
    assert fewer.caption.startswith("The newest 9 of 19 events, ")
    assert fewer.caption.endswith("; all are in Annex A.")
    assert "Full-scale invasion" not in fewer.alt
    assert (words.n, fewer.n) == ("19 events", "9 events")


def test_lists_name_who_holds_an_office_and_count_the_others() -> None:
    dataset = record().select(as_of="2026-01-05")
    people = (dataset.people, dataset.person_roles, dataset.event_people, dataset.precedent_people)
    roster = entries.roster(*people, as_of=dataset.as_of)
    said = brief_lists.people(roster)
    out = ["Andriy Yermak", "Valerii Zaluzhnyi", "Richard Nixon", "Henry Kissinger"]
    assert [name for name in dataset.people["name"] if name not in said] == out
    assert said.endswith("Annex B: 4 more.")
    table = brief_actors.people(roster, source="s", as_of=dataset.as_of).text
    assert [name for name in dataset.people["name"] if name not in table] == []
    assert "since 2019-08-29; Nominee for Minister of Defence of Ukraine, since 2026-01-02" in table
    bodies = (dataset.organizations, dataset.organization_roles, dataset.event_organizations)
    named = brief_lists.organizations(entries.directory(*bodies))
    assert "Coalition of the Willing (diplomatic grouping)" in named
    assert named.endswith("Annex B: 10 more.")
    assert brief_lists.people(roster.iloc[:0]) == "In office. None on record."
    listed = " ".join(brief_lists.by_category(entries.chronology(dataset.events, as_of=dataset.as_of)))
    assert all(title in listed for title in dataset.events["title"])
    assert "Russia announces capture of Kurakhove (claimed, 2025-01-06)" in listed


def outcome(as_of: str) -> str:
    dataset = record().select(as_of=as_of)
    claims = entries.claims(dataset.event_quantities, dataset.events)
    return say.outcome(claims, as_of=dataset.as_of).sentence


def test_outcomes_stand_with_their_event_and_claimant() -> None:
    salvo, kharkiv = outcome("2026-01-05").split("“Five missile strikes on Kharkiv energy facilities”: ")
    assert (
        "2 civilians killed (Ukrainian authorities); 1 civilian killed in Kyiv city (Mayor of Kyiv)" in salvo
    )
    assert "137 drones shot down or suppressed" in salvo
    assert kharkiv == "≥ 1 civilian injured (Ukrainian prosecutors)."
    assert outcome("2026-01-04") == "No claim on the outcome of 4 January 2026 is on record."


def test_the_header_names_the_tables_that_do_not_reach_the_day() -> None:
    dated = {"strikes": pd.Series(["2026-01-05"]), "further dates": pd.Series(["2025-12-29"])}
    frames = {name: pd.to_datetime(days) for name, days in dated.items()}
    empty = {"scenarios": pd.to_datetime(pd.Series([], dtype="str"))}
    reach = entries.cut_offs(frames | empty, as_of="2026-01-05")
    day = date(2026, 1, 5)
    said = say.header(reach, war_start=date(2022, 2, 24), as_of=day, known_on=day).sentence
    assert "is day 1,412 of the full-scale war" in said
    assert "runs to that day, except for further dates (to 29 December 2025). It holds nothing" in said
    assert "nothing yet of scenarios." in said
    whole = entries.cut_offs({"strikes": frames["strikes"]}, as_of="2026-01-05")
    said = say.header(whole, war_start=date(2022, 2, 24), as_of=day, known_on=day).sentence
    assert said.endswith("The record runs to that day.")


def test_the_calendar_names_the_newest_dates_and_nothing_military() -> None:
    dataset = record().select(as_of="2026-01-05")
    dates = entries.calendar(dataset.events, dataset.context_events, as_of=dataset.as_of)
    said = say.diplomacy(dates, as_of=dataset.as_of)
    assert said.n == 7
    titles = dates.loc[dates["days_ago"] <= 30, "title"]
    assert [title for title in titles if title not in said.sentence] == ["VTsIOM year-end presentation"]
    assert said.sentence.endswith("; and 1 more in Annex A.")
    assert "2 January, Fedorov proposed as defence minister and Budanov named head" in said.sentence
    none = say.diplomacy(dates[dates["days_ago"] > 30], as_of=dataset.as_of)
    assert none.n == 0
    assert none.sentence.endswith("the newest of all is 28 November 2025.")


def test_a_level_that_a_daily_claim_replaces_is_not_called_unreplaced() -> None:
    dataset = record().select(as_of="2025-12-06")
    on_record = indicators.recorded(dataset.indicators, as_of="2025-12-06", war_start=date(2022, 2, 24))
    computed = indicators.measured(dataset.strikes, dataset.losses, as_of="2025-12-06")
    old = indicators.stale(on_record, computed=computed)
    said = say.stale_levels(old, indicators=len(on_record)).sentence
    assert "Russian" not in said
    assert "Ukrainian military killed (≥ 46,000 persons, 293 days old)" in said
    assert "Russian losses per day" in brief_tables.stale(old, source="record", as_of=dataset.as_of).text


def test_a_stale_key_indicator_says_so_and_shares_have_their_interval() -> None:
    shown = parts("2026-01-05")[0].text
    assert "Ukrainian military killed (stale)" in shown
    assert "81% (77–86%)" in shown


def test_only_definitions_in_use_are_shown() -> None:
    shown = text("2024-10-01")
    assert "Area under control according to the claimant" in shown
    assert "From 2025-07-24" not in text("2026-01-05")


def test_offices_are_dated_to_their_precision() -> None:
    shown = text("2026-01-05")
    assert "Aide to the President of Russia for foreign policy, since 2012-05 " in shown
    assert "since 2012-05-01" not in shown
