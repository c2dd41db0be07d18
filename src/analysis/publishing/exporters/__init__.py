"""Which formats does an executed notebook become? HTML and PDF, as nbconvert exporters over one document.

The exporters are loaded when asked for, since nbconvert and Typst are slow to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.publishing.exporters.html import AnalysisHTMLExporter
    from analysis.publishing.exporters.pdf import AnalysisPDFExporter

__all__ = ["AnalysisHTMLExporter", "AnalysisPDFExporter"]


def __getattr__(name: str) -> Any:
    if name == "AnalysisHTMLExporter":
        from analysis.publishing.exporters.html import AnalysisHTMLExporter

        return AnalysisHTMLExporter
    if name == "AnalysisPDFExporter":
        from analysis.publishing.exporters.pdf import AnalysisPDFExporter

        return AnalysisPDFExporter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
