"""The forecast ledger is appended to and never rewritten; whoever edits it is told so."""

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from analysis.data import load_dataset, read_descriptor
from analysis.data.excerpts import excerpt, write_folder
from analysis.data.forecasts import append_forecast, append_outcome, append_rule
from analysis.data.ledger import seal
from analysis.data.validation import problems, read_all
from analysis.errors import DataError

REAL = Path(__file__).parents[2] / "data"
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
}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Give a copy of the project's record whose ledger of forecasts is empty."""
    folder = Path(shutil.copytree(REAL, tmp_path / "data"))
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    forecasts = next(one for one in descriptor["resources"] if one["name"] == "forecasts")
    forecasts["ledger"] = {"rows": 0, "seal": ""}
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    fields = [field["name"] for field in forecasts["schema"]["fields"]]
    (folder / "forecasts.csv").write_text(",".join(fields) + "\n", encoding="utf-8")
    append_rule(folder, rule=RULE, recorded_on="2026-11-30")
    return folder


def forecast(
    record: Path, probability: float, recorded_on: str = "2026-12-01", forecast_on: str = "2026-12-01"
) -> str:
    return append_forecast(
        record,
        forecaster="A panel",
        forecast_on=forecast_on,
        probability=probability,
        resolution_rule="S1-2027",
        source_id="own-coding",
        recorded_on=recorded_on,
    )


def lines(record: Path) -> list[str]:
    return (record / "forecasts.csv").read_text(encoding="utf-8").splitlines()


