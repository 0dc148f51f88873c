"""Memory of a run with all processes that it starts."""

from __future__ import annotations

import psutil


def together_mb(pid: int) -> float | None:
    """
    Memory of a process and its descendants, in megabytes; ``None`` where it has ended.

    What processes share, libraries above all, is counted once, as far as the system tells it apart.
    """
    try:
        root = psutil.Process(pid)
        members = [root, *root.children(recursive=True)]
    except psutil.Error:
        return None
    own, shared = 0, 0
    for member in members:
        try:
            memory = member.memory_info()
        except psutil.Error:
            continue
        common = getattr(memory, "shared", 0)
        own += memory.rss - common
        shared = max(shared, common)
    return round((own + shared) / 2**20, 1)
