"""Shiftwright: optimisation-based shift scheduling for contact centres."""
