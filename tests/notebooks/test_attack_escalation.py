"""The report on attacks at several dates and on less data: what it claims, and what it says it cannot."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from analysis.parts import Part

Run = Callable[..., list[Part]]
Change = Callable[[pd.DataFrame], pd.DataFrame]
REPORT = "attack-escalation"
SPRING = "2025-05-12"  # before the change of counting, while drones grow and their level is not yet known
ROOT = Path(__file__).parents[2]
UNFILLED = re.compile(r"[{}]|\bnan\b|\bNone\b(?! (?:of|on))|\bNaT\b|<NA>")
OPTIONAL = ("events", "context_events", "strike_checkpoints", "published_checks")


def words(parts: Iterable[Part]) -> list[str]:
    """Return all that a reader reads outside of tables' cells: sentences, titles, captions, notes."""
    return [
        str(text)
        for part in parts
        for text in (
            "" if part.kind == "table" else part.text,
            part.content.get("title", ""),
            part.content.get("caption", ""),
            *part.content.get("notes", ()),
        )
    ]


def told(parts: Iterable[Part]) -> dict[str, str]:
    """Return the sentence of each finding by its name."""
    each = (
        one
        for part in parts
        for one in part.content.get("findings", [part.content] if part.kind == "finding" else [])
    )
    return {str(one["name"]): str(one["sentence"]) for one in each}


def check_words(parts: list[Part]) -> None:
    """Nothing unfilled anywhere, no dash for a missing value in a sentence, each sentence ended once."""
    assert [text for text in words(parts) if UNFILLED.search(text)] == []
    for sentence in told(parts).values():
        assert "—" not in sentence
        assert re.search(r"[^.]\.$", sentence)


def titles(parts: Iterable[Part]) -> list[str]:
    return [str(part.content["title"]) for part in parts if part.kind == "figure"]


def test_the_newest_date_is_said_in_full(run: Run) -> None:
    parts = run(REPORT, "2026-01-05")
    check_words(parts)
    said = told(parts)
    assert said["drones-on-the-last-night"] == (
        "For 5 January 2026 the Air Force reports 165 drones, and 82 of the 365 known nights before had as "
        "many or more. Whatever the unknown nights were, fewer came on 76% to 78% of them."
    )
    assert said["ratio-of-missiles-to-the-28-nights-before"] == (
        "In the 28 nights to 5 January 2026, 4.7 missiles came a night, against 7.2 in as many nights before "
        "(ratio 0.66, 95% interval 0.16–2.69): no change is established. Of 13 stretches of so many nights "
        "in the year before, 8 had as many or more."
    )
    assert said["weekly-growth-of-drones"] == (
        "Since the week of 19 May 2025 drone launches changed by −0.2% a week (95% interval −1.4 to 1.1%; 33 "
        "weeks to that of 29 December 2025): neither growth nor decline is established."
    )
    assert said["launches-in-the-7-nights-before-talks"].endswith(
        "p-value 0.98 after allowing for 6 windows tried): the data do not show more launches before talks. "
        "An increase under 50% would be found in fewer than four of five cases, so this is no proof of "
        "none. In simulated series whose level drifts, such an interval held the truth in 91% of cases."
    )
    assert said["trend-of-the-neutralised-share-of-drones"].endswith(
        "In the 25 weeks since the change of counting alone, no steady trend is established (odds ratio "
        "0.95 per four weeks, 95% interval 0.86–1.05)."
    )
    assert "it turns with a window of 42 nights" in said["headlines-that-turn"]
    assert said["timing-of-mass-salvos"].startswith("Whether mass salvos come in bursts cannot be told from")
    assert (
        "so that steps and a steady rise or fall are not told apart"
        in (said["steps-of-the-weekly-level-of-drones"])
    )
    assert "Half of the pauses between mass salvos lasted 6 days or less" in titles(parts)
    assert (
        "No difference around talks is established: 2 of 29 nights lie outside the band of chance"
        in titles(parts)
    )


@pytest.mark.parametrize(("as_of", "about"), [("2026-01-05", "1,200"), ("2025-12-06", "1,200")])
def test_the_headline_is_what_plain_counting_gives(run: Run, as_of: str, about: str) -> None:
    strikes = pd.read_csv(ROOT / "data" / "strikes.csv", parse_dates=["date"])
    drones = strikes[(strikes["weapon_class"] == "drone") & (strikes["date"] <= as_of)]
    week = drones["date"] - pd.to_timedelta(drones["date"].dt.day_of_week, unit="D")
    weeks = drones.groupby(week)["launched"].sum()
    whole = weeks[(weeks.index >= "2025-05-19") & (weeks.index <= pd.Timestamp(as_of) - pd.Timedelta(days=6))]
    assert f"{float(f'{whole.mean():.2g}'):,.0f}" == about
    parts = run(REPORT, as_of)
    assert [part.text for part in parts if part.kind == "headline"] == [
        f"About {about} drones a week: no rise or fall is established since May 2025"
    ]
    growth = next(part for part in parts if part.content.get("name") == "weekly-growth-of-drones")
    assert growth.content["low"] < 0 < growth.content["high"]


