"""Which reports must be run, which only drawn again, which are unchanged? Compares fingerprints, says why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.publishing.caching import fingerprints, up_to_date
from analysis.publishing.caching.build_cache import BuildCache, Entry
from analysis.publishing.caching.fingerprints import Change, Fingerprint
from analysis.publishing.editions.manifests import all_revisions, sha256
from analysis.publishing.planning.plan import Plan, Planned, plan
from analysis.publishing.planning.request import Project, Request


@dataclass(frozen=True)
class Judgement:
    """What a build finds of a report: what is kept of an earlier build, and what has changed since."""

    planned: Planned
    kept: Entry | None
    changes: Sequence[Change]
    forced: bool = False

    @property
    def is_fresh(self) -> bool:
        """Whether what was made before is what would be made now."""
        return self.kept is not None and not self.changes

    @property
    def runs(self) -> bool:
        """Whether the notebook must run; if not, a stale report is only drawn again."""
        return self.kept is None or any(change.runs for change in self.changes)

    @property
    def words(self) -> str:
        """What changed, in words."""
        name = self.planned.report.id
        if self.kept is None:
            return (
                f"{name}: made anew, as asked"
                if self.forced
                else f"{name}: nothing is kept of an earlier build"
            )
        if not self.changes:
            return f"{name}: unchanged"
        said = "; ".join(change.words for change in self.changes)
        return f"{name}: {said}; the rest unchanged" + ("" if self.runs else " (drawn again, not run)")


class Judge:
    """Knows what all reports of a build have in common, and says of each whether it must be made.

    ``sealed`` are the manifests of all editions; with ``force`` nothing that was made before is good enough.
    """

    def __init__(self, project: Project, sealed: Sequence[Mapping[str, Any]], *, force: bool = False) -> None:
        self._data_folder = project.data
        self._force = force
        self._sealed = sealed
        self._build_cache = BuildCache(project.build_cache)
        self._program = fingerprints.program_group()
        self._packages = fingerprints.packages_group(project.lock)
        self._lock = {project.lock.name: sha256(project.lock.read_bytes())} if project.lock else {}

    def judge(self, plan: Plan, planned: Planned) -> Judgement:
        """Return what has changed since a report was last made."""
        kept = None if self._force else self._build_cache.recall(plan.as_of, planned.report.id)
        if kept is None:
            return Judgement(planned, None, (), self._force)
        data = self._data(plan, kept)
        seen = {name: sha256(content) for name, content in data.items()} or kept.fingerprint["data"]
        now = self.fingerprint(plan, planned, data=seen, modules=kept.result["used"]["modules"])
        return Judgement(planned, kept, fingerprints.changes(kept.fingerprint, now, rows=_rows(kept, data)))

    def keep(self, plan: Plan, planned: Planned, folder: Path, result: Mapping[str, Any]) -> None:
        """Keep a report that was made in a working folder, for the next build."""
        seen = {
            path.relative_to(folder / "seen").as_posix(): path.read_bytes()
            for path in sorted((folder / "seen").rglob("*"))
            if path.is_file()
        }
        digests = {name: sha256(content) for name, content in seen.items()}
        self._build_cache.keep(
            plan.as_of,
            planned.report.id,
            made=folder / "made",
            executed=folder / "executed.ipynb",
            data=seen,
            fingerprint=self.fingerprint(plan, planned, data=digests, modules=result["used"]["modules"]),
            whole=_whole(folder / "data", seen),
            result=result,
        )

    def fingerprint(
        self, plan: Plan, planned: Planned, *, data: Mapping[str, str], modules: Sequence[str]
    ) -> Fingerprint:
        """Return everything that a report is made from, by value."""
        previous = self.previous(plan, planned.report.id)
        return {
            "notebook": fingerprints.notebook_group(planned.report.notebook),
            "parameters": fingerprints.value_group(planned.given),
            "data": dict(data),
            "modules": fingerprints.modules_group(self._program, modules),
            "packages": self._packages,
            "lock": self._lock,
            "program": self._program,
            "edition": fingerprints.value_group(
                {**plan.edition, "previous": previous, "as_sealed": plan.as_sealed}
            ),
            "formats": fingerprints.value_group(dict.fromkeys(plan.formats, True)),
        }

    def previous(self, plan: Plan, report: str) -> dict[str, Any] | None:
        """Return what a report is compared with: its part in the editions before this one."""
        from analysis.publishing.comparing.comparison import former

        dates = {"as_of": plan.as_of, "known_on": plan.known_on}
        return former(self._sealed, report=report, revision=plan.revision, **dates)

    def _data(self, plan: Plan, kept: Entry) -> dict[str, bytes]:
        """Return the data a report would see now; nothing when no file that it read has changed."""
        if _whole(self._data_folder, kept.whole) == dict(kept.whole):
            return {}
        from analysis.data.excerpts import excerpt

        tables = [name for name in kept.result["used"]["tables"] if name in plan.dataset.descriptor.tables]
        days = {"as_of": date.fromisoformat(plan.as_of), "known_on": date.fromisoformat(plan.known_on)}
        return excerpt(self._data_folder, tables or plan.dataset.descriptor.tables, **days)


def why(project: Project, request: Request) -> list[str]:
    """Return, for each report of each edition asked for, what a build would do to it and why."""
    if places := up_to_date.answered(project, request):
        return [f"{place.name} everything is as it should be" for place in places]
    judge = Judge(project, all_revisions(project.out))
    return [
        f"{each.as_of} {judge.judge(each, planned).words}"
        for each in plan(project, request)
        for planned in each.reports
    ]


def _whole(folder: Path, names: Mapping[str, object]) -> dict[str, str]:
    """Return the digests of whole files of data, as they lie in a folder now."""
    return {name: sha256((folder / name).read_bytes()) for name in names if (folder / name).is_file()}


def _rows(kept: Entry, data: Mapping[str, bytes]) -> dict[str, str]:
    """Say of each table that differs how its rows do, by the key in the descriptor."""
    if not data:
        return {}
    resources = json.loads(data["datapackage.json"])["resources"]
    keys = {resource["path"]: resource["schema"].get("primaryKey", []) for resource in resources}
    return {
        name: fingerprints.row_changes(kept.data(name), data[name], [key] if isinstance(key, str) else key)
        for name, key in keys.items()
        if name in data and name in kept.fingerprint["data"] and kept.data(name) != data[name]
    }
