"""Tasks with fixed times, given to the fewest people."""
