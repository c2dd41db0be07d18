"""Which reports must be run, which only drawn again, which are unchanged? Compares fingerprints, says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.publishing.caching import fingerprints
from analysis.publishing.caching.build_cache import BuildCache, Entry
from analysis.publishing.caching.fingerprints import Change, Fingerprint
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.planning.plan import Plan, Planned
from analysis.publishing.planning.request import Project
from analysis.publishing.running.own_modules import own_modules

if TYPE_CHECKING:
    from analysis.data.descriptor import Descriptor


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
    def seen(self) -> dict[str, bytes]:
        """The data that the report sees, kept from when it was made; empty where that may have changed."""
        if self.kept is None or any(change.group not in ("notebook", "edition") for change in self.changes):
            return {}
        return {name: self.kept.data(name) for name in self.kept.fingerprint["data"]}

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

    With ``force`` nothing that was made before is good enough.
    """

    def __init__(self, project: Project, *, force: bool = False) -> None:
        self._data_folder = project.data
        self._force = force
        self._build_cache = BuildCache(project.build_cache)
        self._lock = {project.lock.name: sha256(project.lock.read_bytes())} if project.lock else {}
        self.program = fingerprints.program_group()
        self.packages = fingerprints.packages_group(project.lock)
        self.modules = own_modules(project.notebooks)

    def judge(self, plan: Plan, planned: Planned, *, previous: Mapping[str, Any] | None) -> Judgement:
        """Return what has changed since a report was last made; ``previous`` is what it is compared with."""
        kept = None if self._force else self._build_cache.recall(plan.as_of, planned.report.id)
        if kept is None or kept.outputs != outputs_in(plan.place, planned.report.id):
            return Judgement(planned, None, (), self._force)
        data = self._data(plan, kept)
        seen = {name: sha256(content) for name, content in data.items()} or kept.fingerprint["data"]
        now = self._fingerprint(plan, planned, previous=previous, data=seen, used=kept.used)
        return Judgement(
            planned,
            kept,
            fingerprints.changes(kept.fingerprint, now, rows=_rows(kept, data, plan.descriptor)),
        )

    def keep(
        self,
        plan: Plan,
        planned: Planned,
        *,
        previous: Mapping[str, Any] | None,
        used: Mapping[str, Any],
        seen: Mapping[str, bytes],
        made: Path,
    ) -> None:
        """Note what a report was made from: the tables and modules it used, the data it has seen."""
        digests = {name: sha256(content) for name, content in seen.items()}
        now = {"data": digests, "used": used}
        self._build_cache.keep(
            plan.as_of,
            planned.report.id,
            data=seen,
            fingerprint=self._fingerprint(plan, planned, previous=previous, **now),
            whole=_whole(self._data_folder, seen),
            used=used,
            outputs=outputs_in(made, planned.report.id),
        )

    def _fingerprint(
        self,
        plan: Plan,
        planned: Planned,
        *,
        previous: Mapping[str, Any] | None,
        data: Mapping[str, str],
        used: Mapping[str, Sequence[str]],
    ) -> Fingerprint:
        """Return everything that a report is made from, by value."""
        own = [module for name, module in self.modules.items() if name in used["own"]]
        return {
            "code": fingerprints.code_group(planned.report.notebook),
            "notebook": fingerprints.notebook_group(planned.report.notebook),
            "parameters": fingerprints.value_group(planned.given),
            "data": dict(data),
            "modules": {
                **fingerprints.modules_group(self.program, used["modules"]),
                **{one.path: sha256(one.content) for one in own},
            },
            "packages": self.packages,
            "lock": self._lock,
            "program": self.program,
            "edition": fingerprints.value_group(
                {**plan.edition_of(planned.report), "previous": previous, "as_sealed": plan.as_sealed}
            ),
            "formats": fingerprints.value_group(dict.fromkeys(plan.formats, True)),
        }

    def _data(self, plan: Plan, kept: Entry) -> dict[str, bytes]:
        """Return the data a report would see now; nothing when no file that it read has changed."""
        if _whole(self._data_folder, kept.whole) == dict(kept.whole):
            return {}
        from analysis.data.excerpts import excerpt

        tables = [name for name in kept.used["tables"] if name in plan.descriptor.tables]
        days = {"as_of": date.fromisoformat(plan.as_of), "known_on": date.fromisoformat(plan.known_on)}
        return excerpt(self._data_folder, tables or plan.descriptor.tables, **days)


def outputs_in(folder: Path, report: str) -> dict[str, str]:
    """Return the digests of a report's files in a folder."""
    found = (folder / f"{report}.{ending}" for ending in ("html", "ipynb", "pdf"))
    return {path.name: sha256(path.read_bytes()) for path in found if path.is_file()}


def _whole(folder: Path, names: Mapping[str, object]) -> dict[str, str]:
    """Return the digests of whole files of data, as they lie in a folder now."""
    return {name: sha256((folder / name).read_bytes()) for name in names if (folder / name).is_file()}


def _rows(kept: Entry, data: Mapping[str, bytes], descriptor: Descriptor) -> dict[str, str]:
    """Say of each table that differs how its rows do, by the key in the descriptor."""
    if not data:
        return {}
    tables = {table.path: table for table in descriptor.tables.values()}
    return {
        name: fingerprints.row_changes(kept.data(name), data[name], table)
        for name, table in tables.items()
        if name in data and name in kept.fingerprint["data"] and kept.data(name) != data[name]
    }
