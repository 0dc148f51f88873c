"""Where a plan comes from: its files, what is set in it from outside, and whether its own code may run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.io.fingerprint import input_sha256
from scheduler.io.overlay import Overlay
from scheduler.io.read import read_plan
from scheduler.problem import Problem


@dataclass(frozen=True)
class PlanSource:
    """
    Parameters
    ----------
    path
        The plan's folder or file.
    overlays
        Values to set in it, the last on top.
    allow_code
        Whether Python files of the plan's own rules may be run.
    """

    path: Path
    overlays: tuple[Overlay, ...] = ()
    allow_code: bool = False

    @property
    def name(self) -> str:
        """What files made from the plan are called."""
        return self.path.resolve().name if self.path.is_dir() else self.path.stem

    def read(self) -> Problem:
        """The plan; see ``read_plan``."""
        return read_plan(self.path, self.overlays, allow_code=self.allow_code)

    def read_staffed(self) -> Problem:
        """The plan with requirements; demand is staffed first."""
        problem = self.read()
        if problem.requirements or not problem.demand:
            return problem
        from scheduler.staffing import staff

        return staff(problem)

    def sha256(self, problem: Problem) -> str:
        """Fingerprint of everything that the plan, once read, was made from."""
        from scheduler.rules.own import own_files

        return input_sha256(self.path, self.overlays, own_files(problem))

    def with_overlay(self, overlay: Overlay) -> PlanSource:
        """The same plan with more set in it."""
        return replace(self, overlays=(*self.overlays, overlay))
