"""The brief at several dates and on less data: all that is on record, nothing later, and no empty claim."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import load_dataset
from analysis.parts import Part

Run = Callable[..., list[Part]]
ROOT = Path(__file__).parents[2]
REPORT = "situation-brief"
UNFILLED = re.compile(r"[{}]|\bnan\b|\bNone\b|\bNaT\b|<NA>", re.IGNORECASE)
ISO_DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
KEY = re.compile(r"\[[a-z0-9-]+\]")  # a source may be younger: it tells of the knowledge, not of the day


def nothing(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.iloc[:0]


def told(parts: Iterable[Part]) -> dict[str, str]:
    """Return the sentence of each finding by its name."""
    each = (
        one
        for part in parts
        for one in part.content.get("findings", [part.content] if part.kind == "finding" else [])
    )
    return {str(one["name"]): str(one["sentence"]) for one in each}


def check_words(parts: list[Part]) -> None:
    """Nothing unfilled anywhere, no dash for a missing value in a sentence, each sentence ended."""
    assert [part.text for part in parts if UNFILLED.search(part.text.replace("none", ""))] == []
    for sentence in told(parts).values():
        assert "—" not in sentence
        assert sentence.endswith(".")
        assert not sentence.endswith("..")


def test_everything_on_record_is_said_in_full(run: Run) -> None:
    parts = run(REPORT, "2026-01-05")
    check_words(parts)
    said, shown = told(parts), "\n".join(part.text for part in parts)
    assert said["ratio-of-drones-to-the-28-nights-before"] == (
        "In the 28 nights to 5 January 2026, the Air Force reports 150 drones a night, against 200 in the 28 "
        "nights before (ratio 0.75, 95% interval 0.46–1.22): chance alone can make such a difference."
    )
    assert said["claimed-losses-a-day"].startswith(
        "For December 2025 the General Staff of Ukraine claims 1,131 Russian losses a day, killed and "
        "wounded, +96 on the month before: one side's claim of the other's losses."
    )
    assert said["percentile-of-the-night-by-drones"].startswith(
        "The 165 drones that the Ukrainian Air Force reports were more than on most nights: 78% of the known "
        "nights of the year before had fewer (76% to 78% whatever the unknown nights were)."
    )
    assert said["share-of-drones-neutralised-in-28-days"].endswith(
        "finds a change where there is none in 11.5% of trials."
    )
    assert "is day 1,412 of the full-scale war" in said["day-of-the-war"]
    assert "S1 and S4 may both come true; the others exclude each other." in said["scenarios-on-record"]
    record = load_dataset(ROOT / "data", as_of="2026-01-05")
    names = [
        *record.events["title"], *record.people["name"], *record.organizations["name"],
        *record.discrepancies["claim"], *record.indicators["name"], *record.context_events["title"],
        *record.precedents["name"],
    ]  # fmt: skip
    assert [name for name in names if name not in shown] == []
    assert "a call of 2 hours (US side, on the page); a call of 1.25 hours (Kremlin)" in shown
    assert "36 cruise missiles launched (Ukrainian Air Force, on the page); 34 cruise missiles" in shown
    assert "137 drones stopped and 0 missiles stopped" in shown
    assert "at least 1 civilian hurt" in shown
    assert "15 years offered (United States); at least 30 years asked for (President of Ukraine)" in shown
    assert "no ceasefire is signed, the talks are not suspended, no draft with a withdrawal" in shown
    assert "S4, Russian domestic pressure brings compromise. Signs: Kremlin drops" in shown
    assert "Left: Kyrylo Budanov, Head of the military intelligence of Ukraine (2 January 2026)" in shown
    assert "Ukrainian military killed (stale)" in shown
    assert "81% (73–88%)" in shown
    assert "Aide to the President of Russia for foreign policy, from May 2012 " in shown
    assert "Russia announces capture of Kurakhove (claimed, not confirmed)" in shown


@pytest.mark.parametrize(
    ("as_of", "size", "fewer"),
    [
        ("2026-01-05", "more than on most nights", (0.75, 0.95)),
        ("2025-12-06", "among the most on any night", (0.95, 1)),
        ("2024-10-01", "more than on most nights", (0.75, 0.95)),
    ],
)
def test_the_headline_is_what_plain_counting_gives(
    run: Run, as_of: str, size: str, fewer: tuple[float, float]
) -> None:
    strikes = pd.read_csv(ROOT / "data" / "strikes.csv")
    strikes["weapon"] = strikes["weapon_class"].where(strikes["weapon_class"] == "drone", "missile")
    counts = strikes[strikes["weapon_class"] != "reconnaissance"].pivot_table(
        index="date", columns="weapon", values="launched", aggfunc="sum"
    )
    drones, missiles = counts.loc[as_of, ["drone", "missile"]].astype(int)
    before = counts.loc[counts.index < as_of, "drone"].dropna().tail(365)
    low, high = fewer
    assert low <= (before < drones).mean() <= high
    claimed = pd.read_csv(ROOT / "data" / "event_quantities.csv")
    killed = claimed[(claimed["as_of"] == as_of) & (claimed["measure"] == "deaths_civilian")]["value"].max()
    dead = "" if pd.isna(killed) else f"; {killed:.0f} civilians killed"
    counted = f"{missiles} missile" if missiles == 1 else f"{missiles} missiles"
    headline = f"Ukraine counts {drones} drones and {counted}, {size}{dead}"
    assert [part.text for part in run(REPORT, as_of) if part.kind == "headline"] == [headline]


def test_an_earlier_edition_knows_nothing_later(run: Run) -> None:
    parts = run(REPORT, "2025-12-06")
    check_words(parts)
    *shown, _sources = parts
    said, text = told(parts), KEY.sub("", "\n".join(part.text for part in shown))
    assert {date for date in ISO_DATE.findall(text) if date > "2025-12-06"} == set()
    later = load_dataset(ROOT / "data", as_of="2026-01-05").events.query("event_date > '2025-12-06'")["title"]
    assert len(later) > 5
    assert [title for title in later if title in text] == []
    assert "Head of the Presidential Office of Ukraine, from 11 February 2020 to 28 November 2025" in text
    assert "No discrepancy is noted in the subject page" in said["discrepancies"]
    unreplaced = said["stale-levels-without-a-newer-value"]
    assert "Ukrainian military killed (≥ 46,000 persons, 293 days old)" in unreplaced
    assert "Russian" not in unreplaced, "a daily claim replaces that level"
    assert said["scenarios-on-record"].startswith("No scenario is on record. No forecast is on record")


def test_the_first_weeks_hold_too_little_to_compare(run: Run) -> None:
    parts = run(REPORT, "2022-10-15")
    check_words(parts)
    said = told(parts)
    assert said["ratio-of-drones-to-the-28-nights-before"].startswith("Insufficient data: a comparison of")
    assert said["percentile-of-the-night-by-drones"].startswith(
        "Insufficient data: no judgement on the salvo"
    )
    assert said["claims-on-the-outcome"].startswith("No claim is on record of what came of the events of")
    assert "It holds nothing yet of events kept for context and scenarios." in said["day-of-the-war"]


def test_without_the_last_thirty_nights_nothing_is_claimed_of_them(run: Run) -> None:
    tables = {"strikes": lambda rows: rows[rows["date"] < "2025-12-06"]}
    parts = run(REPORT, "2026-01-05", tables=tables)
    check_words(parts)
    said = told(parts)
    assert said["ratio-of-drones-to-the-28-nights-before"] == (
        "Insufficient data: a comparison of the drones of 28 nights with those before needs 23 known nights "
        "in each; there are none."
    )
    assert said["share-of-drones-neutralised-in-28-days"] == (
        "Insufficient data: too few drones of known outcome for a share shot down or suppressed."
    )
    assert "except for strikes (to 5 December 2025)" in said["day-of-the-war"]


OPTIONAL = (
    "event_quantities", "context_events", "losses", "discrepancies", "indicators", "people", "person_roles",
    "organizations", "organization_roles", "precedents", "precedent_spans", "scenarios",
    "scenario_exclusions",
)  # fmt: skip


def test_empty_tables_say_so(run: Run) -> None:
    parts = run(REPORT, "2026-01-05", tables=dict.fromkeys(OPTIONAL, nothing))
    check_words(parts)
    said, notes = told(parts), [part.text for part in parts if part.kind == "note"]
    assert said["claimed-losses-a-day"] == "Insufficient data: no whole month of claimed losses is on record."
    assert said["precedents-timed"].startswith("Insufficient data: no precedent on record had")
    assert "No discrepancy is noted at this date." in notes
    assert "No quantity of an event is on record at this date." in notes
    assert "No person is on record." in notes


@pytest.mark.parametrize(
    ("left", "sentence"),
    [(1, "It may be that it does not come true."), (2, "They exclude each other, and it may be")],
)
def test_fewer_scenarios_are_said_to_be_fewer(run: Run, left: int, sentence: str) -> None:
    tables: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "scenarios": lambda rows: rows.head(left),
        "events": lambda rows: rows.head(1),
    }
    parts = run(REPORT, "2026-01-05", tables=tables)
    check_words(parts)
    assert sentence in told(parts)["scenarios-on-record"]
    assert "1 of the 1 event on record falls in the last 90 days" in "".join(part.text for part in parts)
