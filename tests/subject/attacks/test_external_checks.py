"""The series against totals that others published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.subject.attacks.external_checks import (
    Agreement,
    checkpoint_agreement,
    largest_difference,
    nights_that_agree,
    published_agreement,
)

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def checkpoints() -> pd.DataFrame:
    return pd.read_csv(DATA / "strike_checkpoints.csv", parse_dates=["date"])


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    table = pd.read_csv(DATA / "published_checks.csv", parse_dates=["period_start", "period_end"])
    return table.assign(weapon_class=table["weapon_class"].fillna(""))


def test_all_checkpoints_agree(real: pd.DataFrame, checkpoints: pd.DataFrame) -> None:
    table = checkpoint_agreement(real, checkpoints, as_of="2026-01-05")
    assert set(table["verdict"]) == {"agrees", "differs by its scope"}
    assert table["date"].nunique() == 7
    known_excess = table[table["difference"] != 0]
    assert known_excess[["series", "reported", "tolerance"]].to_numpy().tolist() == [[15, 13, 2]]


def test_a_changed_total_disagrees_and_an_unknown_night_is_not_judged(
    real: pd.DataFrame, checkpoints: pd.DataFrame
) -> None:
    last = checkpoints.tail(1)
    wrong = checkpoint_agreement(real, last.assign(drones_launched=166), as_of="2026-01-05")
    assert wrong["verdict"].tolist() == ["differs", "agrees", "agrees", "agrees"]
    unknown = checkpoint_agreement(real[real["date"] < "2026-01-05"], last, as_of="2026-01-05")
    assert set(unknown["verdict"]) == {"night unknown"}
    below = checkpoint_agreement(
        real, last.assign(missiles_launched=10, missiles_tolerance=2), as_of="2026-01-05"
    )
    assert below.set_index("quantity")["verdict"].to_dict()["missiles_launched"] == "differs"


def test_checkpoints_after_the_date_are_not_used(real: pd.DataFrame, checkpoints: pd.DataFrame) -> None:
    early = checkpoint_agreement(real, checkpoints, as_of="2025-07-01")
    assert set(early["date"]) == {pd.Timestamp("2025-06-01")}
    empty = checkpoint_agreement(real, checkpoints, as_of="2024-01-01")
    assert empty.empty
    assert "verdict" in empty.columns


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


def test_agreement_is_counted_over_the_nights_known() -> None:
    totals = pd.DataFrame(
        {
            "date": pd.to_datetime(["2025-07-08", "2025-07-09", "2025-07-09", "2025-07-10"]),
            "verdict": list(Agreement),
        }
    )
    row = nights_that_agree(totals).iloc[0]
    assert (row["agree"], row["n"], row["nights"], row["status"]) == (2, 3, 2, "ok")
    none = nights_that_agree(totals.tail(1)).iloc[0]
    assert (none["agree"], none["n"], none["status"]) == (pd.NA, pd.NA, "insufficient data")


def test_differences_are_of_totals_of_the_same_scope() -> None:
    totals = pd.DataFrame({"judged": [True, True, False, True], "estimate": [0.02, -0.05, 0.9, None]})
    row = largest_difference(totals).iloc[0]
    assert (row["estimate"], row["n"]) == (0.05, 2)
    assert (row["lowest"], row["highest"]) == pytest.approx((-5, 2))
    assert pd.isna(largest_difference(totals.head(1)).iloc[0]["lowest"])
    assert largest_difference(totals.iloc[2:]).iloc[0]["status"] == "insufficient data"


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("2025-08-01", "2025-08-31", "month"),
        ("2025-12-06", "2025-12-06", "day"),
        ("2024-10-01", "2024-11-05", "range"),
        (None, "2024-02-22", "to date"),
    ],
)
def test_a_published_total_spans_a_period(
    real: pd.DataFrame, published: pd.DataFrame, start: str | None, end: str, period: str
) -> None:
    span: dict[str, Any] = {
        "period_start": pd.to_datetime(pd.Series([start])),
        "period_end": pd.Timestamp(end),
    }
    one = published.head(1).assign(**span)
    assert published_agreement(real, one, as_of="2026-01-05")["period"].tolist() == [period]
