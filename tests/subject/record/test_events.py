"""The events in order, nothing later than the date, and what is recent."""

import pandas as pd

from analysis.subject.record.events import all_dates, calendar, calendar_counted, chronology, span


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days), dtype="str")).astype("datetime64[us]")


def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_id": ["E2", "E1", "E3", "E4"],
            "event_date": dates("2026-01-05", "2026-01-05", "2026-01-03", "2026-01-06"),
            "sequence": [2, 1, 1, 1],
            "category": ["Military", "Military", "Diplomatic", "Diplomatic"],
            "title": ["strike", "salvo", "talks", "summit"], "talks": [False, False, True, True],
            "actor": "a", "counterparty": "", "place": "Kyiv", "source_id": "s", "summary": "told",
            "claim_status": "claimed",
        }
    )  # fmt: skip


CONTEXT = pd.DataFrame(
    {
        "event_date": dates("2025-12-29", "2025-12-27"), "category": ["Leadership", "Military"],
        "title": ["resigns", "salvo before"], "actor": "b", "counterparty": "", "place": "Moscow",
        "event_id": ["X1", "X2"], "talks": False, "source_id": "s",
    }
)  # fmt: skip


def test_chronology_keeps_the_order_within_a_day_and_sees_nothing_later() -> None:
    rows = chronology(events(), as_of="2026-01-05")
    assert rows["event_id"].tolist() == ["E3", "E1", "E2"]
    assert rows["days_ago"].tolist() == [2, 0, 0]


def test_the_recent_are_counted() -> None:
    rows = chronology(events(), as_of="2026-04-04")
    assert rows["days_ago"].tolist() == [91, 89, 89, 88]
    assert span(rows)[["n", "recent", "days"]].to_numpy().tolist() == [[4, 3, 90]]
    assert span(rows.head(0))[["n", "recent"]].to_numpy().tolist() == [[0, 0]]


def test_calendar_holds_both_tables_without_military_dates() -> None:
    rows = calendar(events(), CONTEXT, as_of="2026-01-05")
    assert rows["title"].tolist() == ["talks", "resigns"]
    assert rows["talks"].tolist() == [True, False]
    assert rows["summary"].tolist() == ["told", ""]


def test_the_newest_date_before_the_recent_ones_is_kept() -> None:
    rows = calendar(events(), CONTEXT, as_of="2026-01-31")
    assert rows["recent"].tolist() == [True, True, False], "6 and 3 January, and 29 December"
    (row,) = calendar_counted(rows, as_of="2026-01-31").to_dict("records")
    assert (row["n"], row["days"], row["before"]) == (2, 30, pd.Timestamp("2025-12-29"))
    assert pd.isna(calendar_counted(rows.head(1), as_of="2026-01-31")["before"].item())


def test_all_dates_hold_both_tables_to_the_date_newest_first() -> None:
    rows = all_dates(chronology(events(), as_of="2026-01-05"), CONTEXT, as_of="2025-12-28")
    assert rows["event_id"].tolist() == ["E2", "E1", "E3", "X2"]
    assert rows["claim_status"].tolist() == ["claimed"] * 3 + ["confirmed"]
