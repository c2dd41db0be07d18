"""A first report names its groups as a reader would."""

from __future__ import annotations

from pathlib import Path

from analysis.publishing.planning.new_project import start_project


def test_groups_that_are_numbers_are_said_with_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "tons.csv").write_text("year,quarter,tons\n2024,1,3.5\n2024,2,4.5\n2025,1,5.5\n", "utf-8")
    (tmp_path / "towns.csv").write_text("year,town,tons\n2024,Ghent,3.5\n2024,Bruges,4.5\n", "utf-8")
    tables = [tmp_path / "tons.csv", tmp_path / "towns.csv"]
    start_project(tmp_path / "new", tables, title="", toolkit="analysis-reports", today="2026-02-01")
    numbers, names = (
        (tmp_path / "new" / "notebooks" / f"{name}.ipynb").read_text("utf-8") for name in ("tons", "towns")
    )
    assert "is highest for Quarter {group}:" in numbers
    assert "Quarter {group} stands at" in numbers
    assert "is highest for {group}:" in names
