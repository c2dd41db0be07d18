"""Reads what is said of talks, winters, mix, outcomes, robustness and quality, with and without effects."""

import datetime
import re

import numpy as np
import pandas as pd
import pytest

from analysis.sentences import escalation as say
from analysis.sentences import escalation_annex as annex
from analysis.subject.attacks.concentration import concentration
from analysis.subject.attacks.coverage import coverage
from analysis.subject.attacks.events import event_study, leave_one_out
from analysis.subject.attacks.external_checks import checkpoint_agreement, published_agreement
from analysis.subject.attacks.gaps import gap_summary, mass_salvos
from analysis.subject.attacks.mix import mix_change
from analysis.subject.attacks.neutralised import monthly_shares, share_trend
from analysis.subject.attacks.nights import definition_break
from analysis.subject.attacks.phases import phases
from analysis.subject.attacks.quality import data_quality
from analysis.subject.attacks.robustness import robustness

START, NIGHTS = datetime.date(2024, 3, 4), 420
DAY = START + datetime.timedelta(days=NIGHTS - 1)
TALKS = pd.DataFrame(
    {"date": pd.date_range("2024-05-10", periods=8, freq="37D"), "title": [f"round {at}" for at in range(8)]}
)


def rows(counts: np.ndarray, *, weapon: str = "drone", stopped: float = 0.8) -> pd.DataFrame:
    dates = pd.date_range(START, periods=len(counts), freq="D", unit="us")
    counted = pd.DataFrame({"date": dates, "window": "night", "weapon_class": weapon, "launched": counts})
    return counted.assign(
        shot_down=(counts * (stopped - 0.1)).astype(int),
        suppressed=(counts * 0.1).astype(int),
        outcome_basis="separate" if weapon == "drone" else "",
    )


def noise(seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).integers(80, 121, NIGHTS)


def before_talks(factor: float) -> pd.DataFrame:
    """Multiply launches in the seven nights before each of the talks."""
    counts = noise()
    for date in TALKS["date"]:
        at = (date.date() - START).days
        counts[at - 7 : at] = (counts[at - 7 : at] * factor).astype(int)
    return rows(counts)


def test_no_effect_is_said_with_what_could_not_have_been_seen() -> None:
    finding = say.event_study(event_study(before_talks(1.0), TALKS, as_of=DAY), key=True)
    assert (
        "In the 7 nights before 8 diplomatic milestones (8 episodes), drone launches were 1.0"
        in finding.sentence
    )
    assert "after allowing for 6 windows tried" in finding.sentence
    assert "the data do not show more launches before talks. An increase under " in finding.sentence
    assert "no proof of none" in finding.sentence
    assert finding.key


def test_an_effect_is_said_without_a_cause() -> None:
    finding = say.event_study(event_study(before_talks(2.0), TALKS, as_of=DAY))
    assert "more launches than on other nights; the dates alone say nothing of the cause" in finding.sentence
    assert "do not show" not in finding.sentence


def test_too_few_talks_are_no_study() -> None:
    finding = say.event_study(event_study(before_talks(1.0), TALKS.head(3), as_of=DAY), key=True)
    assert finding.sentence.endswith("needs at least 6 covered milestones; 3 are known.")
    assert finding.value is None
    assert not finding.key


@pytest.mark.parametrize(("factor", "words"), [(2.0, "it stays on one side of one"), (1.0, "")])
def test_leaving_one_out_says_whether_the_side_holds(factor: float, words: str) -> None:
    results = leave_one_out(before_talks(factor), TALKS, as_of=DAY, window=say.BEFORE_TALKS)
    sentence = say.leave_one_out(results).sentence
    assert sentence.startswith("Leaving out one milestone at a time moves the ratio between ")
    assert words in sentence
    assert ("rests on" in sentence) == bool(results["sign_flips"].any())


def test_leaving_one_out_needs_one_more_than_the_comparison() -> None:
    six = leave_one_out(before_talks(1.0), TALKS.head(6), as_of=DAY, window=say.BEFORE_TALKS)
    finding = say.leave_one_out(six)
    assert finding.sentence == (
        "Insufficient data: leaving one out needs at least 7 covered milestones; 6 are known."
    )
    assert finding.value is None
    table = annex.talks_one_by_one(six, source="reports", as_of=DAY)
    assert table.kind == "note"
    assert "needs at least 7 observations; there were 6" in table.text


