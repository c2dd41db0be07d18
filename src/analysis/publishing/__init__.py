"""How do notebooks become a sealed edition? Knows notebooks only as files: no measure, plot or table name."""
