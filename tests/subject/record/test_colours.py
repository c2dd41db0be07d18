"""Every category that the record knows has a colour of its own."""

from pathlib import Path

from analysis.data.package import read_descriptor
from analysis.subject.record.colours import CATEGORY


def test_each_category_has_a_colour_and_no_two_share_one() -> None:
    field = read_descriptor(Path(__file__).parents[3] / "data").table("events").field("category")
    assert sorted(CATEGORY) == sorted(field.enum)
    assert len(set(CATEGORY.values())) == len(CATEGORY)