def said(record: Path, rows: list[str]) -> list[str]:
    """Write the ledger's lines and return what is said of them."""
    (record / "forecasts.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    descriptor = read_descriptor(record)
    found = problems(descriptor, read_all(descriptor, record))
    return [str(one).replace(f"{record.as_posix()}/", "") for one in found]


def test_forecasts_and_outcomes_are_appended(record: Path) -> None:
    assert [forecast(record, share) for share in (0.2, 0.35, 0.4)] == ["F0001", "F0002", "F0003"]
    append_outcome(
        record, "F0002", outcome=1, resolved_on="2027-06-01", source_id="own-coding", recorded_on="2027-06-02"
    )
    dataset = load_dataset(record).select(as_of="2027-07-01")
    rows = dataset.forecasts
    assert rows["probability"].tolist() == [0.2, 0.35, 0.4]
    assert rows["outcome"].tolist()[1] == 1
    before = dataset.select(as_of="2027-07-01", known_on="2027-01-01").forecasts
    assert before["outcome"].isna().all()


@pytest.mark.parametrize("line", [1, 2, 3])
def test_editing_any_row_fails_at_that_row(record: Path, line: int) -> None:
    for share in (0.2, 0.3, 0.4):
        forecast(record, share)
    rows = lines(record)
    rows[line] = rows[line].replace("A panel", "Another panel")
    (message,) = said(record, rows)
    assert message.startswith(f"forecasts.csv:{line + 1} seal = ")
    assert (
        "one was edited, deleted, added by hand or moved; restore the file, and append a row instead"
        in message
    )


@pytest.mark.parametrize("line", [1, 2])
def test_deleting_an_earlier_row_fails_at_the_next(record: Path, line: int) -> None:
    for share in (0.2, 0.3, 0.4):
        forecast(record, share)
    rows = lines(record)
    del rows[line]
    (message,) = said(record, rows)
    assert message.startswith(f"forecasts.csv:{line + 1} seal = ")


def test_moving_or_inserting_a_row_fails(record: Path) -> None:
    for share in (0.2, 0.3, 0.4):
        forecast(record, share)
    head, first, second, third = lines(record)
    assert said(record, [head, second, first, third])
    by_hand = second.replace("F0002", "F0009").rpartition(",")[0] + ",made-up"
    assert any("made-up" in message for message in said(record, [head, first, by_hand, second, third]))


def test_an_excerpt_of_a_ledger_still_loads(record: Path, tmp_path: Path) -> None:
    for share in (0.2, 0.3):
        forecast(record, share)
    append_outcome(
        record, "F0001", outcome=0, resolved_on="2027-06-01", source_id="own-coding", recorded_on="2027-06-02"
    )
    files = excerpt(record, ["forecasts"], as_of=date(2027, 1, 1), known_on=date(2027, 7, 1))
    cut = load_dataset(write_folder(files, tmp_path / "cut"))  # the outcome is blank there: no seal would fit
    assert cut.forecasts["outcome"].isna().all()


def test_a_later_row_may_add_an_outcome_but_not_change_the_forecast(record: Path) -> None:
    forecast(record, 0.2)
    outcome = {"outcome": 0, "resolved_on": "2027-07-01", "source_id": "own-coding"}
    append_outcome(record, "F0001", recorded_on="2027-07-02", **outcome)  # type: ignore[arg-type]
    with pytest.raises(DataError) as caught:
        append_outcome(record, "F0001", recorded_on="2027-07-03", **{**outcome, "outcome": 1})  # type: ignore[arg-type]
    assert 'outcome = "1" changes "0", as recorded for F0001 before' in str(caught.value)
    assert len(lines(record)) == 3


def test_a_forecast_is_recorded_before_it_is_decided(record: Path) -> None:
    with pytest.raises(
        DataError, match=r'deadline of S1-2027 = "2027-06-30" was over on 2027-07-01, the day of record'
    ):
        forecast(record, 0.2, recorded_on="2027-07-01")


def test_a_rule_is_stated_before_it_is_forecast_by(record: Path) -> None:
    """Else an edition of a day between the two would hold a forecast and not its rule."""
    with pytest.raises(DataError, match=r'"2026-11-29" is before S1-2027 was stated, on 2026-11-30'):
        forecast(record, 0.2, forecast_on="2026-11-29")


def test_a_row_that_is_not_sound_is_not_written(record: Path) -> None:
    before = (record / "forecasts.csv").read_bytes()
    with pytest.raises(DataError, match=r'probability = "1\.2" is more than'):
        forecast(record, 1.2)
    with pytest.raises(DataError, match="has no forecast F0007"):
        append_outcome(
            record, "F0007", outcome=1, resolved_on="2027-01-01", source_id="x", recorded_on="2027-01-01"
        )
    assert (record / "forecasts.csv").read_bytes() == before


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_ledger_cut_off_at_its_end_fails_though_its_chain_is_sound(record: Path, kept: int) -> None:
    for share in (0.2, 0.3, 0.4):
        forecast(record, share)
    (message,) = said(record, lines(record)[: 1 + kept])
    assert message == (
        f"forecasts.csv ends after {kept} of the 3 rows that the descriptor says were appended; "
        "restore the rows that were cut off"
    )


def test_a_ledger_written_anew_fails_where_the_descriptor_says_it_ended(record: Path) -> None:
    for share in (0.2, 0.3):
        forecast(record, share)
    names, former = lines(record)[0], ""
    anew = [names]
    for row in csv.DictReader(io.StringIO("\n".join(lines(record)))):
        row["forecaster"] = "Another panel"
        row["seal"] = former = seal(row, former)
        anew.append(",".join(row.values()))
    (message,) = said(record, anew)
    assert message.startswith("forecasts.csv:3 seal = ")
    assert "is not the seal of row 2 in the descriptor" in message


def test_rows_appended_before_the_descriptor_could_be_written_break_nothing(record: Path) -> None:
    forecast(record, 0.2)
    descriptor = (record / "datapackage.json").read_bytes()
    forecast(record, 0.3)
    (record / "datapackage.json").write_bytes(descriptor)
    assert said(record, lines(record)) == []
    assert forecast(record, 0.4) == "F0003"


def test_a_ledger_must_say_where_it_ends(record: Path) -> None:
    file = record / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    ledger = next(one for one in descriptor["resources"] if one["name"] == "forecasts")
    ledger["ledger"] = {"rows": "none"}
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(DataError, match="does not say where the ledger ends"):
        read_descriptor(record)
    del ledger["ledger"]
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    (message,) = said(record, lines(record))
    assert "is a ledger, and nothing says where it ends" in message


def test_appending_changes_nothing_that_an_edition_of_before_rests_on(record: Path) -> None:
    """An excerpt as known before must keep its bytes, the descriptor's among them."""
    dates = {"as_of": date(2026, 12, 31), "known_on": date(2026, 12, 1)}
    forecast(record, 0.2)
    before = excerpt(record, ["forecasts"], **dates)
    forecast(record, 0.3, recorded_on="2026-12-02")
    assert excerpt(record, ["forecasts"], **dates) == before


def test_a_forecast_names_a_rule_on_record_and_takes_scenario_and_deadline_from_it(record: Path) -> None:
    forecast(record, 0.2)
    row = load_dataset(record).select(as_of="2026-12-31").forecasts.iloc[0]
    assert (row["scenario_id"], str(row["resolves_on"])[:10]) == ("S1", "2027-06-30")
    with pytest.raises(DataError, match=r"has no rule S1-2028; did you mean S1-202"):
        append_forecast(
            record,
            forecaster="A panel",
            forecast_on="2026-12-01",
            probability=0.2,
            resolution_rule="S1-2028",
            source_id="own-coding",
            recorded_on="2026-12-01",
        )


@pytest.mark.parametrize("wrong", ["S2 S1-2027 2027-06-30", "S1 S1-2027 2027-07-01", "S1 S9-2027 2027-06-30"])
def test_check_names_a_forecast_whose_rule_scenario_or_deadline_is_another(record: Path, wrong: str) -> None:
    forecast(record, 0.2)
    cells = dict(zip(*(line.split(",") for line in lines(record)), strict=True))
    fields = ["scenario_id", "resolution_rule", "resolves_on"]
    cells |= dict(zip(fields, wrong.split(), strict=True))
    cells["seal"] = seal(cells, "")
    descriptor = (record / "datapackage.json").read_text(encoding="utf-8")
    kept = lines(record)[1].split(",")[10]
    (record / "datapackage.json").write_text(descriptor.replace(kept, cells["seal"]), encoding="utf-8")
    (message,) = said(record, [lines(record)[0], ",".join(cells.values())])
    assert message == (
        f'forecasts.csv:2 scenario_id + resolution_rule + resolves_on = "{wrong}" is not in '
        "resolution_rules.csv; did you mean S1 S1-2027 2027-06-30?"
    )


def test_a_rule_cannot_be_moved_once_it_is_recorded(record: Path) -> None:
    with pytest.raises(DataError, match=r'criterion = "A draft\." changes "A ceasefire is signed\."'):
        append_rule(record, rule={**RULE, "criterion": "A draft."}, recorded_on="2026-12-02")
    assert len((record / "resolution_rules.csv").read_text(encoding="utf-8").splitlines()) == 7
