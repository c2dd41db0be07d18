"""What does an executed notebook say? One neutral document, from which both formats are drawn."""
