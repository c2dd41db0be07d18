"""How does an edition come about? The verbs that go through all other rooms."""
