"""Which importers are installed, and how is one run? They are entry points: each brings in one source."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from analysis.cli.options import data_option

IMPORTERS = "analysis.importers"


class Importers(click.Group):
    """The importers that are installed: entry points of the group ``analysis.importers``, by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the installed importers."""
        return sorted(point.name for point in entry_points(group=IMPORTERS))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb that runs one importer, loaded now; None when none is installed by that name."""
        for point in entry_points(group=IMPORTERS, name=cmd_name):
            return _importer(cmd_name, point.load())
        return None


def _importer(name: str, load: Callable[..., object]) -> click.Command:
    @click.command(name, help=(load.__doc__ or "").partition("\n")[0])
    @click.argument("path", type=click.Path(exists=True, path_type=Path))
    @click.option("--recorded-on", required=True, metavar="DATE", help="The day these rows enter the record.")
    @click.option("--allow-older", is_flag=True, help="Take a file that is older, or a part, at its word.")
    @click.option("--dry-run", is_flag=True, help="Say what would be added, and add nothing.")
    @data_option
    def verb(path: Path, data: Path, **asked: Any) -> None:
        click.echo(load(path, data_dir=data, **asked))

    return verb


@click.group("import", cls=Importers)
def import_() -> None:
    """Bring rows of a published source into the tables."""
