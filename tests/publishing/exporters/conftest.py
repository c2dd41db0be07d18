"""The two fixture notebooks, each exported once: a rich report of ours and a foreign notebook."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import nbformat
import pytest

from analysis.publishing.exporters import AnalysisHTMLExporter, AnalysisPDFExporter

FIXTURES = Path(__file__).parents[1] / "fixtures"


class Exported(NamedTuple):
    """A notebook in both formats."""

    html: str
    pdf: bytes
    pages: int


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"fixture_{name}", FIXTURES / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def reports() -> ModuleType:
    """The module that builds reports of ours."""
    return load("report")


@pytest.fixture(scope="session")
def foreigners() -> ModuleType:
    """The module that builds notebooks as anybody may have them."""
    return load("foreign")


Export = Callable[..., Exported]
HTML: Any = AnalysisHTMLExporter
PDF: Any = AnalysisPDFExporter


@pytest.fixture(scope="session")
def export(violations: Callable[[bytes], list[str]]) -> Export:
    """A function that exports a notebook in both formats, the PDF by the standards that it claims."""

    def both(
        notebook: dict[str, Any], *, name: str = "report", path: str | None = None, **traits: Any
    ) -> Exported:
        node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
        about = {"name": name} if path is None else {"name": name, "path": path}
        html, _ = HTML(**traits).from_notebook_node(node, {"metadata": dict(about)})
        pdf, told = PDF(**traits).from_notebook_node(node, {"metadata": dict(about)})
        assert violations(pdf) == []
        return Exported(html, pdf, told["pages"])

    return both


@pytest.fixture(scope="session")
def report(reports: ModuleType, export: Export) -> Exported:
    """The rich report, exported as a build does."""
    return export(reports.rich_report(), name="attack-escalation", strict=True)


@pytest.fixture(scope="session")
def foreign(foreigners: ModuleType, export: Export, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The foreign notebook, exported as plain nbconvert does."""
    return export(foreigners.foreign_notebook(), name="foreign", path=str(tmp_path_factory.mktemp("beside")))