def test_an_early_headline_is_none(run: Run) -> None:
    assert [part.text for part in run(REPORT, "2024-10-01") if part.kind == "headline"] == [""]


def test_an_early_date_says_what_it_cannot_know(run: Run) -> None:
    parts = run(REPORT, "2024-10-01")
    check_words(parts)
    said = told(parts)
    assert said["steps-of-the-weekly-level-of-drones"] == (
        "Insufficient data: a search for changes of level needs 40 covered weeks; 10 are known."
    )
    assert said["drones-this-winter-to-the-last"] == (
        "Insufficient data: comparing winters (winter 2024/25 with winter 2023/24) needs 28 known nights in "
        "each; 1 is known."
    )
    assert said["weekly-growth-of-drones"] == (
        "Insufficient data: a growth rate from the week of 22 July 2024 needs 20 covered weeks; 10 are known."
    )
    assert "at least 93% of the drones of September 2024" in said["share-of-drones-neutralised-in-the-month"]
    assert any(title.startswith("At least 93% of the drones") for title in titles(parts))
    assert said["weeks-of-the-year-with-so-many-drones"].startswith("None of the last 52 full weeks")


def test_nothing_is_told_of_a_change_of_counting_before_it_came(run: Run) -> None:
    before, after = (" ".join(words(run(REPORT, date))) for date in (SPRING, "2025-12-06"))
    for told_of_it in ("definition", "merged", "jammed drones are counted with"):
        assert told_of_it not in before
        assert told_of_it in after


def until(date: str) -> Change:
    return lambda rows: rows[rows["date"] < date]


def no_rows(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.iloc[:0]


def without_missiles_on_the_last_night(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["date"] < "2026-01-05") | (rows["weapon_class"] == "drone")]


@pytest.mark.parametrize(
    ("tables", "sentences"),
    [
        pytest.param(
            {"strikes": until("2025-12-07")},
            {
                "drones-on-the-last-night": "there is no record of drones for 5 January 2026.",
                "ratio-of-drones-to-the-28-nights-before": "on either side, with launches; there are 0.",
                "nights-that-set-a-record-of-drones": "so this is more than such nights give.",
            },
            id="without the last nights",
        ),
        pytest.param(
            {"strikes": lambda rows: rows[rows["weapon_class"] != "drone"]},
            {
                "most-drones-on-a-date": "there is no record of any night with drones.",
                "headlines-that-turn": "enough known nights for its robustness to be tried.",
                "half-of-the-pauses-last-at-most": "needs 10 closed pauses; 0 are known.",
                "timing-of-mass-salvos": "needs 10 closed pauses; 0 are known.",
            },
            id="without drones",
        ),
        pytest.param(
            {**dict.fromkeys(OPTIONAL, no_rows), "strikes": without_missiles_on_the_last_night},
            {
                "missiles-on-the-last-night": "Of missiles it reports none.",
                "launches-in-the-7-nights-before-talks": "200 known nights; there are 0 and 527.",
                "milestones-on-which-the-side-of-one-rests": "needs 7 covered milestones; 0 are known.",
                "totals-of-others-that-agree": "is on record to this date.",
                "largest-difference-from-a-published-total": "is on record to this date.",
            },
            id="without talks, checks and missiles of the last night",
        ),
    ],
)
def test_on_less_data_the_right_guard_speaks(
    run: Run, tables: Mapping[str, Change], sentences: Mapping[str, str]
) -> None:
    parts = run(REPORT, "2026-01-05", tables=tables)
    check_words(parts)
    said = told(parts)
    for name, end in sentences.items():
        assert said[name].endswith(end), said[name]


def test_titles_leave_out_what_is_not_known(run: Run) -> None:
    shown = titles(run(REPORT, "2022-10-15"))
    assert "Drones launched a night" in shown
    assert "At least 25 drones and 22 missiles in the last full week, to 9 October 2022" in shown


def test_where_growth_is_known_and_the_level_is_not_the_headline_has_no_number(run: Run) -> None:
    parts = run(REPORT, SPRING)
    (said,) = [part.text for part in parts if part.kind == "headline"]
    assert said == "Drones a week: growing since July 2024, a doubling in 20 weeks"
