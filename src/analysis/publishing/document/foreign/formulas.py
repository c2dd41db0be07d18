"""How is TeX shown without TeX? Translated to Typst, tried, and from there set in PDF and as MathML in HTML.

One translation serves both formats; a formula that fails is shown as the TeX that its author wrote.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree

import typst
from tex2typst import tex2typst

from analysis.publishing.document.blocks import Formula
from analysis.publishing.document.fonts import fonts
from analysis.publishing.document.foreign.tex import plainer

_TRIAL: Final = b"""
#set document(title: "formula")
#set text(lang: "en", font: "Fira Sans")
#math.equation(block: sys.inputs.block == "yes", alt: "formula", eval(sys.inputs.code, mode: "math"))
"""
_MATH: Final = re.compile(r"<math.*?</math>", re.DOTALL)
#: Combining accents, which browsers set beside their letter, and the marks that MathML has for them.
_SPACING: Final = {"\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "¯", "\u0307": "˙", "\u0308": "¨"}
_ACCENT: Final = re.compile(f"<mo>([{''.join(_SPACING)}])</mo>")
_STRING: Final = re.compile(r'"(?:\\.|[^"\\])*"')
_CODE: Final = re.compile(r"(?<!\\)#")
#: Values that the translator writes for matrices, limits and spaces; no other code is evaluated.
_VALUE: Final = re.compile(
    r"#(?:none|true|false|center|left|right|\d+|h\(-?(?:math\.thin\.amount|[\d.]+(?:cm|em|pt|mm))\))(?![\w.(\[])"
)


@lru_cache(maxsize=1024)
def formula(tex: str, *, display: bool = False) -> Formula:
    r"""Return a formula with its translations, or with its TeX alone when it cannot be set.

    >>> formula(r"\frac{x}{2}").typst
    'x/2'
    >>> formula(r"\frac{x}").typst is None
    True
    """
    code = _translated(tex.strip())
    mathml = _tried(code, display) if code else None
    return Formula(tex.strip(), code if mathml else None, mathml)


def _translated(tex: str) -> str | None:
    """Return Typst's math for TeX; None when that is impossible, or would be more than math."""
    try:
        code = tex2typst(plainer(tex))
    except Exception:  # the translator's error types are not part of its interface
        return None
    if not isinstance(code, str) or _CODE.search(_VALUE.sub("", _STRING.sub("", code))):
        return None
    return code


def _tried(code: str, display: bool) -> str | None:
    """Return the formula as MathML once it has been set in both formats, else None."""
    inputs = {"code": code, "block": "yes" if display else "no"}
    try:
        typst.compile(_TRIAL, sys_inputs=inputs, font_paths=fonts(), pdf_standards=["ua-1"], timestamp=0)
        page = typst.compile(_TRIAL, sys_inputs=inputs, font_paths=fonts(), format="html")
    except typst.TypstError:
        return None
    found = _MATH.search(page.decode("utf-8") if isinstance(page, bytes) else "")
    return (
        _ACCENT.sub(lambda mark: f"<mo>{_SPACING[mark[1]]}</mo>", found[0])
        if found and _is_mathml(found[0])
        else None
    )


def _is_mathml(markup: str) -> bool:
    return all(element.tag.startswith("m") for element in ElementTree.fromstring(markup).iter())
