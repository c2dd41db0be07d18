# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="operator, union-attr, arg-type, comparison-overlap"

import pandas as pd
import pytest

from analysis.subject.ceasefires.precedents import (
    Claim,
    Standing,
    cases,
    claims,
    claims_in_all,
    counted,
    failures,
    spans,
    timed,
)


def claimed(start: str, end: str, claim: str = "", operator: str = "", value: float = float("nan"),
            unit: str = "") -> pd.DataFrame:  # fmt: skip
    columns = ["span_id", "from_date", "to_date", "claim", "claim_operator", "claim_value", "claim_unit"]
    return pd.DataFrame([["P", start, end, claim, operator, value, unit]], columns=columns)


def verdict(as_of: str, *span: object) -> tuple[str, str]:
    row = spans(claimed(*span), as_of=as_of).iloc[0]
    return row["length"], row["verdict"]


@pytest.mark.parametrize(
    ("start", "end", "value", "unit", "length", "holds"),
    [
        ("1973-01-27", "1975-04-30", 26.0, "months", "27 months 3 days", "does not hold"),
        ("1973-01-28", "1975-04-30", 26.0, "months", "27 months 2 days", "does not hold"),
        ("1973-03-29", "1975-04-30", 26.0, "months", "25 months 1 day", "holds"),
        ("1973-01-27", "1974-12-13", 2.0, "years", "22 months 16 days", "holds"),
        ("1973-01-27", "1975-03-10", 2.0, "years", "25 months 11 days", "does not hold"),
    ],
)
def test_vietnam_by_each_milestone(
    start: str, end: str, value: float, unit: str, length: str, holds: str
) -> None:
    assert verdict("2026-01-05", start, end, "within", "le", value, unit) == (length, holds)


def test_korea_runs_to_the_date_of_the_report() -> None:
    row = spans(
        claimed("1953-07-27", "", "seventy years later", "approx", 70.0, "years"), as_of="2026-01-05"
    ).iloc[0]
    assert row["running"]
    assert row["days"] == 26460
    assert round(row["years"], 2) == 72.44
    assert row["length"] == "72.4 years"
    assert row["verdict"] is Claim.NEARLY


@pytest.mark.parametrize(
    ("operator", "value", "as_of", "expected"),
    [
        ("le", 4.0, "2026-01-05", "holds so far"),
        ("le", 3.0, "2026-01-05", "does not hold"),
        ("ge", 4.0, "2026-01-05", "still open"),
        ("ge", 3.0, "2026-01-05", "holds"),
        ("approx", 3.9, "2026-01-05", "roughly holds"),
        ("approx", 10.0, "2026-01-05", "does not hold"),
        ("le", 0.5, "2022-03-01", "holds so far"),
    ],
)
def test_a_span_still_running_can_break_a_limit_but_not_keep_it(
    operator: str, value: float, as_of: str, expected: str
) -> None:
    assert verdict(as_of, "2022-02-24", "", "claim", operator, value, "years")[1] == expected


def test_the_limit_of_a_calendar_month_is_exact() -> None:
    within = ("within a month", "le", 1.0, "months")
    assert verdict("2000-01-01", "1990-01-31", "1990-02-28", *within)[1] == "holds"
    assert verdict("2000-01-01", "1990-01-31", "1990-03-01", *within)[1] == "does not hold"


def test_claims_without_a_number_get_no_verdict() -> None:
    assert verdict("2026-01-05", "1973-01-27", "1976-07-02", "unified in 1975")[1] == "names no length"
    assert verdict("2026-01-05", "1988-04-14", "1989-02-15")[1] == "no claim"


def test_an_end_after_the_day_is_not_known() -> None:
    row = spans(claimed("1973-01-28", "1975-04-30"), as_of="1974-01-28").iloc[0]
    assert row["running"]
    assert row["days"] == 365


def test_a_span_that_begins_later_is_not_listed() -> None:
    assert spans(claimed("1973-01-28", "1975-04-30"), as_of="1970-01-01").empty


@pytest.fixture
def precedents() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "case_id": ["H1", "H2", "H3"],
            "name": ["Afghanistan", "Korea", "Vietnam"],
            "agreement_date": ["1988-04-14", "1953-07-27", "1973-01-27"],
            "agreement_type": ["accords on withdrawal", "armistice", "peace agreement"],
            "is_ceasefire_case": [False, True, True],
            "spell_id": ["", "C18", "C19"],
            "note": ["No ceasefire took effect.", "", ""],
        }
    )


