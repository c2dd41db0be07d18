"""The exporters are found by the names under which nbconvert and JupyterLab know them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbconvert.nbconvertapp import NbConvertApp


@pytest.mark.parametrize(
    ("name", "ending", "media", "menu"),
    [
        ("analysis-html", ".html", "text/html", "Analysis report (HTML)"),
        ("analysis-pdf", ".pdf", "application/pdf", "Analysis report (PDF)"),
    ],
)
def test_nbconvert_and_jupyterlab_find_them(name: str, ending: str, media: str, menu: str) -> None:
    exporter: Any = get_exporter(name)()  # type: ignore[no-untyped-call]
    assert (exporter.file_extension, exporter.output_mimetype, exporter.export_from_notebook) == (
        ending,
        media,
        menu,
    )


def test_importing_their_package_imports_neither_nbconvert_nor_typst() -> None:
    code = (
        "import sys, analysis.publishing.exporters as e;"
        " print(sorted({'nbconvert', 'typst', 'PIL', 'jinja2'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_the_command_line_converts_a_notebook_beside_its_images(foreigners: Any, tmp_path: Path) -> None:
    notebook = foreigners.notebook([foreigners.text("only", "# Beside\n\n![A box](box.png)")])
    node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    (tmp_path / "mine.ipynb").write_text(nbformat.writes(node), encoding="utf-8")  # type: ignore[no-untyped-call]
    import base64

    (tmp_path / "box.png").write_bytes(base64.b64decode(foreigners.png()))
    command = [sys.executable, "-m", "nbconvert", "--to", "analysis-pdf", str(tmp_path / "mine.ipynb")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "cannot be shown" not in done.stderr


def convert(*arguments: str) -> None:
    """Do what nbconvert's command line does, in this process: to start one costs seconds."""
    app: Any = NbConvertApp()
    app.initialize(list(arguments))
    app.start()


def test_the_command_line_writes_a_pdf_to_where_it_is_asked_for(
    foreigners: Any, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    node = nbformat.from_dict(foreigners.notebook([foreigners.text("only", "# Words")]))  # type: ignore[no-untyped-call]
    for name in ("mine.ipynb", "noext"):
        (tmp_path / name).write_text(nbformat.writes(node), encoding="utf-8")  # type: ignore[no-untyped-call]
    convert("--stdout", "--to", "analysis-pdf", str(tmp_path / "mine.ipynb"))
    assert capfdbinary.readouterr().out.startswith(b"%PDF-1.7")
    convert("--to", "analysis-html", str(tmp_path / "noext"))
    assert (tmp_path / "noext.html").exists()
