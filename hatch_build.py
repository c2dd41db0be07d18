"""What does the wheel leave out that the repository has? Its subject, which is one of many.

An editable install of the repository has all of it; a wheel is the toolkit alone.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUBJECT = "analysis.subject"


class ToolkitAlone(BuildHookInterface):  # type: ignore[type-arg]
    """Leaves the entry points of the subject out of a wheel, as `exclude` does with its modules."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Drop the groups of entry points that lead into the subject, unless the wheel is an editable one."""
        if version == "editable":
            return
        groups: dict[str, dict[str, str]] = self.metadata.core.entry_points
        for name in [name for name, group in groups.items() if any(SUBJECT in to for to in group.values())]:
            del groups[name]
