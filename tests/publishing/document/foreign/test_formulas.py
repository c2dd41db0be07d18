"""TeX is set in both formats, or stands as its author wrote it."""

import pytest

from analysis.publishing.document.foreign.formulas import formula


def test_a_formula_is_translated_once_for_both_formats() -> None:
    set_ = formula(r"\bar{x} = \frac{1}{n}")
    assert set_.typst
    assert set_.mathml
    assert set_.mathml.startswith("<math")
    assert "¯" in set_.mathml


@pytest.mark.parametrize("tex", [r"\frac{x}", r"\unknownmacro{x}{", '#import "x"'])
def test_what_cannot_be_set_stays_tex(tex: str) -> None:
    assert (formula(tex).typst, formula(tex).mathml, formula(tex).tex) == (None, None, tex)


@pytest.mark.parametrize(
    "rows", ["1 & 2 \\\\ 3 & 4", "1 & 2 \\\\\n  3 & 4", "1 & 2 \\\\ % a remark\n3 & 4\n"]
)
def test_a_matrix_has_its_rows_however_its_lines_end(rows: str) -> None:
    set_as = formula(f"\\begin{{bmatrix}}{rows}\\end{{bmatrix}}", display=True)
    assert [str(set_as.mathml).count(tag) for tag in ("<mtr", "<mtd")] == [2, 4]
