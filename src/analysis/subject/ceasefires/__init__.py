"""What did ceasefires lead to? Measures of the reference class of ceasefires, and their plots."""
