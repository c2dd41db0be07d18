"""Reads the sentences said of series with growth, without, too short, and with gaps."""

import datetime
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.parts import Finding
from analysis.sentences import escalation as say
from analysis.subject.attacks.breaks import change_points, penalty_path
from analysis.subject.attacks.records import percentile_ranks, record_count, record_nights
from analysis.subject.attacks.trends import count_trend, growth
from analysis.subject.attacks.windows import compared, recent_weeks, weeks_above

START = datetime.date(2024, 1, 1)  # a Monday
Strikes = Callable[..., pd.DataFrame]


def launched(
    counts: list[int], *, weapon: str = "drone", unknown: frozenset[int] = frozenset()
) -> pd.DataFrame:
    """Make strike rows of one weapon on consecutive nights, those in `unknown` without a row."""
    dates = pd.date_range(START, periods=len(counts), freq="D", unit="us")
    rows = pd.DataFrame(
        {
            "date": dates,
            "window": "night",
            "weapon_class": weapon,
            "launched": counts,
            "shot_down": [int(0.8 * count) for count in counts],
            "suppressed": [int(0.1 * count) for count in counts],
            "outcome_basis": "separate",
        }
    )
    return rows.drop(index=sorted(unknown))


def noisy(means: list[float], seed: int = 7) -> list[int]:
    """Draw over-dispersed counts around means."""
    draw = np.random.default_rng(seed)
    return [int(draw.poisson(mean * draw.gamma(4, 0.25))) for mean in means]


def last_day(strikes: pd.DataFrame) -> datetime.date:
    return pd.Timestamp(strikes["date"].max()).date()


LEVEL = launched(noisy([100.0] * 420))
GROWING = launched(noisy([40 * 2 ** (night / 100) for night in range(420)]))
SHORT = launched(noisy([100.0] * 20))
GAPPED = launched(noisy([100.0] * 420), unknown=frozenset(range(0, 420, 2)))
STEPPED = launched(noisy([100.0] * 210 + [300.0] * 210))


def sentence(finding: Finding) -> str:
    return finding.sentence


def newest_growth(strikes: pd.DataFrame, *, whole: bool = False) -> Finding:
    day = last_day(strikes)
    regimes = None
    if whole:
        monday = pd.Timestamp(day) - pd.Timedelta(days=pd.Timestamp(day).day_of_week + 7)
        regimes = pd.DataFrame({"first": [pd.Timestamp(START)], "last": [monday]})
    trend = growth(strikes, as_of=day, regimes=regimes)
    return say.growth(trend, change_points(strikes, as_of=day), key=True)[0]


def test_without_growth_none_is_established_and_there_is_no_doubling_time() -> None:
    finding = newest_growth(launched([100 + night % 5 for night in range(420)]))
    assert "no growth is established, and so no doubling time" in finding.sentence
    assert finding.sentence.startswith("Since the week of 1 January 2024 drone launches changed by")
    assert finding.sentence.endswith("; no step of the level is found.")
    assert "doubling in" not in finding.sentence
    assert finding.key
    assert finding.low is not None
    assert finding.low < 0 < (finding.high or 0)
    assert "no growth is established" in newest_growth(LEVEL).sentence


def test_a_level_without_growth_is_said_with_the_steps_that_led_to_it() -> None:
    finding = newest_growth(STEPPED)
    assert finding.sentence.startswith("Since the week of 29 July 2024 drone launches have stayed near 2,1")
    assert "a week, changing by " in finding.sentence
    assert re.search(r"no doubling time; 1 earlier step led up from [67]\d\d\.$", finding.sentence)
    day = last_day(STEPPED)
    older = say.growth(growth(STEPPED, as_of=day), change_points(STEPPED, as_of=day))[1]
    assert older.sentence.startswith("From the week of 1 January 2024 drone launches changed by ")
    assert older.sentence.endswith(
        "to that of 22 July 2024): no growth is established, and so no doubling time."
    )


def test_growth_is_said_with_its_doubling_time() -> None:
    finding = newest_growth(GROWING, whole=True)
    assert "growth is established, a doubling in 14 weeks at this rate" in finding.sentence
    assert finding.low is not None
    assert finding.low > 0


def test_decline_is_said_as_halving() -> None:
    falling = launched([round(800 * 2 ** (-night / 100)) + night % 3 for night in range(420)])
    assert "decline is established, a halving in 14 weeks" in newest_growth(falling, whole=True).sentence


@pytest.mark.parametrize("strikes", [SHORT, GAPPED], ids=["short", "gapped"])
def test_too_little_coverage_gives_no_growth_rate(strikes: pd.DataFrame) -> None:
    finding = newest_growth(strikes)
    assert finding.sentence.startswith("Insufficient data: ")
    assert finding.value is None
    assert not finding.key


def test_in_few_weeks_a_step_could_look_like_growth() -> None:
    few = launched(noisy([40 * 2 ** (night / 30) for night in range(91)]))
    assert "a step of the level would look the same" in newest_growth(few).sentence