def test_two_milestones_that_turn_the_ratio_are_both_named() -> None:
    results = leave_one_out(before_talks(1.0), TALKS, as_of=DAY, window=say.BEFORE_TALKS)
    results["sign_flips"] = results.index.isin([1, 2])
    assert "rests on the milestones of 10 May 2024 and 16 June 2024" in say.leave_one_out(results).sentence


def test_winters_are_compared_over_the_same_days_and_name_no_cause() -> None:
    nights = pd.date_range("2023-10-01", "2024-12-15", unit="us")
    more = rows(np.where(nights >= pd.Timestamp(2024, 10, 1), 200, 100) + np.arange(len(nights)) % 9).assign(
        date=nights
    )
    finding = say.phases(phases(more, as_of="2024-12-15", draws=199))
    assert finding.sentence.startswith("From 1 October 2024 to 15 December 2024, 204 drones a night")
    assert "over the same days of winter 2023/24" in finding.sentence
    assert finding.sentence.endswith("more than a year before, whatever the cause.")
    early = say.phases(phases(more, as_of="2024-10-05", draws=199))
    assert early.sentence.startswith("Insufficient data: a comparison of winter 2024/25 with winter 2023/24")


def test_the_missile_share_stands_with_both_counts() -> None:
    both = pd.concat([rows(noise()), rows(np.full(NIGHTS, 5), weapon="cruise")])
    finding = say.mix(mix_change(both, as_of=DAY, draws=200))
    assert "no change of the share is established" in finding.sentence
    assert "missiles a week went from 35 to 35" in finding.sentence
    assert "drones a week went from " in finding.sentence
    short = say.mix(mix_change(both, as_of=START + datetime.timedelta(days=20), draws=200))
    assert short.sentence.startswith(
        "Insufficient data: a change of the missile share needs at least 8 full weeks"
    )


def test_pauses_say_their_median_and_the_open_one() -> None:
    counts = noise()
    counts[3::10] = 450
    strikes = rows(counts)
    finding = say.gaps(gap_summary(mass_salvos(strikes, as_of=DAY)))
    assert "there were 42 mass salvos (400 or more launched)" in finding.sentence
    assert "half of the pauses between them lasted 10 days or less" in finding.sentence
    assert finding.sentence.endswith("the one still open is 6 days old.")
    on_the_day = START + datetime.timedelta(days=403)
    newest = say.gaps(gap_summary(mass_salvos(strikes, as_of=on_the_day)))
    assert newest.sentence.endswith("the newest mass salvo came on 11 April 2025 itself.")


