"""Which data describe the subject as of a date, as known on a date.

Tidy CSVs in, a checked `Dataset` out. The names are imported on first use: pandas is slow to import, and who
asks for the descriptor alone does not need it.
"""

from importlib import import_module

TYPE_CHECKING = False  # a constant to type checkers; ``typing`` itself would cost more than this module
if TYPE_CHECKING:
    from analysis.data.dataset import Dataset, load_dataset, load_record, opened
    from analysis.data.descriptor import Descriptor, Field, Table
    from analysis.data.package import read_descriptor
    from analysis.data.validation import check

__all__ = [
    "Dataset",
    "Descriptor",
    "Field",
    "Table",
    "check",
    "load_dataset",
    "load_record",
    "opened",
    "read_descriptor",
]
_PLACES = {
    "dataset": ("Dataset", "load_dataset", "load_record", "opened"),
    "descriptor": ("Descriptor", "Field", "Table"),
    "package": ("read_descriptor",),
    "validation": ("check",),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    for module, names in _PLACES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
