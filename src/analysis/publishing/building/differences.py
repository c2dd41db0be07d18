"""What changed between two editions? Every finding's move, split by cause where that is possible.

When the newer edition was compared with the older one as it was built, its manifest has the answer. If not,
it is built again in a folder of its own, where the older one is the only edition before it; that takes the
notebook, program and libraries it was made with. Where these have changed, moves are told without causes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError, Problem
from analysis.parts import wording
from analysis.publishing.building.build import build
from analysis.publishing.comparing import changes, comparison, phrasing
from analysis.publishing.comparing.changes import Move
from analysis.publishing.editions import attachments, manifests
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.editions.notices import address, label
from analysis.publishing.planning.catalogue import notebook_at_hand, source_of
from analysis.publishing.planning.request import Options, Project, Request
from analysis.publishing.running.own_modules import own_modules

Manifest = Mapping[str, Any]
PARTS_UNKNOWN: Final = "the moves are not split by cause"


@dataclass(frozen=True)
class Difference:
    """What changed in one report; ``remark`` says why its moves have no parts, or why there are none."""

    report: str
    title: str
    moves: Sequence[Move] = ()
    texts: Sequence[tuple[str, str, str]] = ()
    new: Sequence[str] = ()
    gone: Sequence[str] = ()
    remark: str = ""

    def lines(self) -> Iterator[str]:
        """Yield what a reader is told, one thing a line."""
        yield f"{self.report}: {self.title}"
        moved = [move for move in self.moves if phrasing.is_told(move)]
        yield from (f"  {phrasing.sentence(move)}" for move in moved)
        yield from (f"  {phrasing.label(name)} said “{was}”, says “{now}”." for name, was, now in self.texts)
        if self.new:
            yield f"  Stated for the first time: {_labels(self.new)}."
        if self.gone:
            yield f"  No longer stated: {_labels(self.gone)}."
        if still := phrasing.still(self.moves):
            yield f"  {still}"
        if self.remark:
            yield f"  note: {self.remark}"


def differences(
    project: Project, older: str, newer: str, *, say: Callable[[str], None] = lambda line: None
) -> list[Difference]:
    """Return what changed in each report from one edition to another, named by date or by folder.

    ``project`` names the folders of editions, data and notebooks; none of them is changed. Raises
    ``AnalysisError`` when there is no such edition, or when the second is not the newer one.
    """
    before, after = (manifests.read_manifest(_place(project, name)) for name in (older, newer))
    if (before["as_of"], before["revision"]) >= (after["as_of"], after["revision"]):
        shown = label(after["as_of"], after["revision"])
        reason = f"is not newer than {label(before['as_of'], before['revision'])}"
        raise AnalysisError(str(Problem(shown, "", reason, "name the older edition first")))
    common = [name for name, _ in _in_order(after) if name in before["reports"]]
    compared = {name: _stored(before, after, name) for name in common}
    remarks = {name: _hindrance(project, before, after, name) for name in common if not compared[name]}
    wanted = [name for name, remark in remarks.items() if not remark]
    if wanted:
        say(f"making {', '.join(wanted)} again under one change at a time")
        again, failure = _made_again(project, before, after, wanted)
        compared |= again
        remarks |= dict.fromkeys(wanted, failure)
    return [*_reports(before, after, compared, remarks), *_gone(before, after)]


def _reports(
    before: Manifest, after: Manifest, compared: Mapping[str, Any], remarks: Mapping[str, str]
) -> Iterator[Difference]:
    for name, report in _in_order(after):
        if name not in before["reports"]:
            yield Difference(name, report["title"], remark=f"is not in the edition of {before['as_of']}")
        elif told := compared[name]:
            yield _difference(name, report["title"], told, [changes.read_move(one) for one in told["moves"]])
        else:
            former = before["reports"][name]["findings"]
            moves = changes.whole_moves(former, report["findings"])
            told = comparison.words_changed(former, report["findings"])
            found = _difference(name, report["title"], told, moves)
            yield replace(found, remark=f"{PARTS_UNKNOWN}: {remarks[name]}")


def _difference(name: str, title: str, told: Mapping[str, Any], moves: Sequence[Move]) -> Difference:
    texts = [(finding, was, now) for finding, was, now in told["texts"]]
    return Difference(name, title, moves, texts, told["new"], told["gone"])


def _gone(before: Manifest, after: Manifest) -> Iterator[Difference]:
    for name, report in _in_order(before):
        if name not in after["reports"]:
            yield Difference(name, report["title"], remark=f"is not in the edition of {after['as_of']}")


def _stored(before: Manifest, after: Manifest, report: str) -> Mapping[str, Any] | None:
    """Return what the newer edition says itself, when it was compared with the older one as that is now."""
    told: Mapping[str, Any] | None = after["reports"][report]["changes"]
    if not told or any(told["since"][name] != before[name] for name in told["since"]):
        return None
    was = changes.numbers(before["reports"][report]["findings"])
    moves = [changes.read_move(move) for move in told["moves"]]
    return told if all(move.before == was.get(move.name) for move in moves) else None


def _hindrance(project: Project, before: Manifest, after: Manifest, report: str) -> str:
    """Return why a report cannot be made again under one change at a time; blank when it can."""
    if before["known_on"] > after["known_on"]:
        return f"the older edition knows more, all until {before['known_on']}"
    notebook = notebook_at_hand(project.notebooks, report)
    if notebook is None:
        return f"there is no {source_of(project.notebooks, report)} any more"
    today = {f"notebooks/{report}.ipynb": notebook, "src/analysis": attachments.source()}
    own = {one.path: one.content for one in own_modules(project.notebooks).values()}
    if project.lock:
        today[attachments.LOCK] = project.lock.read_bytes()
    digests = {path: sha256(content) for path, content in today.items()}
    sealed = {one["path"]: one["sha256"] for one in after["reports"][report]["inputs"]}
    then = {path: digest for path, digest in sealed.items() if path.startswith(comparison.METHOD)}
    digests |= {path: sha256(content) for path, content in own.items() if path in then}
    changed = sorted(path for path in {**then, **digests} if then.get(path) != digests.get(path))
    return f"{wording.listing(changed)} changed since {after['as_of']} was sealed" if changed else ""


def _made_again(
    project: Project, before: Manifest, after: Manifest, reports: Sequence[str]
) -> tuple[dict[str, Any], str]:
    """Return what changed by report, from a build of the newer edition beside the older one alone.

    When that fails, or finds something else than was sealed, return nothing and why.
    """
    asked = Request(as_of=(after["as_of"],), known_on=after["known_on"], formats=(), again=True)
    with tempfile.TemporaryDirectory(prefix="analysis-diff-") as name:
        laid_out = _laid_out(project, before, after, reports, Path(name))
        try:
            (place,) = build(laid_out, asked, Options(), say=lambda line: None)
        except AnalysisError as error:
            return {}, f"it cannot be made again: {error}"
        made = manifests.read_manifest(place)["reports"]
    other = [each for each in reports if made[each]["findings"] != after["reports"][each]["findings"]]
    if other:
        return {}, f"made again from the data at hand, {wording.listing(other)} states other findings"
    return {each: made[each]["changes"] for each in reports}, ""


def _laid_out(
    project: Project, before: Manifest, after: Manifest, reports: Sequence[str], folder: Path
) -> Project:
    """Lay out a project in which the older edition alone precedes the newer one."""
    (folder / "notebooks").mkdir()
    for report in reports:
        notebook = notebook_at_hand(project.notebooks, report)
        assert notebook is not None  # else it could not be made again
        (folder / "notebooks" / f"{report}.ipynb").write_bytes(notebook)
    from analysis.data.excerpts import write_folder

    write_folder({one.path: one.content for one in own_modules(project.notebooks).values()}, folder)
    if project.lock:
        (folder / project.lock.name).write_bytes(project.lock.read_bytes())
    newest = after["revision"] if before["as_of"] == after["as_of"] else before["revision"]
    former = folder / "reports" / address(before["as_of"], before["revision"], newest)
    only = {
        **after,
        "reports": {name: after["reports"][name] for name in reports},
        "omitted": {},
        "failed": [],
    }
    for place, manifest in ((former, before), (folder / "reports" / after["as_of"], only)):
        place.mkdir(parents=True)
        (place / manifests.NAME).write_bytes(manifests.dumps(manifest))
    return Project(notebooks=folder / "notebooks", data=project.data, out=folder / "reports")


def _place(project: Project, name: str) -> Path:
    """Return the folder of an edition, named by its folder or by its date."""
    place = Path(name)
    return place if (place / manifests.NAME).is_file() else project.out / name


def _in_order(manifest: Manifest) -> list[tuple[str, Any]]:
    return sorted(manifest["reports"].items(), key=lambda pair: (pair[1]["order"], pair[0]))


def _labels(names: Sequence[str]) -> str:
    return wording.listing([phrasing.label(name) for name in names])
