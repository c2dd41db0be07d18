"""The series against published totals, and the counts of what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.subject.attacks.external_checks import checkpoint_agreement, published_agreement
from analysis.subject.attacks.quality import data_quality

Drones = Callable[..., pd.DataFrame]
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def checkpoints() -> pd.DataFrame:
    return pd.read_csv(DATA / "strike_checkpoints.csv", parse_dates=["date"])


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    table = pd.read_csv(DATA / "published_checks.csv", parse_dates=["period_start", "period_end"])
    return table.assign(weapon_class=table["weapon_class"].fillna(""))


def items(table: pd.DataFrame) -> dict[str, Any]:
    return dict(zip(table["item"], table["value"], strict=True))


def test_all_checkpoints_agree(real: pd.DataFrame, checkpoints: pd.DataFrame) -> None:
    table = checkpoint_agreement(real, checkpoints, as_of="2026-01-05")
    assert table["agrees"].all()
    assert table["date"].nunique() == 7
    known_excess = table[table["difference"] != 0]
    assert known_excess[["series", "reported", "tolerance"]].to_numpy().tolist() == [[15, 13, 2]]


def test_a_changed_total_disagrees_and_an_unknown_night_is_not_judged(
    real: pd.DataFrame, checkpoints: pd.DataFrame
) -> None:
    last = checkpoints.tail(1)
    wrong = checkpoint_agreement(real, last.assign(drones_launched=166), as_of="2026-01-05")
    assert wrong["agrees"].tolist() == [False, True, True, True]
    unknown = checkpoint_agreement(real[real["date"] < "2026-01-05"], last, as_of="2026-01-05")
    assert unknown["agrees"].isna().all()
    below = checkpoint_agreement(
        real, last.assign(missiles_launched=10, missiles_tolerance=2), as_of="2026-01-05"
    )
    assert below.set_index("quantity")["agrees"].to_dict()["missiles_launched"] is False


def test_checkpoints_after_the_date_are_not_used(real: pd.DataFrame, checkpoints: pd.DataFrame) -> None:
    early = checkpoint_agreement(real, checkpoints, as_of="2025-07-01")
    assert set(early["date"]) == {pd.Timestamp("2025-06-01")}
    empty = checkpoint_agreement(real, checkpoints, as_of="2024-01-01")
    assert empty.empty
    assert "agrees" in empty.columns


def test_published_totals_of_the_same_scope_agree(real: pd.DataFrame, published: pd.DataFrame) -> None:
    table = published_agreement(real, published, as_of="2026-01-05")
    judged = table[table["judged"] & (table["item"] == "drones")]
    assert len(judged) >= 12
    assert (judged["estimate"].abs() < 0.025).all()
    nightly = judged.set_index("check_id")["estimate"].to_dict()
    assert nightly["PC20"] == 0
    assert not table.loc[table["scope"].isin(["national_report", "not_stated"]), "judged"].any()


def test_periods_of_thin_coverage_give_no_total(real: pd.DataFrame, published: pd.DataFrame) -> None:
    table = published_agreement(real, published, as_of="2026-01-05").set_index("check_id")
    assert table["series"].isna().to_dict()["PC35"]
    assert table["series"].isna().to_dict()["PC34"]
    assert published_agreement(real, published, as_of="2022-01-01").empty


def test_quality_by_hand(drones: Drones) -> None:
    strikes = drones([10, None, 20, 30])
    strikes["suppressed"] = pd.array([9, 1, pd.NA], dtype="Int64")
    table = data_quality(strikes, as_of="2025-01-10")
    counts = items(table)
    assert counts["nights without any record"] == 2
    assert counts["rows with outcomes above launches"] == 1
    assert counts["drone rows without reported suppression, to the definition break"] == 1
    assert counts["rows revised"] is pd.NA
    assert table["estimate"].dropna().between(0, 1).all()


def test_revisions_are_counted_when_given(drones: Drones) -> None:
    revisions = pd.DataFrame({"change": ["new", "revised", "revised", "retracted"]})
    counts = items(data_quality(drones([10]), as_of="2025-01-06", revisions=revisions))
    assert (counts["rows revised"], counts["rows retracted"]) == (2, 1)


def test_quality_of_the_real_series(real: pd.DataFrame) -> None:
    counts = items(data_quality(real, as_of="2026-01-05"))
    assert counts["rows with outcomes above launches"] == 1
    assert counts["rows with unknown launches"] == 3
    assert counts["the same, last 365 nights"] == 6
    assert items(data_quality(real, as_of="2022-01-01"))["nights without any record"] == 0
