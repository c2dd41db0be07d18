"""What do directives and front matter mean, which Jupyter Book, Quarto and MyST put into Markdown?

Notes, formulas, code and images are read as what they are; of any other the words stay, and a remark says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: Names of notes, and which of the callouts of Markdown each is.
NOTES: Final = {
    "note": "note", "seealso": "note", "admonition": "note", "topic": "note", "tip": "tip", "hint": "tip",
    "important": "important", "warning": "warning", "attention": "warning", "danger": "warning",
    "error": "warning", "caution": "caution",
}  # fmt: skip
PROGRAMS: Final = {"code", "code-block", "code-cell", "sourcecode"}
PICTURES: Final = {"figure", "image"}
#: Roles that lead to another place; only their words are shown.
ROLES: Final = {
    "ref", "numref", "doc", "eq", "cite", "term", "download", "any", "func", "class", "meth", "mod", "attr",
    "abbr", "guilabel", "kbd",
}  # fmt: skip
#: Directives that may stand in a fence of backticks; any other name there is the language of a program.
_FENCED: Final = {
    *NOTES, *PROGRAMS, *PICTURES, "math", "table", "list-table", "csv-table", "tableofcontents", "toctree",
    "contents", "bibliography", "glossary", "dropdown", "margin", "sidebar", "epigraph", "proof", "exercise",
    "solution", "card", "grid", "tab-set", "tab-item", "glue", "glue:figure", "include", "literalinclude",
    "eval-rst", "versionadded", "versionchanged", "deprecated", "raw", "index", "figure-md",
}  # fmt: skip
_BRACED: Final = re.compile(r"\{\s*(?P<name>[a-zA-Z][\w:-]*)\s*\}\s*(?P<title>.*)")
_FENCE_OF_COLONS: Final = re.compile(
    r"\{?\s*(?:\.callout-|[.#])?(?P<name>[a-zA-Z][\w:-]*)[^}]*\}?\s*(?P<title>.*)"
)
_OPTIONS: Final = re.compile(r"\A(?:[ \t]*:[\w-]+:.*(?:\n|\Z))+|\A---\n(?:.*\n)*?---(?:\n|\Z)")
_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(?P<fields>\w[\w-]*[ \t]*:.*\n(?:.*\n)*?)---[ \t]*(?:\n|\Z)")
_ROLE_TARGET: Final = re.compile(r"(?P<words>.+?)\s*<[^<>]+>")


@dataclass(frozen=True)
class Directive:
    """A directive: its name, what stands beside the name, and what stands within."""

    name: str
    title: str
    body: str


def directive(info: str, content: str, *, colons: bool) -> Directive | None:
    r"""Return the directive that a fence is, None when it holds program text.

    >>> directive("{tip} Read on", ":class: wide\nIt helps.", colons=False)
    Directive(name='tip', title='Read on', body='It helps.')
    >>> directive("{python}", "x = 1", colons=False) is None
    True
    """
    found = (_FENCE_OF_COLONS if colons else _BRACED).match(info.strip())
    if colons:
        name, title = (found["name"], found["title"]) if found else ("", "")
    elif found and found["name"] in _FENCED:
        name, title = found["name"], found["title"]
    else:
        return None
    return Directive(name, title.strip(), _OPTIONS.sub("", content, count=1).strip("\n"))


def front_matter(source: str) -> tuple[str, str]:
    r"""Return the fields at the very beginning of a text, between two lines of dashes, and the rest of it.

    >>> front_matter("---\ntitle: Rain\n---\n# Rain")
    ('title: Rain', '# Rain')
    """
    found = _FRONT_MATTER.match(source)
    return (found["fields"].strip("\n"), source[found.end() :]) if found else ("", source)


def role_words(content: str) -> str:
    """Return the words of a role: without the target that it leads to.

    >>> role_words("the method <method>"), role_words("fig-rain")
    ('the method', 'fig-rain')
    """
    found = _ROLE_TARGET.fullmatch(content)
    return found["words"] if found else content
