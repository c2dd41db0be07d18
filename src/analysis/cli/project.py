"""Which verbs are about a project as a whole: what it holds, whether it is in order, a new report in it?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from analysis.cli.options import FOLDER, data_option, notebooks_option, out_option


@click.command("list")
@notebooks_option
@out_option
def list_reports(notebooks: Path, out: Path) -> None:
    """List the reports, their parameters and the editions."""
    from analysis.publishing.editions.manifests import sealed_editions
    from analysis.publishing.planning.catalogue import load_catalogue

    for report in load_catalogue(notebooks):
        click.echo(f"{report.id}\n  {report.title}\n  {report.description}")
        own = [f"{name}={value!r}" for name, value in report.parameters.items() if name != "data_dir"]
        click.echo(f"  parameters: {', '.join(own)}")
    sealed = sealed_editions(out)
    click.echo(f"editions in {out}: {', '.join(each['as_of'] for each in sealed) or 'none'}")


@click.command()
@data_option
@notebooks_option
def check(data: Path, notebooks: Path) -> None:
    """Check all tables and notebooks; print every problem at once."""
    from analysis.publishing.planning.project_check import check_project

    click.echo(check_project(data=data, notebooks=notebooks))


@click.command()
@data_option
def seal(data: Path) -> None:
    """Seal the rows added at the end of a ledger; the check comes first."""
    from analysis.data.sealing import seal_ledgers

    click.echo("\n".join(map(str, seal_ledgers(data))) or "nothing to seal")


@click.command()
@click.argument("report")
@click.option("--title", default="", help="The report's title. Default: its id in words.")
@data_option
@notebooks_option
def new(report: str, title: str, data: Path, notebooks: Path) -> None:
    """Start a report: writes a notebook that builds at once and is yours to change."""
    from analysis.publishing.planning.new_report import start_report

    click.echo(start_report(report, title=title, data=data, notebooks=notebooks))


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--from",
    "tables",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="TABLE",
    help="A CSV or TSV to begin with; repeatable. Default: a small example.",
)
@click.option("--title", default="", help="The project's title. Default: the folder's name in words.")
@click.option("--toolkit", default="", metavar="NAME|WHEEL", help="What pip installs. Default: as here.")
def init(folder: Path, tables: tuple[Path, ...], title: str, toolkit: str) -> None:
    """Start a project of another subject: a folder that builds at once, around tables of yours."""
    from analysis.publishing.planning.installed import toolkit as installed
    from analysis.publishing.planning.new_project import start_project

    today = datetime.now(UTC).date().isoformat()
    made = start_project(folder, tables, title=title, toolkit=toolkit or installed(), today=today)
    click.echo(made)
