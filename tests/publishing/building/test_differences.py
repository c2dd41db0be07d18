"""What changed between two editions is split by cause as reckoned by hand, whether stored or made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.publishing.building.build import build
from analysis.publishing.building.corrections import correct
from analysis.publishing.building.differences import Difference, differences
from analysis.publishing.comparing.changes import REASONS, Move

if TYPE_CHECKING:
    from tests.publishing.conftest import Asked

Laid = Callable[..., "Asked"]
REPORT = "states-a-finding"
FIRST, SECOND, THIRD = "2024-01-08", "2024-01-09", "2024-01-10"
TRAILING = 'int(dataset.nights[\\"lights\\"].tail(window).sum())'


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def quiet(line: str) -> None:
    del line


def edit(request: Asked, was: str, now: str) -> None:
    """Change the code of the notebook."""
    notebook = request.project.notebooks / f"{REPORT}.ipynb"
    text = notebook.read_text(encoding="utf-8")
    assert was in text
    notebook.write_text(text.replace(was, now), encoding="utf-8")


def record(request: Asked, *rows: str) -> None:
    with (request.project.data / "nights.csv").open("a", encoding="utf-8") as nights:
        nights.writelines(f"{row}\n" for row in rows)


def parts(move: Move) -> list[Decimal]:
    return [move.parts[reason] for reason in REASONS]


def ends(move: Move) -> list[Decimal]:
    return [move.before, move.after]


@pytest.fixture
def trailing(original: Asked, copied: Callable[[Asked], Asked]) -> Asked:
    """A project whose report adds up the lights of the last ``window`` nights, with a first edition."""
    return copied(original)


@pytest.fixture(scope="module")
def original(shared_project: Laid) -> Asked:
    request = shared_project(REPORT, formats=())
    edit(request, 'int(dataset.nights[\\"lights\\"].max())', TRAILING)
    build(*request.but(as_of=(FIRST,)), say=quiet)  # nights 2 to 8: 5 + – + 8 + 2 + 9 + 4 + 7 = 35
    return request


def only(found: list[Difference]) -> Difference:
    (difference,) = found
    return difference


def test_every_cause_has_its_part_as_reckoned_by_hand_and_a_skipped_edition_is_made_again(
    trailing: Asked,
) -> None:
    record(trailing, "2024-01-05,20,watch,2024-03-01,")  # 2 becomes 20
    edit(trailing, TRAILING, f"2 * {TRAILING}")
    build(*trailing.but(as_of=(SECOND,), parameters={"window": "3"}), say=quiet)
    stored = only(differences(trailing.project, FIRST, SECOND))
    (move,) = stored.moves
    # twice the first sum; then with night 5 twice 18 more; then nights 3 to 9; then nights 7 to 9 alone
    assert ends(move) == [35, 34]
    assert parts(move) == [70 - 35, 106 - 70, 108 - 106, 34 - 108]
    assert sum(move.parts.values()) == move.total == -1
    assert stored.remark == ""
    build(*trailing.but(as_of=(THIRD,)), say=quiet)
    before = hashes(trailing.project.out)
    made = only(differences(trailing.project, FIRST, THIRD))
    # nights 4 to 10 with 20 on night 5: 8 + 20 + 9 + 4 + 7 + 6 + 11 = 65, twice
    assert ends(made.moves[0]) == [35, 130]
    assert parts(made.moves[0]) == [35, 36, 130 - 106, 0]
    assert made.remark == ""
    assert hashes(trailing.project.out) == before
    edit(trailing, "2 * int", "3 * int")
    whole = only(differences(trailing.project, FIRST, THIRD))
    assert whole.moves[0].total == 95
    assert not whole.moves[0].parts
    assert whole.remark == (
        f"the moves are not split by cause: notebooks/{REPORT}.ipynb changed since {THIRD} was sealed"
    )
    assert only(differences(trailing.project, FIRST, SECOND)) == stored


def test_revised_old_rows_alone_are_no_new_observations_and_code_alone_is_method(trailing: Asked) -> None:
    record(trailing, "2024-01-05,20,watch,2024-03-01,", "2024-01-07,,watch,2024-03-01,retracted")
    correct(trailing.project, FIRST, note="Two nights were misread.", on="2024-03-02", say=quiet)
    (move,) = only(differences(trailing.project, f"{FIRST}-r1", FIRST)).moves
    # night 5 has 18 more, night 7 is taken back and night 1 comes in for it: 3 + 5 + – + 8 + 20 + 9 + 7 = 52
    assert parts(move) == [0, 52 - 35, 0, 0]
    edit(trailing, TRAILING, f"10 * {TRAILING}")
    correct(trailing.project, FIRST, note="Lights were counted in tens.", on="2024-03-03", say=quiet)
    (move,) = only(differences(trailing.project, f"{FIRST}-r2", FIRST)).moves
    assert parts(move) == [520 - 52, 0, 0, 0]
    (move,) = only(differences(trailing.project, f"{FIRST}-r1", FIRST)).moves
    assert ends(move) == [35, 520]
    assert parts(move) == [350 - 35, 520 - 350, 0, 0]


def test_words_new_and_lost_findings_and_reports_are_said(project: Laid) -> None:
    request = project(REPORT, "reads-another-table", formats=())
    build(*request.but(as_of=(FIRST,)), say=quiet)
    edit(
        request,
        '\\"most-lights\\", f\\"{bright} were {lights} lights.\\", lights,',
        '\\"mood\\", \\"Calm.\\", \\"calm\\",',
    )
    (request.project.notebooks / "reads-another-table.ipynb").unlink()
    build(*request.but(as_of=(SECOND,)), say=quiet)
    edit(request, '\\"calm\\",', '\\"wild\\",')
    build(*request.but(as_of=(THIRD,)), say=quiet)
    result = run(request, "diff", FIRST, SECOND)
    assert result.splitlines() == [
        f"{REPORT}: States a finding",
        "  Stated for the first time: Mood.",
        "  No longer stated: Most lights.",
        "reads-another-table: Reads another table",
        f"  note: is not in the edition of {SECOND}",
    ]
    assert run(request, "diff", SECOND, str(request.project.out / THIRD)).splitlines() == [
        f"{REPORT}: States a finding",
        "  Mood said “calm”, says “wild”.",
    ]


def run(request: Asked, *arguments: str) -> str:
    places = [f"--{name}={getattr(request.project, name)}" for name in ("out", "data", "notebooks")]
    result = CliRunner().invoke(main, [*arguments, *places])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_older_edition_comes_first_and_both_must_exist(trailing: Asked) -> None:
    with pytest.raises(
        AnalysisError, match=f"{FIRST} is not newer than {FIRST}; name the older edition first"
    ):
        differences(trailing.project, FIRST, FIRST)
    with pytest.raises(AnalysisError, match="is no edition: it has no manifest"):
        differences(trailing.project, FIRST, "2024-01-07")


def test_a_report_with_modules_of_its_own_is_made_again_too(project: Laid) -> None:
    request = project(REPORT, formats=())
    module = request.project.notebooks.parent / "src" / "lamps" / "counts.py"
    module.parent.mkdir(parents=True)
    module.write_text("def most(nights):\n    return int(nights['lights'].max())\n", encoding="utf-8")
    edit(request, "from analysis.parts.finding", "from lamps import counts\\nfrom analysis.parts.finding")
    edit(request, 'int(dataset.nights[\\"lights\\"].max())', "counts.most(dataset.nights)")
    for day in (FIRST, SECOND, THIRD):
        build(*request.but(as_of=(day,)), say=quiet)
    made = only(differences(request.project, FIRST, THIRD))
    assert ends(made.moves[0]) == [9, 11]
    assert made.remark == ""
    module.write_text("def most(nights):\n    return 1\n", encoding="utf-8")
    assert "src/lamps/counts.py changed since" in only(differences(request.project, FIRST, THIRD)).remark
