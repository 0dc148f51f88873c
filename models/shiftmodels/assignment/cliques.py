"""Tasks that overlap: which of them do so all at once, and what follows from it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from shiftmodels.assignment.data import AssignmentData
from shiftmodels.data import IntArray


def cliques_of(start: IntArray, end: IntArray) -> list[IntArray]:
    """
    Largest sets of tasks that all overlap, in order of time.

    Intervals that overlap pairwise hold a moment in common, the start of one of them; a set is as large as can be where
    a task ends before the next one starts.

    Parameters
    ----------
    start, end
        Shape ``(n,)`` each.

    Returns
    -------
    Positions in the arrays.
    """
    found: list[IntArray] = []
    running: list[int] = []
    grown = False
    for task in np.argsort(start, kind="stable").tolist():
        going_on = [other for other in running if end[other] > start[task]]
        if grown and len(going_on) < len(running):
            found.append(np.array(running, dtype=np.int64))
        running = [*going_on, task]
        grown = True
    if running:
        found.append(np.array(running, dtype=np.int64))
    return found


def stuck_tasks(data: AssignmentData, cliques: list[IntArray]) -> tuple[int, ...]:
    """Tasks of one moment that have too few agents between them, so that there is no assignment; empty without any."""
    for clique in cliques:
        rows = [data.agents_of(task) for task in clique.tolist()]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        columns = np.concatenate(rows)
        links = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(clique), data.num_agents))
        if (maximum_bipartite_matching(links, perm_type="column") < 0).any():
            return tuple(clique.tolist())
    return ()
