"""The ledger in words: an empty one is said to be empty; words follow from numbers alone."""

import datetime
import re

import pandas as pd
import pytest

from analysis.parts import Finding, wording
from analysis.sentences import forecasts as say
from analysis.sentences.scenarios_tables import likelihood_bands
from analysis.subject.scenarios import forecast_scores, forecasts
from analysis.subject.scenarios.plots.forecasts import plot_forecasts

AS_OF = datetime.date(2026, 1, 5)
EDITIONS = pd.DataFrame({"as_of": pd.to_datetime(["2025-12-07"])})
EXCLUSIONS = pd.DataFrame({"scenario_id": ["S1"], "excludes_id": ["S2"]})


def ledger(*rows: tuple[str, str, str, float, int | None], rule: str = "S1-2026") -> pd.DataFrame:
    columns = ["forecaster", "scenario_id", "forecast_on", "probability", "outcome"]
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["forecast_id"] = [f"F{number:04d}" for number in range(len(frame))]
    frame["forecast_on"] = pd.to_datetime(frame["forecast_on"]).astype("datetime64[us]")
    frame["probability"] = frame["probability"].astype("float64")
    frame["outcome"] = frame["outcome"].astype("Int64")
    return frame.assign(resolution_rule=rule, resolves_on=pd.Timestamp("2026-12-31"))


TWO = ledger(
    ("Ada", "S1", "2025-12-01", 0.3, 1),
    ("Ben", "S1", "2025-12-15", 0.4, None),
    ("Ada", "S2", "2025-12-15", 0.2, 0),
)


def said(rows: pd.DataFrame) -> list[Finding]:
    return say.pooled(forecasts.pooled(rows, on=AS_OF), forecasts.history(rows, as_of=AS_OF))


def test_an_empty_ledger_says_so_and_shows_nothing_else() -> None:
    nothing = ledger()
    assert say.ledger(nothing, as_of=AS_OF).sentence.startswith(
        "No forecast is recorded as of 5 January 2026"
    )
    assert (
        say.pool_statement(forecasts.pooled(nothing, on=AS_OF), forecasts.history(nothing, as_of=AS_OF))
        is None
    )
    steps = forecasts.history(nothing, as_of=AS_OF)
    assert say.history_figure(plot_forecasts, steps, source="", as_of=AS_OF) is None
    assert say.coherence(forecasts.coherence(nothing, EXCLUSIONS, on=AS_OF), source="", as_of=AS_OF) is None
    means = forecast_scores.mean_scores(forecast_scores.scores(nothing, EDITIONS, alternatives=5))
    assert say.scores(means, source="", as_of=AS_OF) is None
    assert say.calibration(forecast_scores.calibration(nothing), source="", as_of=AS_OF) is None


def test_a_ledger_is_counted_pooled_and_worded() -> None:
    assert say.ledger(TWO, as_of=AS_OF).sentence == (
        "3 forecasts by 2 forecasters are on record as of 5 January 2026; 2 are resolved."
    )
    findings = said(TWO)
    assert [finding.name for finding in findings] == ["forecast-s1", "forecast-s2"]
    assert findings[0].sentence == (
        "S1, by rule S1-2026: 35%, unlikely, pooled over 2 forecasters (range 30–40%); +5 points "
        "on 15 December 2025."
    )
    assert "range" not in findings[1].sentence
    assert "points" not in findings[1].sentence


def test_a_change_is_told_in_points_once_it_can_be_seen_and_the_residual_comes_last() -> None:
    rows = ledger(
        ("Ada", "S0", "2025-12-01", 0.2, None),
        ("Ada", "S0", "2025-12-15", 0.19, None),
        ("Ada", "S1", "2025-12-01", 0.3, None),
        ("Ada", "S1", "2025-12-15", 0.304, None),
    )
    one, residual = (finding.sentence for finding in said(rows))
    assert one == "S1, by rule S1-2026: 30%, unlikely, pooled over 1 forecaster."
    assert residual.endswith("19%, very unlikely, pooled over 1 forecaster; −1 point on 15 December 2025.")


