"""Which rules that protect the reader does a notebook break? Each breach names its cell, what, and the fix.

What is only a matter of style is a hint of ``style`` and stops nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt

from analysis.errors import Problem
from analysis.publishing.planning import prose
from analysis.publishing.planning.catalogue import description_problems
from analysis.publishing.planning.names import unknown_modules, unknown_names
from analysis.publishing.planning.notebooks import Cell, Notebook
from analysis.publishing.planning.parameters import TAG, iso_date, literals, parameters_cell, setup_cell
from analysis.publishing.planning.part_calls import calls_with_words
from analysis.publishing.planning.repeatability import depends_on_nothing_else

STANDARD_PARAMETERS: Final = ("as_of", "known_on", "data_dir")
SETUP: Final = "dataset = load_dataset(data_dir, as_of=as_of, known_on=known_on)"
#: Methods whose texts are read by a program, not by a reader.
_FOR_PROGRAMS: Final = {
    "query", "eval", "contains", "match", "fullmatch", "extract", "findall", "replace", "split", "strftime",
    "compile", "sub", "search", "cite", "table",
}  # fmt: skip
_LEVEL: Final = re.compile(r"\b(?:80|90|95|99)\s?%")
_UNFILLED: Final = re.compile(r"\{\{\s*\w.*?\}\}")
_FIELD: Final = re.compile(r"\{[A-Za-z_]\w*(?::[^{}]*)?\}")


def broken_rules(notebook: Notebook) -> list[Problem]:
    """Return every breach of every rule, in the order of the rules below."""
    return [problem for rule in RULES for problem in rule(notebook)]


def starts_with_title(notebook: Notebook) -> Iterator[Problem]:
    """Yield unless the first cell is Markdown and opens with the one H1, the title."""
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.kind != "markdown" or not first.source.lstrip().startswith("# "):
        yield notebook.problem(first, "is not the title", "start with a Markdown cell `# Title`")
    for cell in notebook.markdown:
        headings = _titles(cell.source)
        if headings[1:] if cell is first else headings:
            yield notebook.problem(
                cell, "has another H1", "use `##`; a report has one title", value=f"# {headings[-1]}"
            )


def has_parameters(notebook: Notebook) -> Iterator[Problem]:
    """Yield unless one cell is tagged ``parameters``: literals only, with as_of, known_on and data_dir."""
    tagged = [cell for cell in notebook.code if TAG in cell.tags]
    if not tagged:
        fix = f"add a code cell with this tag that sets {', '.join(STANDARD_PARAMETERS)}"
        yield notebook.problem(None, "is missing", fix, value=f"the cell tagged {TAG}")
        return
    for cell in tagged[1:]:
        yield notebook.problem(cell, f"is a second cell tagged {TAG}", "merge the two")
    if tagged[0] is not notebook.code[0]:
        yield notebook.problem(tagged[0], "is not the first code cell", "move it up, before the setup cell")
    found, problems = literals(notebook, tagged[0])
    yield from problems
    for name in STANDARD_PARAMETERS if not problems else ():
        value = found.get(name)
        if not isinstance(value, str):
            yield notebook.problem(tagged[0], "is missing", f'add {name} = "…"', value=name)
        elif name != "data_dir":
            try:
                iso_date(value)
            except ValueError as error:
                yield notebook.problem(tagged[0], str(error), "", value=f"{name} = {value!r}")


def has_setup(notebook: Notebook) -> Iterator[Problem]:
    """Yield unless the cell after the parameters opens the dataset; each dataset needs both dates."""
    setup = setup_cell(notebook)
    if setup is None or "load_dataset" not in setup.source:
        fix = f"follow the parameters with: {SETUP}"
        yield notebook.problem(setup, "is missing", fix, value="the setup cell")
    for cell in notebook.code:
        for call in cell.nodes:
            if not (isinstance(call, ast.Call) and ast.unparse(call.func).endswith("load_dataset")):
                continue
            given = {word.arg: ast.unparse(word.value) for word in call.keywords}
            if (given.get("as_of"), given.get("known_on")) != ("as_of", "known_on"):
                fix = f"write {SETUP}, else later facts enter the report"
                yield notebook.problem(cell, "opens a dataset without its dates", fix)


def is_plain_python(notebook: Notebook) -> Iterator[Problem]:
    """Yield each code cell that Python cannot read, as one with magics."""
    for cell in notebook.code:
        if cell.tree is None:
            reason = f"is not plain Python{_stop(cell.source)}"
            yield notebook.problem(cell, reason, "remove magics and mend the syntax")


def _stop(source: str) -> str:
    try:
        ast.parse(source)
    except SyntaxError as error:
        return f" (line {error.lineno}: {error.msg})"
    except (ValueError, RecursionError):  # of the whole cell, not of a line
        pass
    return ""


def names_its_cells(notebook: Notebook) -> Iterator[Problem]:
    """Yield each cell without an id of its own, by which messages and anchors can name it."""
    seen: set[str] = set()
    for cell in notebook.cells:
        if not cell.id or cell.id in seen:
            yield notebook.problem(
                cell, "has no id of its own", "save as nbformat 4.5 and give a readable id"
            )
        seen.add(cell.id)


def types_no_numbers(notebook: Notebook) -> Iterator[Problem]:
    """Yield numbers and likelihood words typed by hand in what a reader sees, and unfilled fields."""
    for cell, words in seen_words(notebook):
        for number in dict.fromkeys(prose.typed_numbers(words)):
            fix = "print it as a field of part.say, or quote it with a link to its source"
            yield notebook.problem(cell, "is a number typed by hand", fix, value=f"“{number}”")
        for word in dict.fromkeys(prose.likelihood_words(words)):
            fix = "let wording.likelihood() choose the word from a probability"
            yield notebook.problem(cell, "is a likelihood word typed by hand", fix, value=f"“{word}”")
        fields = _UNFILLED.findall(words)
        if cell.kind == "markdown":
            fields = fields or _FIELD.findall(words)
        for field in fields:
            yield notebook.problem(cell, "would be printed as it is", "say it with part.say", value=field)


RULES: Final[tuple[Callable[[Notebook], Iterator[Problem]], ...]] = (
    description_problems,
    starts_with_title,
    has_parameters,
    has_setup,
    is_plain_python,
    unknown_modules,
    unknown_names,
    depends_on_nothing_else,
    calls_with_words,
    names_its_cells,
    types_no_numbers,
)


def _titles(markdown: str) -> list[str]:
    """Return the words of each heading of level 1, marked by `#` or underlined."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return [
        words.content
        for opening, words in pairwise(tokens)
        if opening.type == "heading_open" and opening.tag == "h1"
    ]


