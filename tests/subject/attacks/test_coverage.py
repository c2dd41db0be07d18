"""Coverage: what is on record, what is missing, and from when on a series can carry a trend."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.subject.attacks.coverage import coverage, covered_from

Drones = Callable[..., pd.DataFrame]


def test_coverage_by_hand(drones: Drones) -> None:
    strikes = pd.concat(
        [
            drones([14, None, None, 8], first="2025-01-01"),
            drones([2], first="2025-01-03", weapon_class="ballistic"),
            drones([99], first="2025-01-05", weapon_class="reconnaissance"),
        ]
    )
    table = coverage(strikes, as_of="2025-01-06")
    assert table.loc[
        table["period"] == "all", ["nights", "recorded", "missing", "drones_known"]
    ].to_numpy().tolist() == [[6, 3, 3, 2]]


def test_a_series_is_covered_from_the_monday_after_its_last_thin_stretch(drones: Drones) -> None:
    dates = pd.date_range("2025-01-06", periods=400)
    strikes = drones([5 if number >= 100 or number % 2 else None for number in range(400)])
    # Odd nights only until night 100: of the 91 nights from night 63 on 18 are unknown, from night 62 on 19.
    assert covered_from(strikes, as_of=dates[-1]) == dates[63]
    assert dates[63].strftime("%A") == "Monday"
    assert covered_from(strikes, as_of=dates[60]) is None
