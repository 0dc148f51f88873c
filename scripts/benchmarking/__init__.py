"""Measuring how good rosters get, on public instances and on this project's plans; see ``scripts/bench.py``."""
