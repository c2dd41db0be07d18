"""Renews the pictures of docs/: each part that a page shows is run, exported as a report would, and cut out.

``make docs`` runs it, from the project's folder. A picture belongs to the example above it; those of page one
are of the reports in ``reports/``, of the newest edition.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pypdfium2
from PIL import Image

from analysis.parts import Part
from analysis.publishing.exporters import AnalysisPDFExporter

DOCS = Path(__file__).parent
BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n!\[[^]]*\]\(([^)]+)\))?", re.DOTALL)
SCALE, EDGE = 2.2, 12  # pixels a point; white pixels kept around a picture
RARE_TOO = Image.Quantize.MAXCOVERAGE  # the colour of a single bar, and not only what there is most of
PAGE_SCALE = 0.9


def main() -> None:
    """Renew the pictures of all pages, and of page one of each report."""
    newest = max(Path("reports").glob("[0-9]*-[0-9]*-[0-9]*/manifest.json"))
    for report in sorted(newest.parent.glob("*.pdf")):
        page = pypdfium2.PdfDocument(report)[0].render(scale=PAGE_SCALE).to_pil()
        page.convert("RGB").quantize(64, RARE_TOO).save(DOCS / f"page-one-{report.stem}.png", optimize=True)
    for path in sorted(DOCS.glob("*.md")):
        names: dict[str, Any] = {}
        for source, picture in BLOCK.findall(path.read_text(encoding="utf-8")):
            shown = value_of(source, names)
            if picture:
                cut_out(shown).save(DOCS / picture, optimize=True)
                print(DOCS / picture)


def value_of(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None  # type: ignore[attr-defined]


def cut_out(part: Part) -> Image.Image:
    """Return the part as it stands on a page of a report, without what is around it."""
    output = {"output_type": "display_data", "metadata": {}, "data": part._repr_mimebundle_()}
    cell = {
        "cell_type": "code",
        "id": "part",
        "metadata": {},
        "source": "",
        "execution_count": 1,
        "outputs": [output],
    }
    cover = {"analysis": {"title": "Example"}}  # it takes the first page
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": cover, "cells": [cell]}
    exporter: Any = AnalysisPDFExporter
    pdf, _ = exporter().from_notebook_node(nbformat.from_dict(notebook), {"metadata": {"name": "example"}})  # type: ignore[no-untyped-call]
    document = pypdfium2.PdfDocument(pdf)
    page = document[len(document) - 1].render(scale=SCALE).to_pil()
    top, bottom = int(page.height * 0.07), int(page.height * 0.93)  # without the running head and foot
    inked = np.asarray(page.convert("L"))[top:bottom] < 250
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    left, upper = int(columns[0]) - EDGE, top + int(rows[0]) - EDGE
    cut = page.crop((left, upper, int(columns[-1]) + EDGE, top + int(rows[-1]) + EDGE))
    return cut.quantize(64, RARE_TOO)


if __name__ == "__main__":
    sys.exit(main())
