"""What a data package says of its project goes into every report; what it does not say is not invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.publishing.planning.plan import plan
from analysis.publishing.planning.project import project_metadata

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked


def test_roles_tell_who_publishes_from_who_writes() -> None:
    package = {
        "title": "Lights",
        "contributors": [
            {"title": "A", "role": "author"},
            {"title": "P", "role": "publisher"},
            {"title": "W", "role": "wrangler"},
            {"title": "C"},
            {"role": "author"},
        ],
        "licenses": [{"name": "CC0-1.0", "odd": 1}],
    }
    assert project_metadata(package) == {
        "title": "Lights",
        "authors": ["A", "C"],
        "publishers": ["P"],
        "licences": [{"name": "CC0-1.0"}],
    }


def test_nothing_said_is_nothing_told() -> None:
    assert project_metadata({"contributors": [], "title": ""}) == {}


def test_a_plan_tells_each_report_its_project(project: Callable[..., Asked]) -> None:
    [planned] = plan(*project("states-a-finding")[:2])
    assert planned.edition_of(planned.reports[0].report)["project"] == {
        "title": "Lights by night",
        "licences": [{"name": "CC0-1.0"}],
    }
