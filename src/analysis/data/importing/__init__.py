"""How do rows of other files enter the record? Read, compared, checked, appended; never edited."""
