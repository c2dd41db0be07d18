"""How do figures gathered elsewhere enter the record? As new rows, checked, never by editing old ones.

`analysis import` finds each by its entry point in the group ``analysis.importers``.
"""
