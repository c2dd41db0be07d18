"""What do outputs of other notebooks say? HTML tables, styles and images; no report of ours passes here."""
