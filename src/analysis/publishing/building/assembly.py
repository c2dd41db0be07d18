"""How do reports that are made become a sealed edition?

Their files are gathered in one folder, manifest, index page and RO-Crate metadata are written beside them,
and the folder takes the edition's place in one step.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from analysis.errors import AnalysisError
from analysis.publishing.archive import index, pages, ro_crate
from analysis.publishing.archive.pictures import pictures
from analysis.publishing.editions import manifests
from analysis.publishing.editions.notices import address
from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.plan import Plan, Planned
from analysis.publishing.planning.project import project_metadata
from analysis.publishing.running.making import MADE

ENDINGS: Final = ("html", "ipynb", "pdf")


@dataclass
class Making:
    """An edition while it is made: what has come of each report so far."""

    plan: Plan
    folder: Path
    results: dict[str, Any] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    is_sealed: bool = False
    kept: dict[str, Mapping[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        made = {planned.report.id for planned in self.plan.reports}
        self.kept = {name: one for name, one in self.plan.sealed.items() if name not in made}

    def keep(self, report: str) -> None:
        """Let a report stay as the edition has it."""
        self.kept[report] = self.plan.sealed[report]

    def folder_of(self, report: str) -> Path:
        """Return the working folder of a report."""
        return self.folder / report


def assemble(archive: Archive, making: Making, *, lock: Path | None) -> Mapping[str, Any] | None:
    """Put an edition in its place and return its manifest; None when what is there is the same.

    ``lock`` is the lock file of the environment, named in the manifest.

    Raises ``AnalysisError`` when findings share a name.
    """
    staged = making.folder / "edition"
    staged.mkdir(parents=True)  # there is no folder yet where every report is kept
    for report in making.results:
        for path in sorted((making.folder_of(report) / MADE).iterdir()):
            path.rename(staged / path.name)
    for kept in making.kept.values():
        for output in kept["outputs"]:
            shutil.copyfile(making.plan.place / output["path"], staged / output["path"])
    manifest = _manifest(making, staged, lock)
    manifest["files"] = [manifests.entry(path, path.name) for path in draw_pages(manifest, staged)]
    content = manifests.dumps(manifest)
    if manifests.is_sealed(archive.edition(making.plan.as_of), content):
        return None
    (staged / manifests.NAME).write_bytes(content)
    if making.plan.is_correction:
        _keep_former(archive, making.plan)
    archive.put(staged, making.plan.as_of)
    return manifest


@cache
def get_ready() -> None:
    """Have at hand what the first edition is sealed with, while its reports are drawn elsewhere."""
    pages.compiled(index.TEMPLATE)
    manifests.versions()


def draw_pages(manifest: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write what is drawn from the manifest of an edition and its notebooks in the folder; return where."""
    shown = pictures(folder, manifest["reports"])
    drawn = {
        index.NAME: index.edition_page(manifest, pictures=shown),
        ro_crate.NAME: ro_crate.metadata(manifest),
    }
    for name, content in drawn.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in drawn]


def _keep_former(archive: Archive, plan: Plan) -> None:
    """Keep the revision that is about to be replaced at an address of its own."""
    former = address(plan.as_of, plan.revision - 1, newest=plan.revision)
    staged = archive.staging / former
    shutil.copytree(archive.edition(plan.as_of), staged)
    archive.put(staged, former)


def _manifest(making: Making, staged: Path, lock: Path | None) -> dict[str, Any]:
    plan = making.plan
    return manifests.manifest(
        as_of=plan.as_of,
        known_on=plan.known_on,
        revision=plan.revision,
        corrections=plan.corrections,
        reports={
            **making.kept,
            **{
                planned.report.id: _described(planned, making.results[planned.report.id], staged)
                for planned in plan.reports
                if planned.report.id in making.results
            },
        },
        omitted=plan.omitted,
        failed=sorted(making.failed),
        files=[],
        environment=manifests.environment(lock),
        project=project_metadata(plan.descriptor.content),
        is_draft=plan.is_draft,
    )


def _described(planned: Planned, result: Mapping[str, Any], staged: Path) -> dict[str, Any]:
    """Return what the manifest says of one report."""
    report = planned.report
    names = [finding["name"] for finding in result["findings"]]
    if repeated := [name for name, count in Counter(names).items() if count > 1]:
        raise AnalysisError(f"{report.notebook.label}: findings share a name: {', '.join(repeated)}; rename")
    files = [f"{report.id}.{kind}" for kind in ENDINGS if (staged / f"{report.id}.{kind}").exists()]
    return {
        "title": report.title,
        "description": report.description,
        "headline": result["headline"],
        "order": report.order,
        "parameters": planned.parameters,
        "findings": result["findings"],
        "changes": result["changes"],
        "pages": result["pages"],
        "inputs": result["inputs"],
        "outputs": [manifests.entry(staged / name, name) for name in files],
    }
