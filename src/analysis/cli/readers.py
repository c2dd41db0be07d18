"""Which verbs bring editions to readers? The mail, and the archive as a site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from analysis.cli.options import FOLDER, out_option

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("edition", default="", metavar="[EDITION]")
@click.option("--really", is_flag=True, help="Send. Default: write the mails into reports/outbox to look at.")
@click.option(
    "--again", multiple=True, metavar="ADDRESS", help="Send to this recipient whatever was sent before."
)
@click.option("--settings", type=FILE, default="mail.toml", show_default=True, help="Recipients and server.")
@out_option
def send(edition: str, out: Path, **asked: Any) -> None:
    """Send an edition by mail, the newest by default: to each recipient once per edition and revision."""
    from analysis.publishing.sending.send import send as send_edition

    send_edition(out, edition, **asked, say=click.echo)


@click.command()
@click.argument("destination", type=FOLDER)
@out_option
def publish(destination: Path, out: Path) -> None:
    """Make a folder the archive's site, to be served or opened: writes what changed, switches at once."""
    from analysis.publishing.archive.site import publish as publish_site

    publish_site(out, destination, say=click.echo)
