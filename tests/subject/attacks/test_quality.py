"""The counts of what is missing, contradictory or revised in the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.subject.attacks.quality import Item, Treatment, data_quality

Drones = Callable[..., pd.DataFrame]


def items(table: pd.DataFrame) -> dict[str, Any]:
    return dict(zip(table["item"], table["value"], strict=True))


def test_quality_by_hand(drones: Drones) -> None:
    strikes = drones([10, None, 20, 30])
    strikes["suppressed"] = pd.array([9, 1, pd.NA], dtype="Int64")
    table = data_quality(strikes, as_of="2025-01-10")
    counts = items(table)
    assert counts["no record"] == 2
    assert counts["outcomes above launches"] == 1
    assert counts["no suppression"] == 1
    assert counts["revised"] is pd.NA
    assert table["estimate"].dropna().between(0, 1).all()


def test_revisions_are_counted_when_given(drones: Drones) -> None:
    revisions = pd.DataFrame({"change": ["new", "revised", "revised", "retracted"]})
    counts = items(data_quality(drones([10]), as_of="2025-01-06", revisions=revisions))
    assert (counts["revised"], counts["retracted"]) == (2, 1)


def test_quality_of_the_real_series(real: pd.DataFrame) -> None:
    counts = items(data_quality(real, as_of="2026-01-05"))
    assert counts["outcomes above launches"] == 1
    assert counts["no launches"] == 3
    assert counts["no recent drone count"] == 6
    assert items(data_quality(real, as_of="2022-01-01"))["no record"] == 0


def test_each_item_is_counted_once_and_has_its_treatment(drones: Drones) -> None:
    table = data_quality(drones([10]), as_of="2025-01-06")
    assert table["item"].tolist() == list(Item)
    assert set(table["treatment"]) == set(Treatment)
