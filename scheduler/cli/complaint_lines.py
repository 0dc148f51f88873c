"""Complaints as the lines that a user reads: of many alike, the first few and how many more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduler.errors import Complaint

ALIKE = 5
"""Complaints of one kind in one file that are told one by one; a wrong column is wrong in each of its thousand rows."""

_VALUE = re.compile(r"""'[^']*'|"[^"]*"|\d[\d.,:T+-]*""")


def complaint_lines(complaints: Iterable[Complaint]) -> Iterator[str]:
    """
    One line a complaint; those that differ in values alone are summed up after the first few.

    Parameters
    ----------
    complaints
        In the order of the files, which the lines keep.
    """
    alike: defaultdict[tuple[str, str], list[Complaint]] = defaultdict(list)
    for complaint in complaints:
        alike[complaint.file, _VALUE.sub("", complaint.message)].append(complaint)
    for group in alike.values():
        told = group if len(group) <= ALIKE + 1 else group[:ALIKE]
        yield from map(str, told)
        if len(told) < len(group):
            more, last = len(group) - len(told), group[-1]
            yield f"{last.file}: The same {more} times more, last at {last.place}. Correct all of them."
