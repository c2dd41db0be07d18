"""How do reports that are made become a sealed edition?

Their files are gathered in one folder, manifest, index page and RO-Crate metadata are written beside them,
and the folder takes the edition's place in one step.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError
from analysis.publishing.archive import index, ro_crate
from analysis.publishing.editions import manifests
from analysis.publishing.editions.notices import address
from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.plan import Plan, Planned


@dataclass
class Making:
    """An edition while it is made: what has come of each report so far."""

    plan: Plan
    folder: Path
    results: dict[str, Any] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def folder_of(self, report: str) -> Path:
        """Return the working folder of a report."""
        return self.folder / report


def assemble(archive: Archive, making: Making, *, lock: Path | None) -> bool:
    """Put an edition in its place; False when what is there already is the same, byte for byte.

    ``lock`` is the lock file of the environment, named in the manifest.

    Raises ``AnalysisError`` when findings share a name.
    """
    staged = making.folder / "edition"
    staged.mkdir()
    for report in making.results:
        for path in sorted((making.folder_of(report) / "made").iterdir()):
            path.rename(staged / path.name)
    manifest = _manifest(making, staged, lock)
    manifest["files"] = [manifests.entry(path, path.name) for path in draw_pages(manifest, staged)]
    content = manifests.dumps(manifest)
    if manifests.is_sealed(archive.edition(making.plan.as_of), content):
        return False
    (staged / manifests.NAME).write_bytes(content)
    if making.plan.is_correction:
        _keep_former(archive, making.plan)
    archive.put(staged, making.plan.as_of)
    return True


def draw_pages(manifest: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write what is drawn from the manifest of an edition alone, and return where."""
    pages = {index.NAME: index.edition_page(manifest), ro_crate.NAME: ro_crate.metadata(manifest)}
    for name, content in pages.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in pages]


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
            planned.report.id: _described(planned, making.results[planned.report.id], staged, plan.formats)
            for planned in plan.reports
            if planned.report.id in making.results
        },
        omitted=plan.omitted,
        failed=sorted(making.failed),
        files=[],
        environment=manifests.environment(lock),
    )


def _described(
    planned: Planned, result: Mapping[str, Any], staged: Path, formats: Iterable[str]
) -> dict[str, Any]:
    """Return what the manifest says of one report."""
    report = planned.report
    names = [finding["name"] for finding in result["findings"]]
    if repeated := [name for name, count in Counter(names).items() if count > 1]:
        raise AnalysisError(f"{report.notebook.path}: findings share a name: {', '.join(repeated)}; rename")
    files = [f"{report.id}.{kind}" for kind in sorted((*formats, "ipynb"))]
    return {
        "title": report.title,
        "description": report.description,
        "order": report.order,
        "parameters": planned.parameters,
        "findings": result["findings"],
        "changes": result["changes"],
        "pages": result["pages"],
        "inputs": result["inputs"],
        "outputs": [manifests.entry(staged / name, name) for name in files],
    }
