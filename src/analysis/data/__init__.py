"""Which data describe the war as of a date, as known on a date? Tidy CSVs in, a checked ``Dataset`` out."""
