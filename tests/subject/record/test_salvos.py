"""The last salvo by its rank, and the neutralised share beside that of the window before."""

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.statistics.results import Direction
from analysis.subject.record.salvos import Size, last_salvo, neutralised_share

Drones = Callable[..., pd.DataFrame]
DAY = "2025-04-15"  # the hundredth night, from 6 January on


@pytest.mark.parametrize(
    ("launched", "size"),
    [(95, Size.LARGEST), (94, Size.LARGE), (75, Size.LARGE), (25, Size.ORDINARY), (24, Size.SMALL)],
)
def test_the_size_follows_from_the_share_of_nights_with_fewer(
    drones: Drones, launched: int, size: Size
) -> None:
    nights = drones([*range(100), launched], first="2025-01-05")
    (row,) = last_salvo(nights, as_of=DAY).to_dict("records")
    assert (row["weapon"], row["n"], row["estimate"]) == ("drone", 100, launched / 100)
    assert row["verdict"] is size


def test_a_night_that_cannot_be_ranked_has_no_size(drones: Drones) -> None:
    nights = drones([5] * 29, first="2025-03-18")
    assert last_salvo(nights, as_of=DAY)["verdict"].isna().all(), "28 nights before it"
    assert last_salvo(nights, as_of="2025-04-16")["verdict"].isna().all(), "the night itself is unknown"


def test_missiles_stand_beside_drones_only_where_there_were_any(drones: Drones) -> None:
    nights = drones([5] * 101, first="2025-01-05")
    missiles = drones([*[1] * 100, 9], first="2025-01-05", weapon_class="cruise")
    both = last_salvo(pd.concat([nights, missiles]), as_of=DAY)
    assert both["weapon"].tolist() == ["drone", "missile"]
    assert both["verdict"].tolist() == [Size.SMALL, Size.LARGEST]
    none = drones([*[1] * 100, 0], first="2025-01-05", weapon_class="cruise")
    assert last_salvo(pd.concat([nights, none]), as_of=DAY)["weapon"].tolist() == ["drone"]


@pytest.mark.parametrize(
    ("shot_down", "verdict"),
    [(0.2, Direction.FEWER), (0.9, Direction.MORE), (0.5, Direction.OPEN)],
)
def test_a_change_is_claimed_only_where_the_intervals_part(
    drones: Drones, shot_down: float, verdict: Direction
) -> None:
    before = drones([100, 120] * 14, first="2025-02-19", shot_down=0.5, suppressed=0.0)
    now = drones([100, 120] * 14, first="2025-03-19", shot_down=shot_down, suppressed=0.0)
    (row,) = neutralised_share(pd.concat([before, now]), as_of=DAY).to_dict("records")
    assert (row["previous"], row["estimate"]) == (pytest.approx(0.5), pytest.approx(shot_down))
    assert (row["n"], row["status"]) == (28, "ok")
    assert row["verdict"] is verdict


def test_without_a_share_before_nothing_is_said_of_a_change(drones: Drones) -> None:
    (row,) = neutralised_share(drones([100] * 28, first="2025-03-19"), as_of=DAY).to_dict("records")
    assert row["status"] == "ok"
    assert (pd.isna(row["previous"]), row["verdict"]) == (True, None)


def test_too_few_nights_have_no_share(drones: Drones) -> None:
    (row,) = neutralised_share(drones([100] * 22, first="2025-03-25"), as_of=DAY).to_dict("records")
    assert (row["status"], row["verdict"]) == ("insufficient data", None)
    assert pd.isna(row["estimate"])
