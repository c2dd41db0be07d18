"""Gaps between mass salvos: the open gap is censored, not dropped; curves agree with a published answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.subject.attacks.gaps import gap_summary, gap_survival, mass_salvos

Drones = Callable[..., pd.DataFrame]


def row_of(frame: pd.DataFrame, place: int = 0) -> dict[str, Any]:
    return dict(frame.iloc[place])


def spaced(gaps: list[int], open_gap: int) -> list[float]:
    """Nights that begin with a mass salvo after each gap and end ``open_gap`` nights after the last."""
    nights = [500.0]
    for gap in [*gaps, open_gap]:
        nights += [10.0] * (gap - 1) + [500.0]
    return [*nights[:-1], 10.0]


def salvos(gaps: list[int], open_gap: int, drones: Drones) -> pd.DataFrame:
    nights = spaced(gaps, open_gap)
    return mass_salvos(drones(nights), as_of=pd.Timestamp("2025-01-06") + pd.Timedelta(days=len(nights) - 1))


def test_gaps_and_the_open_one_by_hand(drones: Drones) -> None:
    found = salvos([3, 5, 2], 4, drones)
    assert found["gap"].tolist() == [3, 5, 2, 4]
    assert found["open"].tolist() == [False, False, False, True]


def test_the_curve_is_kaplan_meier_with_the_open_gap_at_risk(drones: Drones) -> None:
    gaps = [2, 2, 3, 4, 4, 4, 5, 6, 7, 8]
    curve = gap_survival(salvos(gaps, 5, drones))
    assert curve["at_risk"].tolist() == [11, 9, 8, 5, 3, 2, 1]
    assert curve["ended"].tolist() == [2, 1, 3, 1, 1, 1, 1]
    steps = 1 - curve["ended"] / curve["at_risk"]
    assert curve["estimate"].to_numpy() == pytest.approx(steps.cumprod().to_numpy())


def test_dropping_the_open_gap_would_shorten_the_median(drones: Drones) -> None:
    gaps = [2, 2, 3, 3, 4, 4, 4, 5, 6, 7]
    with_open = row_of(gap_summary(salvos(gaps, 40, drones)))
    assert with_open["open_gap"] == 40
    assert with_open["n"] == 10
    assert with_open["estimate"] == 4
    assert with_open["estimate_low"] <= 4 <= with_open["estimate_high"]
    curve = gap_survival(salvos(gaps, 40, drones))
    assert row_of(curve, -1)["estimate"] > 0


def test_intervals_of_the_leukaemia_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remission in weeks, 6-MP arm (Freireich 1963): S(10) .7529, log-log .5032 to .8894, median 23."""
    monkeypatch.setattr("analysis.subject.attacks.gaps.GAPS_NEEDED", 9)
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    trial = pd.DataFrame({"gap": weeks, "open": [False] * 9 + [True] * 12, "nights_unknown": 0})
    trial = trial.assign(date=pd.Timestamp("2025-01-01"), threshold=400.0)
    curve = gap_survival(trial)
    at_ten = row_of(curve[curve["gap"] == 10])
    ends = [at_ten[name] for name in ("estimate", "estimate_low", "estimate_high")]
    assert [round(float(end), 4) for end in ends] == [0.7529, 0.5032, 0.8894]
    summary = row_of(gap_summary(trial))
    assert summary["estimate"] == 23
    assert np.isnan(summary["estimate_high"])


def test_unknown_nights_within_gaps_are_counted(drones: Drones) -> None:
    found = mass_salvos(drones([500, None, None, 10, 500, None, 20]), as_of="2025-01-12")
    assert found["nights_unknown"].tolist() == [2, 1]


@pytest.mark.parametrize("gaps", [[], [3] * 9])
def test_fewer_than_ten_closed_gaps_are_insufficient(drones: Drones, gaps: list[int]) -> None:
    found = salvos(gaps, 3, drones)
    assert gap_survival(found)["status"].tolist() == ["insufficient data"]
    summary = row_of(gap_summary(found))
    assert (summary["status"], summary["n"], summary["needed"]) == ("insufficient data", len(gaps), 10)


def test_no_mass_salvo_at_all(drones: Drones) -> None:
    none = mass_salvos(drones([10] * 20), as_of="2025-01-25")
    assert none.empty
    assert row_of(gap_summary(none))["salvos"] == 0
    assert len(gap_survival(none)) == 1


def test_a_salvo_on_the_last_night_has_no_gap_yet(drones: Drones) -> None:
    found = mass_salvos(drones([500.0, 10.0, 10.0, 10.0] * 11 + [500.0]), as_of="2025-02-19")
    assert found["gap"].tolist() == [4] * 11 + [0]
    assert row_of(gap_survival(found))["at_risk"] == 11
