"""Does a notebook keep to the rules that make it a report? Names the cell that breaks one, what, and the fix.

A notebook holds text and short cells; logic belongs into a measure, a number into a finding.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final

from analysis.errors import Problem
from analysis.publishing.planning import prose
from analysis.publishing.planning.catalogue import description_problems
from analysis.publishing.planning.notebooks import Cell, Notebook
from analysis.publishing.planning.parameters import TAG, literals, parameters_cell

LONGEST_CELL: Final = 5
STANDARD_PARAMETERS: Final = ("as_of", "known_on", "data_dir")
SETUP: Final = "dataset = load_dataset(data_dir).select(as_of=as_of, known_on=known_on)"
TO_A_MEASURE: Final = "write a measure for it (src/analysis/measures) and call that"
LOGIC: Final = {
    ast.FunctionDef: "a function",
    ast.AsyncFunctionDef: "a function",
    ast.ClassDef: "a class",
    ast.Lambda: "a lambda",
    ast.For: "a loop",
    ast.AsyncFor: "a loop",
    ast.While: "a loop",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
}
RESHAPING: Final = {
    "apply", "groupby", "join_asof", "melt", "merge", "merge_asof", "pivot", "pivot_table", "query",
    "resample", "rolling",
}  # fmt: skip
CLOCK: Final = {"today", "now", "utcnow", "time_ns", "localtime", "gmtime"}


def broken_rules(notebook: Notebook) -> list[Problem]:
    """Return every breach of every rule, in the order of the rules below."""
    return [problem for rule in RULES for problem in rule(notebook)]


def starts_with_title(notebook: Notebook) -> Iterator[Problem]:
    """Yield unless the first cell is Markdown and opens with the one H1, the title."""
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.kind != "markdown" or not first.source.lstrip().startswith("# "):
        yield notebook.problem(first, "is not the title", "start with a Markdown cell `# Title`")
    for cell in notebook.markdown:
        headings = [line for line in _outside_fences(cell.source) if line.startswith("# ")]
        if headings[1:] if cell is first else headings:
            yield notebook.problem(
                cell, "has another H1", "use `##`; a report has one title", value=headings[-1]
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
        if not isinstance(found.get(name), str):
            yield notebook.problem(tagged[0], "is missing", f'add {name} = "…"', value=name)


def has_setup(notebook: Notebook) -> Iterator[Problem]:
    """Yield unless the cell after the parameters selects the dataset, and where another one imports."""
    setup = setup_cell(notebook)
    if setup is None or "load_dataset" not in setup.source:
        fix = f"follow the parameters with: {SETUP}"
        yield notebook.problem(setup, "is missing", fix, value="the setup cell")
    elif not {"as_of", "known_on"} <= _names(setup):
        fix = "write .select(as_of=as_of, known_on=known_on), else later facts enter the report"
        yield notebook.problem(setup, "does not select by date", fix)
    for cell in notebook.code:
        if cell is not setup and any(isinstance(node, ast.Import | ast.ImportFrom) for node in _nodes(cell)):
            yield notebook.problem(cell, "imports", "import in the setup cell")


def has_short_cells(notebook: Notebook) -> Iterator[Problem]:
    """Yield each cell of more than five lines; the parameters and the setup may be longer."""
    longer = (parameters_cell(notebook), setup_cell(notebook))
    for cell in notebook.code:
        lines = sum(bool(line.strip()) for line in cell.source.splitlines())
        if lines > LONGEST_CELL and cell not in longer:
            fix = f"keep to {LONGEST_CELL}: one measure, one part"
            yield notebook.problem(cell, f"has {lines} lines", fix)


def holds_no_logic(notebook: Notebook) -> Iterator[Problem]:
    """Yield each def, class, lambda, loop, comprehension, reading, grouping, merging, clock and magic."""
    for cell in notebook.code:
        if _tree(cell) is None:
            yield notebook.problem(cell, "is not plain Python", "remove magics and mend the syntax")
        for what in sorted({found for node in _nodes(cell) if (found := _logic(node))}):
            fix = "take dates from as_of" if what.startswith("the clock") else TO_A_MEASURE
            yield notebook.problem(cell, f"holds {what}", fix)


def stores_no_outputs(notebook: Notebook) -> Iterator[Problem]:
    """Yield stored outputs and execution counts, which belong to editions, not to the source."""
    for cell in notebook.code:
        if cell.has_outputs:
            fix = "clear all outputs and save: `jupyter nbconvert --clear-output --inplace` does it"
            yield notebook.problem(cell, "has stored outputs or an execution count", fix)


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
    """Yield numbers and likelihood words typed in prose; years, dates and sourced quotations may stand."""
    for cell, words in _all_words(notebook):
        for number in dict.fromkeys(prose.typed_numbers(words)):
            fix = "print it by a finding, or quote it with a link to its source"
            yield notebook.problem(cell, "is a number typed by hand", fix, value=f"“{number}”")
        for word in dict.fromkeys(prose.likelihood_words(words)):
            fix = "let wording.likelihood() choose the word from a probability"
            yield notebook.problem(cell, "is a likelihood word typed by hand", fix, value=f"“{word}”")


RULES: Final[tuple[Callable[[Notebook], Iterator[Problem]], ...]] = (
    description_problems,
    starts_with_title,
    has_parameters,
    has_setup,
    has_short_cells,
    holds_no_logic,
    stores_no_outputs,
    names_its_cells,
    types_no_numbers,
)


def setup_cell(notebook: Notebook) -> Cell | None:
    """Return the code cell that follows the parameters cell."""
    parameters = parameters_cell(notebook)
    later = (cell for cell in notebook.code if parameters and cell.number > parameters.number)
    return next(later, None)


def _all_words(notebook: Notebook) -> Iterator[tuple[Cell, str]]:
    """Yield the words that a reader sees: Markdown, and strings of several words in code cells."""
    for cell in notebook.markdown:
        for sentence in prose.sentences(cell.source):
            yield cell, sentence
    for cell in notebook.code:
        if cell != parameters_cell(notebook):
            for node in _nodes(cell):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                    yield cell, node.value


def _logic(node: ast.AST) -> str:
    """Return what a piece of code is that belongs elsewhere; blank when it may stand."""
    if type(node) in LOGIC:
        return LOGIC[type(node)]
    if not isinstance(node, ast.Call):
        return ""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called.startswith("read_") or called == "open":
        return f"a reader ({called})"
    if called in RESHAPING:
        return f"data work ({called})"
    return f"the clock ({called})" if called in CLOCK else ""


def _tree(cell: Cell) -> ast.Module | None:
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return None


def _nodes(cell: Cell) -> Iterator[ast.AST]:
    tree = _tree(cell)
    return ast.walk(tree) if tree else iter(())


def _names(cell: Cell) -> set[str]:
    return {node.id for node in _nodes(cell) if isinstance(node, ast.Name)}


def _outside_fences(markdown: str) -> Iterator[str]:
    inside = False
    for line in markdown.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            inside = not inside
        elif not inside:
            yield line
