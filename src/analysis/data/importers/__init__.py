"""How figures gathered elsewhere enter the record: as new rows, checked, never by editing old ones."""

from analysis.data.importers.airforce import import_airforce
from analysis.data.importers.result import ImportResult
from analysis.data.importers.ucdp_ged import import_ucdp_ged

__all__ = ["ImportResult", "import_airforce", "import_ucdp_ged"]
