"""Would a published report change if it were made today? Its sealed inputs are held against those at hand.

A published edition is changed by a correction only. What somebody has changed on purpose is refused with the
words for what was meant; a program or libraries that have moved on are for the next edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from analysis.errors import Problem
from analysis.publishing.editions import attachments, manifests
from analysis.publishing.editions.manifests import sha256
from analysis.publishing.planning.plan import Plan, Planned
from analysis.publishing.running.own_modules import OwnModule
from analysis.publishing.running.views import View, Views

DATA: Final = "data/"
METHOD: Final = {"src/analysis": "the program", "requirements.lock": "the libraries"}


def changed_on_purpose(plan: Plan, planned: Planned, modules: Mapping[str, OwnModule]) -> Iterator[str]:
    """Yield how a published report would differ: notebook, own modules, parameters, formats that it lacks."""
    report = planned.report
    sealed = plan.sealed[report.id]
    notebook = f"notebooks/{report.id}.ipynb"
    here = {notebook: report.notebook.content} | {one.path: one.content for one in modules.values()}
    for path, digest in _digests(sealed).items():
        if path.endswith((".ipynb", ".py")) and (path not in here or sha256(here[path]) != digest):
            yield f"{(path == notebook and report.notebook.run) or path} changed"
    for name, value in planned.parameters.items():
        if value != (was := sealed["parameters"].get(name, "not set")):
            yield f"parameter {name} is {value}, was {was}"
    endings = {Path(one["path"]).suffix for one in sealed["outputs"]}
    if missing := [name for name in plan.formats if f".{name}" not in endings]:
        yield f"it has no {', '.join(missing)}"


def losses(manifest: Mapping[str, Any], views: Views) -> Iterator[Problem]:
    """Yield each table that no longer holds what the published reports of an edition were made from.

    A record only grows: rows recorded later are not among those that the reports could see. A table without
    days of record is replaced as a whole, and is not asked.
    """
    view = View(manifest["as_of"], manifest["known_on"])
    sealed = {
        path: digest for report in manifest["reports"].values() for path, digest in _digests(report).items()
    }
    tables = {f"{DATA}{table.path}": name for name, table in views.descriptor.tables.items()}
    replaced = {f"{DATA}{one.path}" for one in views.descriptor.tables.values() if not one.has_vintages}
    others = {*replaced, f"{DATA}datapackage.json"}
    names = [path for path in sealed if path.startswith(DATA) and path not in others]
    now = views.seen(view, [tables[name] for name in names if name in tables]) if names else {}
    for name in sorted(names):
        content = now.get(name.removeprefix(DATA))
        if content is None or sha256(content) != sealed[name]:
            edition = f"{manifest['as_of']}, as known on {manifest['known_on']}"
            reason = f"no longer holds the rows that the published edition of {edition}, was made from"
            yield Problem(name, "", reason, "put them back; what was wrong is corrected by a new row")


def newest_before(archive: Path, as_of: str) -> Mapping[str, Any] | None:
    """Return the manifest of the newest edition that is published, of a date before ``as_of``."""
    heads = sorted(path.name for path in archive.glob("????-??-??") if path.name < as_of)
    return manifests.standing(archive / heads[-1]) if heads else None


def method_at_hand(lock: Path | None) -> dict[str, str]:
    """Return program and lock file by path, as manifests list them."""
    libraries = {lock.name: sha256(lock.read_bytes())} if lock else {}
    return {"src/analysis": sha256(attachments.source()), **libraries}


def moved_on(plan: Plan, planned: Planned, *, now: Mapping[str, str]) -> list[str]:
    """Return what of program and libraries is another than when a report was published; ``now`` by path."""
    sealed = _digests(plan.sealed[planned.report.id])
    return [words for path, words in METHOD.items() if sealed.get(path) != now.get(path)]


def _digests(sealed: Mapping[str, Any]) -> dict[str, str]:
    return {one["path"]: one["sha256"] for one in sealed["inputs"]}