def test_regular_salvos_are_called_regular() -> None:
    counts = noise()
    counts[3::10] = 450
    both = pd.concat([rows(counts), rows(np.arange(NIGHTS) % 30 // 29 * 60, weapon="cruise")])
    sentence = say.concentration(concentration(both, as_of=DAY, draws=200)).sentence
    assert "Missiles are more concentrated on few nights than drones" in sentence
    assert "Mass salvos come more regularly than chance would have it" in sentence


def test_the_neutralised_share_is_said_by_side_of_the_definition_and_only_once_it_changed() -> None:
    strikes = rows(noise())
    share, trend = say.neutralised(
        monthly_shares(strikes, as_of=DAY), share_trend(strikes, as_of=DAY), key=True
    )
    assert "reports 79% of the drones of March 2025 as shot down or suppressed" in share.sentence
    assert "definition" not in share.sentence
    assert share.key
    assert "no trend is established" in trend.sentence
    merged = strikes.assign(outcome_basis=np.where(strikes["date"] >= "2025-01-01", "merged", "separate"))
    shares, fit = monthly_shares(merged, as_of=DAY), share_trend(merged, as_of=DAY)
    assert "before the change of definition and " in say.neutralised(shares, fit)[0].sentence
    both = say.neutralised(shares, fit)[1].sentence
    assert "the change of counting" not in trend.sentence
    assert re.search(r"In the \d+ weeks since the change of counting alone the share fell \(odds", both)
    newly = strikes.assign(outcome_basis=np.where(strikes["date"] >= "2025-03-31", "merged", "separate"))
    few = say.neutralised(monthly_shares(newly, as_of=DAY), share_trend(newly, as_of=DAY))[1].sentence
    assert re.search(
        r"From the \d weeks since the .* alone no trend can be estimated \(12 weeks needed\)", few
    )


def test_the_definition_names_its_change_only_after_it() -> None:
    strikes = rows(noise())
    assert "from " not in say.definition(definition_break(strikes, as_of=DAY))
    merged = strikes.assign(outcome_basis=np.where(strikes["date"] >= "2025-01-01", "merged", "separate"))
    changed = say.definition(definition_break(merged, as_of=DAY))
    assert "Until 31 December 2024" in changed
    assert "from 1 January 2025 on they count jammed drones with those shot down" in changed


def test_a_flip_of_direction_is_a_key_finding_that_names_what_flips_it() -> None:
    counts = noise()
    counts[-28:], counts[-56:-28], counts[-84:-56] = 96, 100, 40
    flips = say.robustness(robustness(rows(counts), as_of=DAY))
    assert flips.key
    assert (
        "must not be read as a rise or a fall: drones, 28 nights against the 28 before (0.96"
        in flips.sentence
    )
    assert "on the other side with 42 nights" in flips.sentence


def test_without_flips_the_headlines_are_said_to_hold() -> None:
    steady = rows(np.round(100 * 1.01 ** np.arange(NIGHTS)).astype(int))
    holds = say.robustness(robustness(steady, as_of=DAY))
    assert holds.sentence.endswith("changes its direction.")
    assert ", none of " in holds.sentence
    assert not holds.key
    short = rows(noise()[:10])
    none = say.robustness(robustness(short, as_of=START + datetime.timedelta(days=9)))
    assert none.sentence.startswith("Insufficient data: ")


@pytest.mark.parametrize(("missing", "key"), [(10, False), (200, True)])
def test_thin_coverage_is_said_on_page_one(missing: int, key: bool) -> None:
    strikes = rows(noise()).drop(index=range(100, 100 + missing))
    items, years = data_quality(strikes, as_of=DAY), coverage(strikes, as_of=DAY)
    finding = say.data_quality(items, years)
    assert f"{missing} have no record" in finding.sentence
    assert "they are unknown, never zero" in finding.sentence
    assert finding.key == key


def test_outcomes_above_launches_are_counted_out() -> None:
    strikes = rows(noise())
    strikes.loc[7, "shot_down"] = 500
    items, years = data_quality(strikes, as_of=DAY), coverage(strikes, as_of=DAY)
    assert say.data_quality(items, years).sentence.endswith("1 row reports more outcomes than launches.")


def test_agreement_with_others_is_counted() -> None:
    strikes = rows(np.full(NIGHTS, 100))
    points = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-04-01", "2024-04-02"]),
            "drones_launched": pd.array([100, 90], dtype="Int64"),
            "drones_neutralised": pd.array([80, pd.NA], dtype="Int64"),
            "missiles_launched": pd.array([pd.NA, pd.NA], dtype="Int64"),
            "missiles_intercepted": pd.array([pd.NA, pd.NA], dtype="Int64"),
        }
    )
    published = pd.DataFrame(
        {
            "check_id": ["a"],
            "period_start": pd.to_datetime(["2024-04-01"]),
            "period_end": pd.to_datetime(["2024-04-30"]),
            "item": ["drones"],
            "weapon_class": [""],
            "statistic": ["launched"],
            "scope": ["all"],
            "value": [2500.0],
            "publisher": ["a paper"],
        }
    )
    checkpoints = checkpoint_agreement(strikes, points, as_of=DAY)
    first, second = say.agreement(checkpoints, published_agreement(strikes, published, as_of=DAY))
    assert first.sentence.startswith("Of 3 independently reported totals of 2 nights, 2 agree")
    assert "the series differs by +20.0%" in second.sentence
    early = START + datetime.timedelta(days=3)
    nothing = say.agreement(
        checkpoint_agreement(strikes, points, as_of=early),
        published_agreement(strikes, published, as_of=early),
    )
    assert [finding.value for finding in nothing] == [None, None]
