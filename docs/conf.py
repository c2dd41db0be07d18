"""Settings of the site of these pages: `make docs-site`, by Sphinx, from Markdown and docstrings."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "analysis"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "message_list"]
exclude_patterns = ["schedule/*"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the signature would be longer than what it says
python_use_unqualified_type_names = True
napoleon_use_rtype = False
default_role = "code"
smartquotes = False  # commands are copied from the pages
html_theme = "furo"
html_title = "Dated, sealed reports"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
