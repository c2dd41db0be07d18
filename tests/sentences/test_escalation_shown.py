"""Checks that figures and tables say what their frames hold, or what is missing where that is too little."""

import datetime
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.parts import Part
from analysis.sentences import escalation_annex as annex
from analysis.sentences import escalation_figures as words
from analysis.sentences import escalation_tables as tables
from analysis.sentences.shown import TooLittle, Words, figure
from analysis.subject.attacks import plots as plot
from analysis.subject.attacks.breaks import change_points, penalty_path
from analysis.subject.attacks.coverage import coverage
from analysis.subject.attacks.events import event_study, event_time, leave_one_out
from analysis.subject.attacks.gaps import gap_summary, mass_salvos
from analysis.subject.attacks.mix import weekly_mix
from analysis.subject.attacks.neutralised import class_shares, monthly_shares
from analysis.subject.attacks.nights import nightly, weekly
from analysis.subject.attacks.phases import phases
from analysis.subject.attacks.quality import data_quality
from analysis.subject.attacks.records import percentile_ranks, record_nights, top_nights
from analysis.subject.attacks.trends import count_trend, growth
from analysis.subject.attacks.windows import compared

START, NIGHTS = datetime.date(2024, 9, 2), 480
DAY = START + datetime.timedelta(days=NIGHTS - 1)
EARLY = START + datetime.timedelta(days=12)
SOURCE = "the reports"
TALKS = pd.DataFrame(
    {"date": pd.date_range("2024-12-01", periods=8, freq="33D"), "title": "a round of talks"}
)


def strikes() -> pd.DataFrame:
    draw = np.random.default_rng(11)
    dates = pd.date_range(START, periods=NIGHTS, freq="D", unit="us")
    drones = draw.integers(80, 121, NIGHTS)
    drones[::9] += 400
    rows = pd.DataFrame({"date": dates, "weapon_class": "drone", "launched": drones})
    missiles = rows[rows["date"].dt.day_of_week == 2].assign(weapon_class="ballistic", launched=10)
    both = pd.concat([rows, missiles], ignore_index=True)
    merged = (both["date"] >= "2025-07-24") & (both["weapon_class"] == "drone")
    counted: pd.DataFrame = both.assign(
        window="night",
        shot_down=(both["launched"] * 0.7).astype(int),
        suppressed=(both["launched"] * 0.1).astype(int),
        outcome_basis=np.where(merged, "merged", np.where(both["weapon_class"] == "drone", "separate", "")),
        source_id="air-force",
    )
    return counted


STRIKES = strikes()


@cache
def all_words(day: datetime.date) -> dict[str, Words | TooLittle]:
    study = event_study(STRIKES, TALKS, as_of=day)
    return {
        "nightly": words.nightly(nightly(STRIKES, as_of=day)),
        "weekly": words.weekly(weekly(STRIKES, as_of=day, by="class")),
        "records": words.records(record_nights(STRIKES, as_of=day)),
        "last night": words.last_night(percentile_ranks(STRIKES, as_of=day)),
        "gaps": words.gaps(gap_summary(mass_salvos(STRIKES, as_of=day))),
        "mix": words.mix(weekly_mix(STRIKES, as_of=day, draws=50)),
        "neutralised": words.neutralised(monthly_shares(STRIKES, as_of=day)),
        "breaks": words.change_points(change_points(STRIKES, as_of=day), penalty_path(STRIKES, as_of=day)),
        "talks": words.event_time(event_time(STRIKES, TALKS, as_of=day), study),
        "winters": words.phases(phases(STRIKES, as_of=day, draws=99)),
    }


def test_every_figure_has_title_caption_alternative_text_and_n() -> None:
    for name, said in all_words(DAY).items():
        assert isinstance(said, Words), name
        assert all([said.title, said.caption, said.alt, said.n]), name
        assert "—" not in f"{said.title} {said.caption} {said.alt}", name
        assert "nan" not in f"{said.title} {said.caption} {said.alt} {said.n}".lower().split(), name


def test_too_short_a_series_has_words_for_what_is_missing() -> None:
    said = all_words(EARLY)
    missing = {name for name, each in said.items() if isinstance(each, TooLittle)}
    assert missing == {"last night", "gaps", "mix", "neutralised", "breaks", "talks", "winters"}
    for each in said.values():
        assert not isinstance(each, TooLittle) or each.n < each.needed


