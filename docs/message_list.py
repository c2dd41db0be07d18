"""What does the toolkit say when something is wrong? A directive for Sphinx that reads it from the source.

``messages:: data`` lists the messages of a room, each with how to mend it; … is filled in then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import Directive

import analysis

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKAGE = Path(analysis.__file__).parent


class Messages(Directive):  # type: ignore[misc]
    """``messages:: ROOM``: the messages of the modules in a room of the package."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the messages as a list."""
        found = sorted({pair for file in modules(self.arguments[0]) for pair in messages(file)})
        mended = {reason for reason, fix in found if fix}
        found = [pair for pair in found if pair[1] or pair[0] not in mended]
        items = nodes.bullet_list()
        for reason, fix in found:
            words = nodes.paragraph("", "", nodes.strong(text=f"… {reason}"))
            if fix:
                words += nodes.Text(f": {fix}")
            items += nodes.list_item("", words)
        return [items]


def modules(room: str) -> list[Path]:
    """Return the modules of a room."""
    return sorted((PACKAGE / room).rglob("*.py"))


def messages(file: Path) -> Iterator[tuple[str, str]]:
    """Yield reason and fix of each problem that a module makes, as far as its source tells them."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        set_to = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                told = [
                    text(set_to.get(each.id, each) if isinstance(each, ast.Name) else each)
                    for each in node.args
                ]
                reason, fix = [*told, "", "", "", ""][2:4]
                if reason:
                    yield reason, fix


def text(node: ast.expr) -> str:
    """Return a text as its source has it, with the names of what is filled in; blank when it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)
    return ""


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx of the directive."""
    app.add_directive("messages", Messages)
    return {"parallel_read_safe": True}
