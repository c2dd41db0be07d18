"""What is on record? Events, claims, actors, indicators and claimed losses, in order and side by side."""
