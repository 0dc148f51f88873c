"""The problem as a linear model over integers, one file per group of primitives."""
