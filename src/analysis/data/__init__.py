"""Which data describe the subject as of a date, as known on a date.

Tidy CSVs in, a checked `Dataset` out.
"""

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
