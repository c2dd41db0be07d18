"""How is an edition found again? Index pages, feed, research object crate."""
