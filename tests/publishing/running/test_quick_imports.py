from __future__ import annotations

import subprocess
import sys

CHECKED = """
import sys

from analysis.publishing.running.quick_imports import defer_grammars

defer_grammars()
import nbformat

print("rfc3987_syntax" in sys.modules)
from jsonschema import Draft202012Validator

iri = Draft202012Validator({"format": "iri"}, format_checker=Draft202012Validator.FORMAT_CHECKER)
print(iri.is_valid("https://example.org/\\u00e4"), iri.is_valid("no address"))
print("rfc3987_syntax" in sys.modules)
"""


def test_the_grammars_come_with_the_first_address_that_is_checked() -> None:
    done = subprocess.run([sys.executable, "-c", CHECKED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False", "True False", "True"]