def test_a_step_is_dated_and_its_penalties_are_named() -> None:
    day = last_day(STEPPED)
    finding = say.change_points(change_points(STEPPED, as_of=day), penalty_path(STEPPED, as_of=day))
    assert "changed 1 time, from " in finding.sentence
    assert "in the week of 29 July 2024" in finding.sentence
    assert (
        "Every penalty tried finds a change at most two weeks from that of 29 July 2024." in finding.sentence
    )
    assert "The choice of penalty decides the number: 7 penalties give" in finding.sentence
    assert finding.value == 1


def test_without_a_step_none_is_found() -> None:
    level = launched([100 + night % 5 for night in range(420)])
    day = last_day(level)
    finding = say.change_points(change_points(level, as_of=day), penalty_path(level, as_of=day))
    assert "no change of level is found" in finding.sentence
    assert finding.value == 0


def test_a_short_series_has_no_search_for_steps() -> None:
    day = last_day(SHORT)
    finding = say.change_points(change_points(SHORT, as_of=day), penalty_path(SHORT, as_of=day))
    assert finding.sentence.startswith("Insufficient data: a search for changes of level needs at least 40")
    assert finding.value is None


def test_the_count_model_says_its_verdict() -> None:
    level, growing = (say.count_trend(count_trend(each, as_of=last_day(each))) for each in (LEVEL, GROWING))
    assert "no trend is established" in level.sentence
    assert "rising over the whole span" in growing.sentence
    assert "times too narrow" in growing.sentence
    short = say.count_trend(count_trend(SHORT, as_of=last_day(SHORT)))
    assert short.sentence.startswith("Insufficient data: a count model")


def test_windows_without_change_say_so() -> None:
    findings = {
        each.name: each for each in say.windows(compared(LEVEL, as_of=last_day(LEVEL)), key_length=28)
    }
    month = findings["ratio-of-drones-to-the-28-nights-before"]
    assert month.sentence.endswith("no change is established.")
    assert month.key
    assert not findings["ratio-of-drones-to-the-7-nights-before"].key
    assert month.value == pytest.approx(1, abs=0.3)


def test_windows_with_a_change_name_its_direction() -> None:
    doubled = launched([100, 120] * 100 + [300, 320] * 14)
    findings = {each.name: each for each in say.windows(compared(doubled, as_of=last_day(doubled)))}
    assert findings["ratio-of-drones-to-the-28-nights-before"].sentence.endswith("more drones than before.")


def test_windows_without_a_former_period_are_insufficient() -> None:
    findings = {each.name: each for each in say.windows(compared(SHORT, as_of=last_day(SHORT)))}
    assert findings["ratio-of-drones-to-the-365-nights-before"].sentence.startswith("Insufficient data: ")
    assert "needs at least 292 known nights" in findings["ratio-of-drones-to-the-365-nights-before"].sentence


def test_last_night_is_ranked_among_known_nights() -> None:
    strikes = launched([10] * 39 + [11, 20])
    (drones, missiles) = say.last_night(percentile_ranks(strikes, as_of=last_day(strikes)), key=True)
    assert "reports for 10 February 2024 count 20 drones" in drones.sentence
    assert drones.sentence.endswith(
        "as many or more on 0 of the 40 known nights before, fewer on 100% of them."
    )
    assert drones.key
    assert "count no missile" in missiles.sentence
    assert not missiles.key


def test_an_unknown_last_night_has_no_value() -> None:
    strikes = launched([10] * 40)
    (drones, _) = say.last_night(percentile_ranks(strikes, as_of="2024-02-20"))
    assert drones.sentence == "There is no record of drones for 20 February 2024."
    assert drones.value is None


def test_records_are_to_date_as_reported_and_held_against_chance() -> None:
    day = last_day(GROWING)
    largest, count = say.records(record_nights(GROWING, as_of=day), record_count(GROWING, as_of=day))
    assert "to date and as reported" in largest.sentence
    assert "ever" not in largest.sentence.split()
    assert "more than such nights give" in count.sentence
    assert "no more than" not in count.sentence

    level = last_day(LEVEL)
    _, usual = say.records(record_nights(LEVEL, as_of=level), record_count(LEVEL, as_of=level))
    assert "no more than such nights give" in usual.sentence


def test_weekly_means_are_floors_where_nights_are_unknown() -> None:
    strikes = launched([10] * 56, unknown=frozenset({50, 51}))
    full, *_ = say.recent_weeks(recent_weeks(launched([10] * 56), as_of="2024-02-25"))
    floor, *others = say.recent_weeks(recent_weeks(strikes, as_of="2024-02-25"))
    assert "to 25 February 2024, the reports count 70 drones launched a week" in full.sentence
    assert "at least 65 drones launched a week" in floor.sentence
    assert all(each.sentence.startswith("Insufficient data: ") for each in others)


@pytest.mark.parametrize(
    ("nightly", "words"),
    [
        (200, "52 of the last 52 full weeks had more than 1,000 drones (100%): so common a mark"),
        (10, "None of the"),
    ],
)
def test_a_common_mark_is_called_common(nightly: int, words: str) -> None:
    strikes = launched([nightly] * 371)
    assert say.weeks_above(weeks_above(strikes, as_of=last_day(strikes))).sentence.startswith(words)
