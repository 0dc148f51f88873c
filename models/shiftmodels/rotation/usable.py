"""Steps that some circulation takes: what is required rules out the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shiftmodels.backends.answer import Answer
from shiftmodels.rotation.data import RotationData
from shiftmodels.rotation.flow import Flow, flow_model
from shiftmodels.rotation.graph import Step
from shiftmodels.status import ModelStatus

Ask = Callable[[Flow], Answer]


def usable_steps(data: RotationData, steps: Sequence[Step], ask: Ask) -> list[Step]:
    """
    Leave out the steps that no circulation takes, whether it hangs together or not.

    A circulation that takes any of the steps not seen yet is asked for again and again, until there is none.

    Parameters
    ----------
    data, steps
        What is asked for, and what there is.
    ask
        Solves a model.

    Returns
    -------
    The steps; all of them where the time does not suffice.
    """
    unseen = set(range(len(steps)))
    while unseen:
        model = flow_model(data, steps, ())
        model.row(("unseen", ()), [(number, 1) for number in sorted(unseen)], 1)
        answer = ask(model)
        if answer.status is ModelStatus.INFEASIBLE:
            return [step for number, step in enumerate(steps) if number not in unseen]
        if answer.values is None:
            break
        unseen -= set(answer.values[: len(steps)].nonzero()[0].tolist())
    return list(steps)
