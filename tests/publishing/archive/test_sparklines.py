"""A line follows what editions sealed: to scale, with gaps, from the first value to the last."""

from __future__ import annotations

from typing import Any

from analysis.publishing.archive.sparklines import EDGE, HEIGHT, WIDTH, Sparkline, sparklines


def edition(
    as_of: str, value: float | str | None, *, unit: str = "lights", key: bool = True
) -> dict[str, Any]:
    finding = {"name": "most-lights", "unit": unit, "value": value, "key": key, "sentence": "…"}
    return {"as_of": as_of, "reports": {"nights": {"title": "Nights", "order": 1, "findings": [finding]}}}


def lines(*values: float | str | None, **told: Any) -> list[Sparkline]:
    days = ("2024-01-01", "2024-01-02", "2024-01-05", "2024-01-11")
    editions = [edition(day, value, **told) for day, value in zip(days, values, strict=False)]
    return [line for _, drawn in sparklines(editions) for line in drawn]


def test_a_line_runs_by_date_between_its_lowest_and_highest_value() -> None:
    (line,) = lines(4, 8, 6, 8)
    low, middle, high = HEIGHT - EDGE, HEIGHT / 2, EDGE
    across = [EDGE + (WIDTH - 2 * EDGE) * days / 10 for days in (0, 1, 4, 10)]
    points = [f"{x:g} {y:g}" for x, y in zip(across, (low, high, middle, high), strict=True)]
    assert line.paths == [f"M{' L'.join(points)}"]
    assert line.end == (WIDTH - EDGE, EDGE)
    assert (line.first, line.last) == ("4 lights on 1 January 2024", "8 lights on 11 January 2024")
    assert line.alt == "Most lights: 4 lights on 1 January 2024 to 8 lights on 11 January 2024"


def test_an_edition_that_states_no_value_is_a_gap() -> None:
    (line,) = lines(4, None, 6, 8)
    assert [path.count("L") for path in line.paths] == [0, 1]
    assert line.paths[0].endswith("h0")


def test_shares_are_percentages_and_what_never_moves_is_a_level_line() -> None:
    (line,) = lines(0.25, 0.25, 0.25, unit="share")
    assert line.last == "25.0% on 5 January 2024"
    assert line.paths[0].count(f" {HEIGHT / 2:g}") == 3


def test_too_few_values_words_and_findings_of_no_headline_make_no_line() -> None:
    assert lines(4, 8) == lines(4, None, 8) == lines("few", "more", "many") == []
    assert lines(4, 8, None) == lines(4, 6, 8, None) == []  # the newest edition states none
    assert lines(4, 6, 8, key=False) == []
