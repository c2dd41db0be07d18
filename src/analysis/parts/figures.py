"""How does a drawing become a figure of a report? As an SVG, the same on every machine, with its words.

Matplotlib is imported only when a figure is made.
"""

from __future__ import annotations
