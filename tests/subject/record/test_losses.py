"""Claimed losses: whole months compared with whole months of one definition only, nothing after the date."""

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.subject.record.losses import monthly, newest_month


def claims() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": ["2025-10", "2025-11", "2025-12", "2026-01"],
            "month_end": pd.to_datetime(["2025-10-31", "2025-11-30", "2025-12-31", "2026-01-05"]),
            "mean_daily": [1008.7, 1034.3, 1130.6, 922.0],
            "days": [31, 30, 31, 5],
            "cumulative_end": [1141830, 1172860, 1207910, 1212520],
            "claimant": "General Staff",
            "definition_id": ["old", "old", "old", "old"],
        }
    )


def test_only_whole_months_are_ranked_and_compared() -> None:
    rows = monthly(claims(), as_of="2026-01-05")
    assert rows["complete"].tolist() == [True, True, True, False]
    assert rows["rank"].tolist()[:3] == [3, 2, 1]
    assert rows["rank"].isna().tolist() == [False, False, False, True]
    assert rows["change"].iloc[2] == pytest.approx(96.3)
    assert rows["months"].tolist() == [3] * 4


def test_nothing_after_the_date_is_seen() -> None:
    assert monthly(claims(), as_of="2025-12-06")["month"].tolist() == ["2025-10", "2025-11"]


def test_no_change_is_taken_across_definitions() -> None:
    broken = claims().assign(definition_id=["old", "old", "new", "new"])
    rows = monthly(broken, as_of="2026-01-05")
    assert rows["change"].isna().tolist() == [True, False, True, True]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(AnalysisError, match="month_end"):
        monthly(claims().drop(columns="month_end"), as_of="2026-01-05")


def test_the_newest_whole_month_stands_with_its_rank() -> None:
    (row,) = newest_month(claims(), as_of="2026-01-05").to_dict("records")
    assert (row["month"], row["higher"], row["months"], row["status"]) == ("2025-12", 0, 3, "ok")
    lower = claims().assign(mean_daily=[1200.0, 1300.0, 1130.6, 922.0])
    assert newest_month(lower, as_of="2026-01-05")["higher"].item() == 2


def test_without_a_whole_month_there_is_insufficient_data() -> None:
    (row,) = newest_month(claims().tail(1), as_of="2026-01-05").to_dict("records")
    assert row["status"] == "insufficient data"
    assert pd.isna(row["mean_daily"])
    assert pd.isna(row["month_end"])
