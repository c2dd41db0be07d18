"""What does a notebook show? Figures, tables, findings and remarks, each with caption, source and date.

Every part carries one neutral description (mime type ``application/vnd.analysis.part+json``) that both
exporters draw, and an HTML preview for JupyterLab. A part must be the last expression of its cell.
"""

from analysis.parts.figures import figure
from analysis.parts.finding import Finding, finding, findings
from analysis.parts.part import PART_TYPE, Part
from analysis.parts.remarks import note, prose
from analysis.parts.say import headline, listed, listed_by, say
from analysis.parts.sources import sources
from analysis.parts.table import column, table

__all__ = [
    "PART_TYPE",
    "Finding",
    "Part",
    "column",
    "figure",
    "finding",
    "findings",
    "headline",
    "listed",
    "listed_by",
    "note",
    "prose",
    "say",
    "sources",
    "table",
]