def test_two_questions_on_one_scenario_are_two_findings_and_no_figure() -> None:
    more = pd.concat([TWO, ledger(("Ada", "S1", "2025-12-20", 0.1, None), rule="S1-2026b")])
    more["forecast_id"] = [f"F{number:04d}" for number in range(len(more))]
    names = [finding.name for finding in said(more)]
    assert len(set(names)) == len(names) == 3
    assert (
        say.history_figure(plot_forecasts, forecasts.history(more, as_of=AS_OF), source="s", as_of=AS_OF)
        is None
    )


@pytest.mark.parametrize("hundredths", range(1, 100))
def test_words_follow_from_the_number_and_never_meet_confidence(hundredths: int) -> None:
    share = hundredths / 100
    sentence = said(ledger(("Ada", "S1", "2025-12-01", share, None)))[0].sentence
    assert f", {wording.likelihood(share)}," in sentence
    assert "confiden" not in sentence.lower()


@pytest.mark.parametrize("share", [0.004, 0.996])
def test_beyond_the_bands_there_is_a_number_and_no_word(share: float) -> None:
    sentence = said(ledger(("Ada", "S1", "2025-12-01", share, None)))[0].sentence
    assert not re.search(r"likely|certain|chance", sentence)


def test_tables_show_scores_coherence_and_what_calibration_needs() -> None:
    means = forecast_scores.mean_scores(forecast_scores.scores(TWO, EDITIONS, alternatives=5))
    scores = say.scores(means, source="s", as_of=AS_OF)
    assert scores is not None
    assert "Ada" in scores.text
    assert "0.26" in scores.text, "mean of (0.3 - 1)² and 0.2²"
    coherence = say.coherence(forecasts.coherence(TWO, EXCLUSIONS, on=AS_OF), source="s", as_of=AS_OF)
    assert coherence is not None
    assert "all forecasters, pooled" in coherence.text
    waits = say.calibration(forecast_scores.calibration(TWO), source="s", as_of=AS_OF)
    assert waits is not None
    assert waits.text == "Insufficient data. Calibration needs at least 50 observations; there were 2."


def test_history_is_drawn_with_its_words() -> None:
    steps = forecasts.history(TWO, as_of=AS_OF)
    figure = say.history_figure(plot_forecasts, steps, source="s", as_of=AS_OF)
    assert figure is not None
    assert say.history(steps).title == "Pooled forecasts after 2 days with forecasts: S1 35% and S2 20%"


def test_bands_are_printed_as_half_open() -> None:
    shown = likelihood_bands(as_of=AS_OF)
    assert [row[0] for row in shown.content["rows"]] == [words for _, _, words in wording.LIKELIHOOD_BANDS]
    assert shown.content["notes"][0] == "A boundary belongs to the band above it; 99% belongs to the last."


def test_scores_stand_beside_what_the_edition_before_said() -> None:
    """Of S1 the edition of 7 December held Ada's 0.3; of S2 it held nothing."""
    later = ledger(("Ada", "S1", "2025-12-01", 0.3, None), ("Ben", "S1", "2025-12-15", 0.4, 1))
    means = forecast_scores.mean_scores(forecast_scores.scores(later, EDITIONS, alternatives=5))
    shown = say.scores(means, source="s", as_of=AS_OF)
    assert shown is not None
    assert shown.content["rows"][0] == ["Ben", "Brier", "0.36", "0.64", "1", "0.36", "0.49", "1"]


def test_calibration_is_shown_by_tenths_once_fifty_are_resolved() -> None:
    rows = [("Ada", "S1", "2025-12-01", 0.25, int(number % 4 == 0)) for number in range(40)]
    rows += [("Ada", "S1", "2025-12-01", 0.9, int(number != 0)) for number in range(10)]
    shown = say.calibration(forecast_scores.calibration(ledger(*rows)), source="s", as_of=AS_OF)
    assert shown is not None
    assert [row[:3] + row[4:] for row in shown.content["rows"]] == [
        ["20% to below 30%", "25%", "25%", "40"], ["90% to below 100%", "90%", "90%", "10"],
    ]  # fmt: skip
