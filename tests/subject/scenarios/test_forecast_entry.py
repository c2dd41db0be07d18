"""A forecast, its rule and its outcome enter as rows of the record, in their order or not at all."""

import csv
import json
import shutil
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from analysis.data import check, load_dataset, sealing
from analysis.data.sealing import CHECKS, seal_ledgers
from analysis.errors import DataError
from analysis.subject.scenarios.forecast_entry import forecast_problems

ROOT = Path(__file__).parents[3]
REAL = ROOT / "data"
CHECK = EntryPoint("forecasts", "analysis.subject.scenarios.forecast_entry:forecast_problems", CHECKS)
RULE = {
    "rule_id": "S1-2027",
    "scenario_id": "S1",
    "criterion": "A ceasefire is signed.",
    "not_counted": "A draft.",
    "decided_from": "Its text.",
    "conflict": "What both texts contain counts.",
    "annulment": "Annulled if there is no text.",
    "opens_on": "2026-12-01",
    "deadline": "2027-06-30",
    "stated_on": "2026-11-30",
    "source_id": "own-coding",
    "recorded_on": "2026-11-30",
}
FORECAST = {
    "forecast_id": "F0001",
    "forecaster": "A panel",
    "scenario_id": "S1",
    "forecast_on": "2026-12-01",
    "probability": "0.2",
    "resolution_rule": "S1-2027",
    "resolves_on": "2027-06-30",
    "source_id": "own-coding",
    "recorded_on": "2026-12-01",
}
OUTCOME = {**FORECAST, "outcome": "1", "resolved_on": "2027-06-01", "recorded_on": "2027-06-02"}


def add(record: Path, table: str, *rows: dict[str, str]) -> None:
    """Add rows at the end of a table as an analyst does, their seals left blank."""
    path = record / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerows(rows)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Give a copy of the project's record with one rule more and an empty ledger of forecasts."""
    folder = Path(shutil.copytree(REAL, tmp_path / "data"))
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    forecasts = next(one for one in descriptor["resources"] if one["name"] == "forecasts")
    forecasts["ledger"] = {"rows": 0, "seal": ""}
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    fields = [field["name"] for field in forecasts["schema"]["fields"]]
    (folder / "forecasts.csv").write_text(",".join(fields) + "\n", encoding="utf-8")
    add(folder, "resolution_rules", RULE)
    return folder


@pytest.fixture(autouse=True)
def _checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal with this subject's check, whatever else is installed."""
    monkeypatch.setattr(sealing, "entry_points", lambda group: [CHECK])


def test_the_project_has_the_check_installed_with_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][CHECKS] == {CHECK.name: CHECK.value}
    assert CHECK.load() is forecast_problems


def refused(record: Path, *rows: dict[str, str]) -> list[str]:
    """Add forecasts that may not be sealed and return why."""
    add(record, "forecasts", *rows)
    before = [(record / name).read_bytes() for name in ("forecasts.csv", "datapackage.json")]
    with pytest.raises(DataError) as caught:
        seal_ledgers(record)
    assert [(record / name).read_bytes() for name in ("forecasts.csv", "datapackage.json")] == before
    return str(caught.value).replace(f"{record.as_posix()}/", "").splitlines()


def test_a_rule_forecasts_and_an_outcome_are_sealed(record: Path) -> None:
    shares = {"F0001": "0.2", "F0002": "0.35", "F0003": "0.4"}
    rows = [{**FORECAST, "forecast_id": name, "probability": share} for name, share in shares.items()]
    add(record, "forecasts", *rows)
    rules, forecasts = map(str, seal_ledgers(record))
    assert "resolution_rules.csv: 1 row sealed, S1-2027; " in rules
    assert forecasts.endswith("forecasts.csv: 3 rows sealed, F0001 to F0003; 3 in all")
    add(
        record,
        "forecasts",
        {**rows[1], "outcome": "1", "resolved_on": "2027-06-01", "recorded_on": "2027-06-02"},
    )
    seal_ledgers(record)
    assert check(record) == []
    dataset = load_dataset(record).select(as_of="2027-07-01")
    assert dataset.forecasts["probability"].tolist() == [0.2, 0.35, 0.4]
    assert dataset.forecasts["outcome"].tolist()[1] == 1
    before = dataset.select(as_of="2027-07-01", known_on="2027-01-01").forecasts
    assert before["outcome"].isna().all()