def seen_words(notebook: Notebook) -> Iterator[tuple[Cell, str]]:
    """Yield the words that a reader sees: Markdown, and texts of several words in code cells."""
    for cell in notebook.markdown:
        for sentence in prose.sentences(_typed_words(cell, notebook)):
            yield cell, sentence
    for cell in notebook.code:
        if cell != parameters_cell(notebook) and cell.tree:
            yield from ((cell, text) for text in _texts(cell.tree) if " " in text)


def _typed_words(cell: Cell, notebook: Notebook) -> str:
    """Return the words that an author typed: the title of a run ends with its row of parameters."""
    is_filled_in = cell is notebook.cells[0] and notebook.run
    return cell.source.partition("\n")[2] if is_filled_in else cell.source


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts in code, an f-string as one with its fields in braces; none that a program reads."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in values)
            for each in values:
                yield from _texts(each.value) if isinstance(each, ast.FormattedValue) else ()
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in _FOR_PROGRAMS and not _is_part(
            owner
        ):
            yield from _texts(owner)
        case ast.Compare() | ast.Subscript(value=ast.Name() | ast.Attribute()):
            return
        case ast.Dict(values=values):  # its keys are names of fields and members
            for each in values:
                yield from _texts(each)
        case ast.keyword(arg="interval", value=value):  # its level is a setting of the method
            yield from (_LEVEL.sub("", text) for text in _texts(value))
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _texts(child)


def _is_part(owner: ast.expr) -> bool:
    return isinstance(owner, ast.Name) and owner.id == "part"
