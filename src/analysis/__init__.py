"""Dated, rebuildable reports from tidy CSVs and parameterized notebooks.

A notebook's setup cell needs two names, ``load_dataset`` and ``part``; both are imported on first use,
so that ``import analysis`` itself costs nothing.
"""

__version__ = "0.3.0"
__all__ = ["load_dataset", "part"]

TYPE_CHECKING = False  # a constant to type checkers; ``typing`` itself would cost more than this module
if TYPE_CHECKING:
    from analysis import parts as part
    from analysis.data import load_dataset


def __getattr__(name: str) -> object:
    """Import the two public names when they are first asked for (PEP 562)."""
    if name == "load_dataset":
        from analysis.data import load_dataset

        return load_dataset
    if name == "part":
        import analysis.parts
        from analysis.parts.theme import apply

        apply()  # a plain chart of seaborn in a cell then looks like ours
        return analysis.parts
    raise AttributeError(f"module 'analysis' has no attribute {name!r}; it offers {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
