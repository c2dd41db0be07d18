"""What was found out of the same is not found out again; when anything of it changes, it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from analysis.data import dataset
from analysis.errors import AnalysisError
from analysis.publishing.caching import fingerprints
from analysis.publishing.caching.notes import Notes
from analysis.publishing.planning import rules
from analysis.publishing.planning.plan import Plan, plan

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Looked = list[str]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Looked:
    """What was read or checked, in order."""
    found: Looked = []
    for module, name in ((rules, "broken_rules"), (dataset, "_read")):
        real = getattr(module, name)

        def told(given: object, *, real: Callable[..., object] = real, name: str = name) -> object:
            found.append(name)
            return real(given)

        monkeypatch.setattr(module, name, told)
    return found


def planned(asked: Asked) -> list[Plan]:
    notes = Notes(asked.project)
    plans = plan(*asked[:2], noted=notes.noted)
    notes.keep()
    return plans


def test_an_unchanged_project_is_planned_from_notes(project: Callable[..., Asked], looked: Looked) -> None:
    asked = project("states-a-finding")
    first = planned(asked)
    assert looked == ["broken_rules", "_read"]
    assert repr(planned(asked)) == repr(first)
    assert repr(planned(asked)) == repr(plan(*asked[:2]))
    assert looked == ["broken_rules", "_read"] * 2, "only the plan without notes has looked again"


def test_a_notebook_that_has_changed_is_looked_at_again(
    project: Callable[..., Asked], looked: Looked
) -> None:
    asked = project("states-a-finding", "reads-another-table")
    planned(asked)
    path = asked.project.notebooks / "states-a-finding.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("At most there", "Never more"), encoding="utf-8")
    looked.clear()
    planned(asked)
    assert looked == ["broken_rules"]


def test_a_notebook_that_breaks_a_rule_is_refused_again(project: Callable[..., Asked]) -> None:
    asked = project("states-a-finding")
    path = asked.project.notebooks / "states-a-finding.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("# ", "", 1), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(AnalysisError):
            planned(asked)


def test_data_that_have_changed_are_read_again(project: Callable[..., Asked], looked: Looked) -> None:
    asked = project("states-a-finding")
    planned(asked)
    looked.clear()
    path = asked.project.data / "nights.csv"
    path.write_text(path.read_text(encoding="utf-8") + "not a row\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(AnalysisError):
            planned(asked)
    assert looked == ["_read"] * 2


def test_another_program_looks_at_everything_again(
    project: Callable[..., Asked], looked: Looked, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = project("states-a-finding")
    planned(asked)
    monkeypatch.setattr(fingerprints, "program_group", dict)
    planned(asked)
    assert looked == ["broken_rules", "_read"] * 2


def test_data_that_change_meanwhile_are_not_noted(project: Callable[..., Asked], looked: Looked) -> None:
    asked = project("states-a-finding")
    notes = Notes(asked.project)
    plan(*asked[:2], noted=notes.noted)
    (asked.project.data / "more.txt").write_text("", encoding="utf-8")
    notes.keep()
    (asked.project.data / "more.txt").unlink()
    planned(asked)
    assert looked == ["broken_rules", "_read"] * 2


def test_damaged_notes_are_as_good_as_none(project: Callable[..., Asked], looked: Looked) -> None:
    asked = project("states-a-finding")
    planned(asked)
    (note,) = (asked.project.cache / "up-to-date").glob("noted.json")
    note.write_text("[]", encoding="utf-8")
    planned(asked)
    assert looked == ["broken_rules", "_read"] * 2
