"""What a part holds, as a notebook file would keep it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analysis.parts import PART_TYPE, Part


@pytest.fixture
def content() -> Any:
    """A function that returns a part's neutral description after a round through JSON."""

    def read(shown: Part) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(json.dumps(shown._repr_mimebundle_()[PART_TYPE], allow_nan=False))
        return found

    return read
