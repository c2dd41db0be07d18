from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.subject.ceasefires.spells import (
    Reason,
    count_by_scope,
    headline_cases,
    left_out,
    outcomes,
    spells,
    split_for_page,
)


def ceasefires(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Rows with the plainest values for what a test does not care about."""
    plain = {
        "cluster": "A", "dyad": "A-B", "start": "1970-01-01", "end": "", "end_type": "", "headline": True,
        "ambiguous_since": "", "conflict_type": "interstate", "confidence": "high", "note": "",
        "failure_rule": "", "prior_fighting": "war",
    }  # fmt: skip
    return pd.DataFrame([{"spell_id": f"C{place:02d}", **plain, **row} for place, row in enumerate(rows)])


VIETNAM: dict[str, object] = {
    "dyad": "Vietnam",
    "start": "1973-01-28",
    "end": "1974-12-13",
    "end_type": "renewed_war",
}
KOREA: dict[str, object] = {"dyad": "Korea", "start": "1953-07-27", "end_type": "ongoing"}


def test_a_spell_still_running_is_censored_on_the_day() -> None:
    table = spells(ceasefires(KOREA), as_of=date(2026, 1, 5))
    assert table["outcome"].item() == "ongoing"
    assert table["end"].item() == pd.Timestamp("2026-01-05")
    assert table["years"].item() == pytest.approx(26460 / 365.25)


def test_years_are_days_over_365_25() -> None:
    assert spells(ceasefires(VIETNAM), as_of="1975-05-01")["years"].item() == pytest.approx(684 / 365.25)


@pytest.mark.parametrize(("as_of", "outcome"), [("1974-12-12", "ongoing"), ("1974-12-13", "renewed_war")])
def test_an_end_counts_from_its_own_day_on(as_of: str, outcome: str) -> None:
    assert spells(ceasefires(VIETNAM), as_of=as_of)["outcome"].item() == outcome


@pytest.mark.parametrize("as_of", ["1973-01-27", "1973-01-28"])
def test_a_spell_that_starts_on_the_day_or_later_is_not_known(as_of: str) -> None:
    assert spells(ceasefires(VIETNAM), as_of=as_of).empty
    assert left_out(ceasefires(VIETNAM), as_of=as_of).empty


def test_what_tells_of_a_later_end_is_blank() -> None:
    table = spells(
        ceasefires({**VIETNAM, "note": "Phuoc Long", "failure_rule": "offensive"}), as_of="1974-01-01"
    )
    assert table[["note", "failure_rule"]].iloc[0].tolist() == ["", ""]
    assert "end_type" not in table


def test_left_out_rows_say_why() -> None:
    rows = ceasefires(
        {"end": "1970-01-01", "end_type": "renewed_war"},
        {"headline": False, "confidence": "low"},
        {"headline": False},
        {"headline": False, "start": "2027-01-01"},
        {},
    )
    table = left_out(rows, as_of="2026-01-05")
    assert dict(zip(table["spell_id"], table["reason"], strict=True)) == {
        "C00": Reason.UNDER_A_DAY, "C01": Reason.LOW_CONFIDENCE, "C02": Reason.SENSITIVITY,
    }  # fmt: skip


def test_headline_cases_stand_beside_all_and_an_empty_class_says_so() -> None:
    rows = ceasefires(VIETNAM, {**KOREA, "ambiguous_since": "1960-01-01"}, {"headline": False})
    row = headline_cases(count_by_scope(rows, as_of="1975-05-01"), as_of="1975-05-01").iloc[0]
    assert row[["spells", "coded", "outside", "ambiguous", "renewed_war"]].tolist() == [2, 3, 1, 1, 1]
    assert row[["ambiguous_wars", "clear", "clear_wars"]].tolist() == [0, 1, 1]
    assert row["status"] == "ok"
    none = headline_cases(count_by_scope(rows, as_of="1950-01-01"), as_of="1950-01-01").iloc[0]
    assert (none["spells"], none["status"]) == (0, "insufficient data")


def test_outcomes_of_some_spells_are_counted_with_their_first_start() -> None:
    row = outcomes(spells(ceasefires(VIETNAM, KOREA), as_of="1975-05-01"), as_of="1975-05-01").iloc[0]
    assert row[["n", "renewed_war", "superseded_by_treaty", "ongoing"]].tolist() == [2, 1, 0, 1]
    assert row["first"] == pd.Timestamp("1953-07-27")


def test_scopes_nest() -> None:
    rows = ceasefires(
        {}, {"ambiguous_since": "1980-01-01"}, {"conflict_type": "internationalised"}, {"headline": False}
    )
    found = {scope: len(spells(rows, as_of="2000-01-01", scope=scope)) for scope in ("all", "headline")}
    assert found == {"all": 4, "headline": 3}
    assert spells(rows, as_of="2000-01-01", scope="unambiguous")["spell_id"].tolist() == ["C00", "C02"]
    assert spells(rows, as_of="2000-01-01", scope="interstate")["spell_id"].tolist() == ["C00", "C01"]


def test_a_case_is_not_ambiguous_before_the_day_that_makes_it_so() -> None:
    rows = ceasefires({**VIETNAM, "ambiguous_since": "1974-12-13"})
    assert [spells(rows, as_of=day)["ambiguous"].item() for day in ("1974-12-12", "1974-12-13")] == [
        False,
        True,
    ]


def test_each_scope_counts_every_spell_once() -> None:
    table = count_by_scope(ceasefires(VIETNAM, KOREA, {"headline": False}), as_of="1975-05-01")
    counts = table[["scope", "spells", "renewed_war", "ongoing"]].to_numpy().tolist()
    assert counts[-1] == ["all", 3, 1, 2]
    assert counts[0][:2] == ["headline", 2]


def test_an_end_without_a_type_names_the_spells() -> None:
    with pytest.raises(AnalysisError, match=r"renewed_war or superseded_by_treaty; got C00 \(blank\)"):
        spells(ceasefires({**VIETNAM, "end_type": ""}), as_of="1980-01-01")


def test_an_unknown_scope_lists_what_is_allowed() -> None:
    with pytest.raises(
        AnalysisError, match="scope is one of headline, unambiguous, interstate, after_war, all; got every"
    ):
        spells(ceasefires({}), as_of="1980-01-01", scope="every")


DAYS = st.dates(date(1946, 1, 1), date(2026, 1, 5))
ROWS = st.lists(
    st.tuples(DAYS, DAYS, st.sampled_from(["renewed_war", "superseded_by_treaty", ""])), max_size=12
)


def _table(rows: list[tuple[date, date, str]]) -> pd.DataFrame:
    return ceasefires(
        *[
            {"start": str(min(a, b)), "end": str(max(a, b)) if kind else "", "end_type": kind or "ongoing"}
            for a, b, kind in rows
        ]
    )


@given(rows=ROWS.filter(bool), as_of=DAYS)
@settings(max_examples=60, deadline=None)
def test_as_of_never_leaks(rows: list[tuple[date, date, str]], as_of: date) -> None:
    """What is known later changes nothing: the frame is the same with every later end and start removed."""
    full = _table(rows)
    known = full[pd.to_datetime(full["start"]) < pd.Timestamp(as_of)]
    later = pd.to_datetime(known["end"].replace("", pd.NaT)) > pd.Timestamp(as_of)
    known = known.assign(end=known["end"].mask(later, ""), end_type=known["end_type"].mask(later, "ongoing"))
    pd.testing.assert_frame_equal(spells(full, as_of=as_of), spells(known, as_of=as_of))


@given(rows=ROWS.filter(bool), as_of=DAYS, seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_is_irrelevant(rows: list[tuple[date, date, str]], as_of: date, seed: int) -> None:
    full = _table(rows)
    mixed = full.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(spells(full, as_of=as_of), spells(mixed, as_of=as_of))


@given(rows=ROWS.filter(bool), as_of=DAYS)
@settings(max_examples=30, deadline=None)
def test_every_spell_lasts_and_none_outlasts_the_day(rows: list[tuple[date, date, str]], as_of: date) -> None:
    table = spells(_table(rows), as_of=as_of)
    assert (table["years"] > 0).all()
    assert (table["end"] <= pd.Timestamp(as_of)).all()


@given(years=st.lists(st.integers(1950, 2020), min_size=1, max_size=30), rows=st.integers(2, 40))
@settings(max_examples=60, deadline=None)
def test_pages_part_the_spells_by_year_and_lose_none(years: list[int], rows: int) -> None:
    table = pd.DataFrame({"start": pd.to_datetime([f"{year}-06-01" for year in years]), "cluster": "A"})
    first, later = split_for_page(table, rows=rows)
    assert sorted([*first["start"], *later["start"]]) == sorted(table["start"])
    if len(later):
        assert len(years) + 1 > rows
        assert first["start"].max() < later["start"].min() or first.empty
    else:
        assert len(first) == len(years)
