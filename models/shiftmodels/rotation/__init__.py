"""Cyclic rosters: n weeks that a team works through, each person a week behind the one before."""
