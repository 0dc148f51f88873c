"""Cyclic rosters: rotas of n weeks that a team works through, from requirements by kind of shift."""
