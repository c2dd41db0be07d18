"""Which verbs make reports: build them, say why they are stale, show them while they are written?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from analysis.cli.options import FOLDER, asking, data_option, notebooks_option, requested
from analysis.cli.progress import progress_shown


@click.command()
@asking
@click.option("--jobs", type=click.IntRange(min=1), help="Reports made at once. Default: all cores.")
@click.option(
    "--timeout", type=click.IntRange(min=1), default=600, show_default=True, help="Seconds per cell."
)
@click.option("--partial", is_flag=True, help="Seal also when a report fails; the edition is marked.")
@click.option("--force", is_flag=True, help="Make the reports asked for anew, whether stale or not.")
@click.option(
    "--twice/--once",
    default=None,
    help="Run each notebook a second time and compare. Default: before a report is first published.",
)
@click.option("--share", metavar="K/N", help="Run the K-th of N parts of the notebooks only; seal nothing.")
@click.option("--executions", type=FOLDER, help="Folder of executions to share. Default: in .cache.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Run notebooks on a Dask cluster.")
@click.option(
    "--as-sealed", type=click.Path(path_type=Path), hidden=True, help="What a seal says of its edition."
)
def build(
    jobs: int | None,
    timeout: int,
    partial: bool,
    force: bool,
    twice: bool | None,
    share: str | None,
    executions: Path | None,
    scheduler: str,
    as_sealed: Path | None,
    **asked: Any,
) -> None:
    """Build reports into dated, sealed editions; does only what is stale."""
    from analysis.publishing.building.build import build as build_editions
    from analysis.publishing.planning.request import Options

    told = json.loads(as_sealed.read_text(encoding="utf-8")) if as_sealed else None
    options = Options(
        jobs=jobs or 0, timeout=timeout, partial=partial, force=force, scheduler=scheduler, twice=twice
    )
    project, request = requested(asked, as_sealed=told)
    project = replace(project, shared=executions)
    with progress_shown() as (say, progress):
        if share:
            from analysis.publishing.building.sharing import Share, execute_share

            execute_share(project, request, options, Share.read(share), say=say, progress=progress)
            return
        places = build_editions(project, request, options, say=say, progress=progress)
    click.echo("\n".join(f"{place}/index.html" for place in places))


@click.command()
@asking
def why(**asked: Any) -> None:
    """Say what a build would do, and what has changed since the last one."""
    from analysis.publishing.building.reasons import why as reasons

    found = reasons(*requested(asked))
    click.echo("\n".join(reason.words for reason in found))
    if not all(reason.is_fresh for reason in found):
        raise SystemExit(1)


@click.command()
@click.argument("report", required=False)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8899, show_default=True, help="Port on this machine."
)
@click.option("--as-of", default="", metavar="DATE", help="Date described. Default: newest in the data.")
@data_option
@notebooks_option
def preview(report: str | None, port: int, as_of: str, data: Path, notebooks: Path) -> None:
    """Rebuild on every save and show the result on a local page, until Ctrl-C."""
    from analysis.publishing.building.preview import show
    from analysis.publishing.planning.request import Project, Request

    wanted = Request(reports=(report,) if report else (), as_of=(as_of,) if as_of else ())
    show(Project(notebooks=notebooks, data=data), wanted, port=port, say=click.echo)
