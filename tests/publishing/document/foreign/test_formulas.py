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
