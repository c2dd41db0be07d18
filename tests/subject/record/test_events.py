"""The events in order, nothing later than the date, and what is recent."""

import pandas as pd

from analysis.subject.record.events import calendar, calendar_counted, chronology, counted, further_dates


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days), dtype="str")).astype("datetime64[us]")


def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_id": ["E2", "E1", "E3", "E4"],
            "event_date": dates("2026-01-05", "2026-01-05", "2026-01-03", "2026-01-06"),
            "sequence": [2, 1, 1, 1],
            "category": ["Military", "Military", "Diplomatic", "Diplomatic"],
            "title": ["strike", "salvo", "talks", "summit"],
            "actor": "a", "counterparty": "", "place": "Kyiv",
        }
    )  # fmt: skip


CONTEXT = pd.DataFrame(
    {
        "event_date": dates("2025-12-29", "2025-12-27"), "category": ["Leadership", "Military"],
        "title": ["resigns", "salvo before"], "actor": "b", "counterparty": "", "place": "Moscow",
    }
)  # fmt: skip


def test_chronology_keeps_the_order_within_a_day_and_sees_nothing_later() -> None:
    rows = chronology(events(), as_of="2026-01-05")
    assert rows["event_id"].tolist() == ["E3", "E1", "E2"]
    assert rows["days_ago"].tolist() == [2, 0, 0]


def test_the_recent_and_the_shown_are_counted() -> None:
    rows = chronology(events(), as_of="2026-04-04")
    assert rows["days_ago"].tolist() == [91, 89, 89, 88]
    assert counted(rows, newest=9).to_dict("records") == [{"n": 4, "recent": 3, "days": 90, "shown": 4}]
    assert counted(rows.head(0), newest=9)[["n", "shown"]].to_numpy().tolist() == [[0, 0]]


def test_calendar_holds_both_tables_without_military_dates() -> None:
    rows = calendar(events(), CONTEXT, as_of="2026-01-05")
    assert rows["title"].tolist() == ["talks", "resigns"]
    assert rows["on_page"].tolist() == [True, False]


def test_the_newest_date_before_the_recent_ones_is_kept() -> None:
    rows = calendar(events(), CONTEXT, as_of="2026-01-31")
    assert rows["recent"].tolist() == [True, True, False], "6 and 3 January, and 29 December"
    (row,) = calendar_counted(rows, as_of="2026-01-31").to_dict("records")
    assert (row["n"], row["days"], row["before"]) == (2, 30, pd.Timestamp("2025-12-29"))
    assert pd.isna(calendar_counted(rows.head(1), as_of="2026-01-31")["before"].item())


def test_further_dates_are_those_of_the_context_to_date() -> None:
    rows = further_dates(CONTEXT.assign(event_id=["X1", "X2"]), as_of="2025-12-28")
    assert rows["event_id"].tolist() == ["X2"]
    assert rows["days_ago"].tolist() == [1]
