"""What is to be made? Reports, their parameters and dates, and the rules that notebooks keep."""
