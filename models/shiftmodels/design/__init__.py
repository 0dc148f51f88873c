"""Shift design: which few shifts to offer, and how many people to start them on each day."""
