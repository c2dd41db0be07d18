"""How do attacks escalate? Measures of launches, interceptions, salvos and their timing, and their plots."""
