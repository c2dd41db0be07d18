"""How far tables reach, and which day of the war it is."""

import pandas as pd

from analysis.subject.record.reach import cut_offs, day_of_the_war


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days), dtype="str")).astype("datetime64[us]")


def test_cut_offs_say_which_table_is_empty() -> None:
    rows = cut_offs({"Events": dates("2022-02-24", "2026-01-05"), "Scenarios": dates()}, as_of="2026-01-07")
    assert rows["rows"].tolist() == [2, 0]
    assert rows["age_days"].tolist()[0] == 2
    assert rows["last"].isna().tolist() == [False, True]


def test_the_first_day_of_the_war_is_day_one() -> None:
    events = pd.DataFrame({"event_date": dates("2024-08-06", "2022-02-24")})
    (row,) = day_of_the_war(events, as_of="2022-02-24").to_dict("records")
    assert (row["start"], row["day"]) == (pd.Timestamp("2022-02-24"), 1)
    assert day_of_the_war(events, as_of="2026-01-05")["day"].item() == 1412
