"""Tasks with fixed times, given to as few people as possible."""
