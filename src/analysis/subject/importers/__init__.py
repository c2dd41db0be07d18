"""How do figures gathered elsewhere enter the record? As new rows, checked, never by editing old ones.

`analysis import` finds each by its entry point in the group ``analysis.importers``. An importer takes the
path of a file, ``data_dir``, ``recorded_on``, ``allow_older`` and ``dry_run``, and tells what it did.
"""
