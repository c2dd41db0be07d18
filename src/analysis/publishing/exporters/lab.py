"""How does JupyterLab's menu "Save and Export As" reach the exporters? By a route of their own in its server.

Jupyter's own route takes names of letters, digits and underscores only, so that ``analysis-pdf`` would be
listed in the menu and not found. ``lab.json`` switches this extension on wherever the project is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

NAMES: Final = ("analysis-html", "analysis-pdf")  # under which nbconvert knows them


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    from jupyter_server.base.handlers import path_regex
    from jupyter_server.nbconvert.handlers import NbconvertFileHandler
    from jupyter_server.utils import url_path_join

    route = rf"/nbconvert/(?P<format>{'|'.join(NAMES)}){path_regex}"
    handlers = [(url_path_join(server.base_url, route), NbconvertFileHandler)]
    server.web_app.add_handlers(".*$", handlers)  # type: ignore[no-untyped-call]