FORECASTS = [  # what is another in a first row, and what is said of it
    (
        {
            "forecast_on": "2026-11-29"
        },  # else an edition between the two would hold a forecast and not its rule
        'forecast_on = "2026-11-29" is before S1-2027 was stated, on 2026-11-30; '
        "a rule is written before it is forecast by",
    ),
    (
        {"forecast_on": "2026-12-02"},
        'forecast_on = "2026-12-02" is after 2026-12-01, the day of record; correct one of them',
    ),
    (
        {"recorded_on": "2027-07-01"},
        'resolves_on = "2027-06-30" was over on 2027-07-01, the day of record; '
        "a forecast is recorded before it is decided",
    ),
    (
        {"outcome": "0"},
        'outcome = "0" stands in the first row of F0001; '
        "leave it blank; an outcome is a later row of the same forecast",
    ),
    (
        {"resolved_on": "2026-12-01"},
        'resolved_on = "2026-12-01" stands in the first row of F0001; '
        "leave it blank; an outcome is a later row of the same forecast",
    ),
    ({"probability": "1.2"}, 'probability = "1.2" is more than 0.999, the most allowed'),
    (
        {"probability": "0.20"},
        'probability = "0.20" would not outlast a spreadsheet, and its seal would break; write 0.2',
    ),
    *(
        (
            dict(zip(("scenario_id", "resolution_rule", "resolves_on"), wrong.split(), strict=True)),
            f'scenario_id + resolution_rule + resolves_on = "{wrong}" is not in resolution_rules.csv; '
            "did you mean S1 S1-2027 2027-06-30?",
        )
        for wrong in ("S2 S1-2027 2027-06-30", "S1 S1-2027 2027-07-01", "S1 S9-2027 2027-06-30")
    ),
]


@pytest.mark.parametrize(("other", "message"), FORECASTS)
def test_a_forecast_out_of_order_is_not_sealed(record: Path, other: dict[str, str], message: str) -> None:
    assert refused(record, {**FORECAST, **other}) == [f"forecasts.csv:2 {message}"]


OUTCOMES = [  # what is another in a later row, and what is said of it
    (
        {"outcome": ""},
        "outcome is blank, but the row has a day of decision; write 1 if it came true, 0 if not",
    ),
    (
        {"resolved_on": ""},
        "resolved_on is blank, but the row has an outcome; write the day on which it was decided",
    ),
    (
        {"resolved_on": "2027-06-03"},
        'resolved_on = "2027-06-03" is after 2027-06-02, the day of record; correct one of them',
    ),
    (
        {"resolved_on": "2026-11-30"},
        'resolved_on = "2026-11-30" is before the forecast, of 2026-12-01; correct it',
    ),
    (
        {"probability": "0.9"},
        'probability = "0.9" changes "0.2", as recorded for F0001 before; '
        "a ledger keeps what was said: give what is new its own row and key",
    ),
]


@pytest.mark.parametrize(("other", "message"), OUTCOMES)
def test_an_outcome_out_of_order_is_not_sealed(record: Path, other: dict[str, str], message: str) -> None:
    add(record, "forecasts", FORECAST)
    seal_ledgers(record)
    assert refused(record, {**OUTCOME, **other}) == [f"forecasts.csv:3 {message}"]


def test_an_outcome_is_said_once(record: Path) -> None:
    add(record, "forecasts", FORECAST, OUTCOME)
    seal_ledgers(record)
    (message,) = refused(record, {**OUTCOME, "outcome": "0", "recorded_on": "2027-06-03"})
    assert message.startswith('forecasts.csv:4 outcome = "0" changes "1", as recorded for F0001 before')


def test_an_outcome_known_after_the_deadline_and_a_withdrawal_are_sealed(record: Path) -> None:
    other = {**FORECAST, "forecast_id": "F0002"}
    add(record, "forecasts", FORECAST, other)
    add(record, "forecasts", {**OUTCOME, "resolved_on": "2027-07-01", "recorded_on": "2027-07-30"})
    add(record, "forecasts", {**other, "status": "retracted", "recorded_on": "2027-07-30"})
    seal_ledgers(record)
    assert load_dataset(record).select(as_of="2027-08-01").forecasts["forecast_id"].tolist() == ["F0001"]


def test_what_was_sealed_before_is_not_judged_again(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed rows cannot be changed: a rule that came later must not bar all that follow."""
    add(record, "forecasts", {**FORECAST, "probability": "0.20"})
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "entry_points", lambda group: [])
        seal_ledgers(record)
    add(record, "forecasts", {**FORECAST, "forecast_id": "F0002"})
    assert str(*seal_ledgers(record)).endswith("1 row sealed, F0002; 2 in all")


def test_a_cell_that_is_no_date_is_said_once(record: Path) -> None:
    assert refused(record, {**FORECAST, "forecast_on": "29.11.2026"}) == [
        'forecasts.csv:2 forecast_on = "29.11.2026" is not a date of the form YYYY-MM-DD; '
        "did you mean 2026-11-29?"
    ]


def test_every_problem_of_every_ledger_is_said_at_once(record: Path) -> None:
    add(record, "resolution_rules", {**RULE, "criterion": "A draft.", "recorded_on": "2026-12-02"})
    rules = len((record / "resolution_rules.csv").read_text(encoding="utf-8").splitlines())
    said = refused(record, {**FORECAST, "probability": "0.20", "forecast_on": "2026-11-29"})
    assert [line.split(" = ")[0] for line in said] == [
        f"resolution_rules.csv:{rules} criterion",  # a rule cannot be moved once it is recorded
        "forecasts.csv:2 probability",
        "forecasts.csv:2 forecast_on",
    ]
