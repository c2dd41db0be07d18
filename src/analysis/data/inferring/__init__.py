"""How does a data package begin? With what a table most likely is, told to its owner, who mends it."""
