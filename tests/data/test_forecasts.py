"""The forecast ledger is appended to and never rewritten; whoever edits it is told so."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from analysis.data import load_dataset, read_descriptor
from analysis.data.excerpts import excerpt, write_folder
from analysis.data.forecasts import append_forecast, append_outcome
from analysis.data.validation import problems, read_all
from analysis.errors import DataError

REAL = Path(__file__).parents[2] / "data"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Give a copy of the project's record whose forecasts are a ledger."""
    folder = Path(shutil.copytree(REAL, tmp_path / "data"))
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    fields = next(one["schema"]["fields"] for one in descriptor["resources"] if one["name"] == "forecasts")
    if not any(field["name"] == "seal" for field in fields):
        fields.append({"name": "seal", "type": "string", "constraints": {"required": True}})
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "forecasts.csv").write_text(
        ",".join(field["name"] for field in fields) + "\n", encoding="utf-8"
    )
    return folder


def forecast(record: Path, probability: float, recorded_on: str = "2026-12-01") -> str:
    return append_forecast(
        record,
        forecaster="A panel",
        scenario_id="S1",
        forecast_on="2026-12-01",
        probability=probability,
        resolution_rule="A ceasefire is signed, by its text",
        resolves_on="2027-06-30",
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
        DataError, match=r'resolves_on = "2027-06-30" is before 2027-07-01, the day of record'
    ):
        forecast(record, 0.2, recorded_on="2027-07-01")


def test_a_row_that_is_not_sound_is_not_written(record: Path) -> None:
    before = (record / "forecasts.csv").read_bytes()
    with pytest.raises(DataError, match=r'probability = "1\.2" is more than'):
        forecast(record, 1.2)
    with pytest.raises(DataError, match="has no forecast F0007"):
        append_outcome(
            record, "F0007", outcome=1, resolved_on="2027-01-01", source_id="x", recorded_on="2027-01-01"
        )
    assert (record / "forecasts.csv").read_bytes() == before
