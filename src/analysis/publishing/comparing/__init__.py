"""What changed, and is it true? Moves of findings by cause, revisions, verification."""