def test_cases_stand_beside_the_reference_class_without_any_rate(precedents: pd.DataFrame) -> None:
    coded = pd.DataFrame(
        {"spell_id": ["C18", "C19"], "years": [72.44, 1.87], "outcome": ["ongoing", "renewed_war"]}
    )
    table = cases(precedents, coded, as_of="2026-01-05").set_index("case_id")
    assert table["standing"].to_dict() == {
        "H1": Standing.NO_CEASEFIRE,
        "H2": Standing.IN_FORCE,
        "H3": Standing.WAR,
    }
    assert pd.isna(table.loc["H1", "years"])
    assert not set(table.columns) & {"estimate", "rate", "share"}


def test_cases_of_an_earlier_day(precedents: pd.DataFrame) -> None:
    coded = pd.DataFrame({"spell_id": ["C18"], "years": [20.0], "outcome": ["ongoing"]})
    table = cases(precedents, coded, as_of="1973-07-27").set_index("case_id")
    assert table.index.tolist() == ["H2", "H3"]
    assert table.loc["H3", "standing"] == Standing.NOT_CODED


def test_a_treaty_is_an_end_of_its_own_kind(precedents: pd.DataFrame) -> None:
    coded = pd.DataFrame({"spell_id": ["C18"], "years": [20.0], "outcome": ["superseded_by_treaty"]})
    table = cases(precedents, coded, as_of="2026-01-05").set_index("case_id")
    assert table.loc["H2", "standing"] == Standing.TREATY


def test_a_failure_with_several_dates_is_disputed_and_one_with_a_single_date_is_not(
    precedents: pd.DataFrame,
) -> None:
    coded = pd.DataFrame(
        {"spell_id": ["C18", "C19"], "years": [70.0, 1.87], "outcome": ["ongoing", "renewed_war"]}
    )
    table = cases(precedents, coded, as_of="2026-01-05")
    failed = pd.DataFrame({"case_id": ["H3", "H3"], "years": [1.87, 2.25]})
    disputed = timed(table, failed).set_index("case_id")
    assert disputed["standing"].tolist() == [Standing.NO_CEASEFIRE, Standing.IN_FORCE, Standing.DISPUTED]
    assert disputed.loc["H3", ["earliest", "latest"]].tolist() == [1.87, 2.25]
    assert timed(table, failed[:1])["standing"].tolist()[2] is Standing.WAR


def test_precedents_are_counted_without_any_rate(precedents: pd.DataFrame) -> None:
    row = counted(precedents.assign(ceasefire=precedents["is_ceasefire_case"])).iloc[0]
    assert (row["ceasefires"], row["n"], row["status"]) == (2, 3, "ok")
    none = counted(precedents[:0].assign(ceasefire=False)).iloc[0]
    assert (none["ceasefires"], none["status"]) == (0, "insufficient data")
    assert pd.isna(none["n"])


def test_claims_are_counted_by_verdict_and_without_a_length_not_at_all() -> None:
    verdicts = [Claim.FAILS, Claim.HOLDS, Claim.NO_CLAIM, Claim.HOLDS, Claim.NO_LENGTH, Claim.NEARLY]
    counts = claims(pd.DataFrame({"verdict": verdicts}))
    assert counts.to_numpy().tolist() == [[Claim.HOLDS, 2], [Claim.NEARLY, 1], [Claim.FAILS, 1]]
    assert claims_in_all(counts)[["holds", "n", "status"]].to_numpy().tolist() == [[2, 4, "ok"]]
    none = claims_in_all(claims(pd.DataFrame({"verdict": [Claim.NO_CLAIM]}))).iloc[0]
    assert (none["holds"], none["status"]) == (0, "insufficient data")
    assert pd.isna(none["n"])


def test_vietnam_fails_on_three_dates() -> None:
    paris = pd.DataFrame({"case_id": ["H2", "H3"], "name": ["Korea", "Paris"], "spell_id": ["C18", "C19"]})
    coded = pd.DataFrame(
        {
            "spell_id": ["C18", "C19"],
            "start": pd.to_datetime(["1953-07-27", "1973-01-28"]),
            "end": pd.to_datetime(["2026-01-05", "1974-12-13"]),
            "outcome": ["ongoing", "renewed_war"],
        }
    )
    rules = ["final offensive", "fall of the capital"]
    other = pd.DataFrame(
        {"spell_id": "C19", "rule": rules, "end": ["1975-03-10", "1975-04-30"], "end_type": "renewed_war"}
    )
    table = failures(paris, coded, other, as_of="2026-01-05")
    assert table["rule"].tolist() == ["as coded", *rules]
    assert table["years"].round(3).tolist() == [1.873, 2.111, 2.251]
    assert failures(paris, coded, other, as_of="1975-03-31")["rule"].tolist() == ["as coded", rules[0]]
