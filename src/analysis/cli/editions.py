"""Which verbs are about editions that stand: what moved, what was wrong, is it what its inputs make?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from analysis.cli.options import data_option, notebooks_option, out_option


@click.command()
@click.argument("older", metavar="OLDER")
@click.argument("newer", metavar="NEWER")
@out_option
@data_option
@notebooks_option
def diff(older: str, newer: str, **places: Any) -> None:
    """Say what changed from one edition to another: every finding's move, split by cause."""
    from analysis.publishing.building.differences import differences
    from analysis.publishing.planning.request import Project

    for difference in differences(Project(**places), older, newer, say=click.echo):
        click.echo("\n".join(difference.lines()))


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option("--note", required=True, metavar="TEXT", help="What was wrong, in a sentence.")
@click.option("--on", required=True, metavar="DATE", help="The day of the correction.")
@click.option(
    "--known-on", default="", metavar="DATE", help="What the correction rests on. Default: all recorded."
)
@out_option
@data_option
@notebooks_option
def correct(edition: str, note: str, on: str, known_on: str, **places: Any) -> None:
    """Put a mistake right: issue the next revision of an edition, and keep the former one beside it."""
    from analysis.publishing.building.corrections import correct as issue
    from analysis.publishing.planning.request import Project

    name, project = Path(edition).name, Project(**places)
    place = issue(project, name, note=note, on=on, known_on=known_on, say=click.echo)
    click.echo(f"{place}/index.html")


@click.command()
@click.argument("target", type=click.Path(exists=True, path_type=Path))
@click.option("--trust", is_flag=True, help="Run the code that the target carries without asking.")
@data_option
@notebooks_option
def verify(target: Path, trust: bool, data: Path, notebooks: Path) -> None:
    """Rebuild a PDF or an edition from what it carries alone; compare every byte.

    Where the record it was made from is at hand, that must still hold every sealed row.
    """
    from analysis.publishing.comparing.verification import verify as verify_target

    def trusted(said: str) -> bool:
        click.echo(said)
        return trust or (sys.stdin.isatty() and click.confirm("Run it?"))

    verdicts = verify_target(target, trusted=trusted, data=data, notebooks=notebooks)
    click.echo("\n".join(map(str, verdicts)))
    if any(verdict.differences for verdict in verdicts):
        raise SystemExit(1)
