"""Annealing by cells, the choice of an agent on a day, where a shift is worked on one queue from end to end."""