def test_nothing_is_told_of_a_change_of_definition_before_it_came() -> None:
    june = datetime.date(2025, 6, 30)
    before, after = (words.neutralised(monthly_shares(STRIKES, as_of=day)) for day in (june, DAY))
    assert isinstance(before, Words)
    assert isinstance(after, Words)
    assert "definition" not in before.caption
    assert "compared across the change of definition" in after.caption
    assert (
        tables.top_nights(top_nights(STRIKES, as_of=june), source=SOURCE, as_of=june).content["notes"] == []
    )
    items = data_quality(STRIKES, as_of=june)
    assert "definition" not in annex.quality(items, broke=None, source=SOURCE, as_of=june).text
    cut = pd.Timestamp(2025, 7, 24)
    assert "definition" in annex.quality(items, broke=cut, source=SOURCE, as_of=june).text


def test_the_title_of_a_figure_holds_the_numbers_of_its_frame() -> None:
    said = all_words(DAY)
    nights = nightly(STRIKES, as_of=DAY)
    mean = nights.loc[nights["weapon"] == "drone", "mean_28"].iloc[-1]
    assert isinstance(said["nightly"], Words)
    assert said["nightly"].title == f"{mean:.0f} drones a night over the last 28 nights"
    assert isinstance(said["gaps"], Words)
    assert said["gaps"].title == "Half of the pauses between mass salvos lasted 9 days or less"


def test_a_figure_with_too_little_data_is_a_note_and_nothing_is_drawn() -> None:
    nights = nightly(STRIKES, as_of=EARLY)
    ranks = percentile_ranks(STRIKES, as_of=EARLY)
    shown = figure(
        plot.plot_last_night, nights, ranks, words=words.last_night(ranks), source=SOURCE, as_of=EARLY
    )
    assert shown.kind == "note"
    assert shown.text.startswith(
        "Insufficient data. The last night's rank among earlier nights needs at least 30"
    )


def test_a_figure_carries_its_words_and_is_drawn_under_its_title() -> None:
    nights = nightly(STRIKES, as_of=DAY)
    said = words.nightly(nights)
    assert isinstance(said, Words)
    shown = figure(plot.plot_nightly, nights, words=said, source=SOURCE, as_of=DAY)
    assert shown.kind == "figure"
    assert (shown.content["caption"], shown.content["alt"]) == (said.caption, said.alt)
    assert f"n = {said.n}" in shown.content["details"]


def cells(part: Part, label: str) -> list[str]:
    names = [column["label"] for column in part.content["columns"]]
    return [row[names.index(label)] for row in part.content["rows"]]


def test_windows_say_what_is_established() -> None:
    table = tables.windows(compared(STRIKES, as_of=DAY), source=SOURCE, as_of=DAY)
    changes = dict(zip(cells(table, "Window"), cells(table, "Change"), strict=True))
    assert changes["drones, 28 days"] == "none"
    assert changes["drones, 365 days"] == "insufficient data"


def test_a_ratio_without_content_is_left_out() -> None:
    frame = compared(STRIKES, as_of=DAY)
    frame.loc[frame["window"] == "7 days", ["estimate", "estimate_low", "estimate_high"]] = [
        0.2,
        0.0001,
        800.0,
    ]
    table = tables.windows(frame, source=SOURCE, as_of=DAY)
    ratios = dict(zip(cells(table, "Window"), cells(table, "Ratio"), strict=True))
    assert ratios["drones, 7 days"] == "—"
    assert ratios["drones, 28 days"] != "—"
    assert any("says nothing and is left out" in note for note in table.content["notes"])


def test_tables_with_too_little_data_say_so() -> None:
    study = event_study(STRIKES, TALKS, as_of=EARLY)
    one_by_one = leave_one_out(STRIKES, TALKS, as_of=EARLY, window="7 nights before")
    for shown in (
        tables.levels(change_points(STRIKES, as_of=EARLY), source=SOURCE, as_of=EARLY),
        tables.growth(growth(STRIKES, as_of=EARLY), source=SOURCE, as_of=EARLY),
        tables.model(count_trend(STRIKES, as_of=EARLY), source=SOURCE, as_of=EARLY),
        annex.talks(study, source=SOURCE, as_of=EARLY),
        annex.talks_one_by_one(one_by_one, source=SOURCE, as_of=EARLY),
    ):
        assert shown.text.startswith("Insufficient data. ")


def test_tables_hold_the_values_of_their_frames() -> None:
    top = tables.top_nights(top_nights(STRIKES, as_of=DAY), source=SOURCE, as_of=DAY)
    largest = STRIKES.loc[STRIKES["weapon_class"] == "drone", "launched"].max()
    assert cells(top, "Drones")[0] == str(largest)
    assert set(cells(top, "Source")) == {"air-force"}
    shares = tables.classes(class_shares(STRIKES, as_of=DAY), source=SOURCE, as_of=DAY)
    by_class = dict(zip(cells(shares, "Weapon"), cells(shares, "Share"), strict=True))
    assert by_class["drone"].startswith("79 (")
    assert by_class["cruise"] == "—"
    years = annex.coverage(coverage(STRIKES, as_of=DAY), source=SOURCE, as_of=DAY)
    assert cells(years, "Year") == ["2024", "2025", "all"]
    model = tables.model(count_trend(STRIKES, as_of=DAY), source=SOURCE, as_of=DAY)
    assert cells(model, "Effect")[-1] == ""


