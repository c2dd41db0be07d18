"""How do attacks escalate, and what did ceasefires lead to? One folder a topic; only notebooks import it."""
