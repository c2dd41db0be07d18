"""What speaks for and against each scenario? Measures of signposts, terms and forecasts, and their plots."""
