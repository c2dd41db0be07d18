"""What does a process need before it can draw at once? Parser, template, fonts: what is made at first use.

The fork server makes it once, for all its children.
"""

from __future__ import annotations

from typing import Final

import nbformat

from analysis.publishing.document.document import read_document
from analysis.publishing.document.fonts import fonts
from analysis.publishing.exporters.html_page import template
from analysis.publishing.exporters.typst_input import typst_input

WORDS: Final = "# A title\n\nSome *words* of `text`.[^1]\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note."


def warm_up() -> None:
    """Draw a page for nobody; all but Typst, which starts threads: a fork would not survive them."""
    cell = nbformat.v4.new_markdown_cell(WORDS, id="only")  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    template()
    typst_input(read_document(notebook, name="none"))
    fonts()