@pytest.mark.parametrize(
    ("start", "end", "words_of_it"),
    [
        ("2025-08-01", "2025-08-31", "2025-08"),
        ("2025-12-06", "2025-12-06", "2025-12-06"),
        ("2024-10-01", "2024-11-05", "2024-10-01 to 2024-11-05"),
        (None, "2024-02-22", "to 2024-02-22"),
    ],
)
def test_periods_are_written_as_short_as_they_can_be(start: str | None, end: str, words_of_it: str) -> None:
    totals = pd.DataFrame(
        {
            "period_start": pd.to_datetime(pd.Series([start])),
            "period_end": pd.to_datetime([end]),
            "publisher": ["a paper"],
            "item": ["drones"],
            "statistic": ["shot_down"],
            "scope": ["not_stated"],
            "reported": [100.0],
            "series": pd.array([101], dtype="Int64"),
            "estimate": [0.01],
        }
    )
    table = annex.published(totals, source=SOURCE, as_of=DAY)
    assert cells(table, "Period") == [words_of_it]
    assert cells(table, "Total") == ["drones shot down"]


def test_a_total_that_agrees_with_a_known_excess_says_that_its_scope_differs() -> None:
    totals = pd.DataFrame(
        {
            "date": pd.to_datetime(["2025-07-09"] * 4),
            "quantity": [
                "missiles_launched",
                "drones_launched",
                "missiles_intercepted",
                "drones_neutralised",
            ],
            "series": pd.array([15, 728, 9, pd.NA], dtype="Int64"),
            "reported": pd.array([13, 728, 7, 711], dtype="Int64"),
            "difference": pd.array([2, 0, 2, pd.NA], dtype="Int64"),
            "agrees": pd.array([True, True, False, pd.NA], dtype="boolean"),
            "confidence": "medium",
            "note": "",
        }
    )
    table = annex.checkpoints(totals, source=SOURCE, as_of=DAY)
    assert cells(table, "Agrees") == ["yes, scope differs", "yes", "no", "unknown"]


def test_headlines_are_written_in_their_units() -> None:
    ranges = pd.DataFrame(
        {
            "headline": ["percentile of the last night", "neutralised share", "drones"],
            "unit": ["share", "share", "ratio"],
            "kind": "all",
            "neutral": [float("nan"), 0.0, 1.0],
            "estimate": [0.7753, -0.045, 0.75],
            "range_low": [0.7753, -0.052, 0.61],
            "range_high": [0.7753, -0.039, 1.05],
            "n": 4,
            "sign_flips": [False, False, True],
            "status": "ok",
        }
    )
    whole = pd.concat([ranges, *(ranges.assign(kind=kind) for kind in annex.KINDS)])
    table = annex.robustness(whole, source=SOURCE, as_of=DAY)
    assert cells(table, "Value") == ["78%", "−4.5 pp", "0.75"]
    assert cells(table, "One week out") == ["78%", "−5.2 to −3.9 pp", "0.61 to 1.05"]
    assert cells(table, "Turns") == ["n/a", "no", "yes"]


@pytest.mark.parametrize(
    ("outside", "title", "alt"),
    [
        (0, "none of 4 nights lies outside the placebo band", "within the placebo band throughout."),
        (1, "1 of 4 nights lies outside the placebo band", "but for 1 of 4 nights."),
        (2, "2 of 4 nights lie outside the placebo band", "but for 2 of 4 nights."),
    ],
)
def test_nights_outside_the_band_are_counted_in_good_grammar(outside: int, title: str, alt: str) -> None:
    lags = pd.DataFrame({"estimate": [2.0] * outside + [1.0] * (4 - outside)})
    lags = lags.assign(placebo_low=0.5, placebo_high=1.5, weapon="drone", n=8, status="ok")
    study = pd.DataFrame({"established": [False], "nights_known": [300]})
    said = words.event_time(lags, study)
    assert isinstance(said, Words)
    assert said.title == f"No difference around talks is established: {title}"
    assert said.alt.endswith(alt)


def test_a_level_without_break_is_described_as_one() -> None:
    flat = STRIKES.assign(launched=100 + STRIKES["date"].dt.day_of_week)
    flat = flat[flat["weapon_class"] == "drone"]
    said = words.change_points(change_points(flat, as_of=DAY), penalty_path(flat, as_of=DAY))
    assert isinstance(said, Words)
    assert "with one level and no break; below" in said.alt
