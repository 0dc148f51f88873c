"""Names given in options that the plan does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def check_known(plan: str, option: str, names: Iterable[str], what: str, known: Collection[str]) -> None:
    """
    Refuse names that the plan does not have.

    Parameters
    ----------
    plan
        Where the plan is.
    option
        Option that the names were given with.
    names
        What was given.
    what
        What they are names of, as in "queue".
    known
        Names that the plan has.

    Raises
    ------
    InputError
        A name is none of those known; the nearest of them is the remedy.
    """
    from scheduler.errors import Complaint, InputError
    from scheduler.suggest import Suggestions

    suggestions = Suggestions(known)
    complaints = [
        Complaint(
            plan,
            option,
            f"{name!r} is no {what} of the plan.",
            suggestions.remedy(name, f"name one of {', '.join(known)}"),
        )
        for name in names
        if name not in known
    ]
    if complaints:
        raise InputError(complaints)
