"""What need not be made again? Fingerprints, the build cache, and what is stale and why."""
