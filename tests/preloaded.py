"""What solver processes use, compiled functions too: for the process of which those of tests are forks."""

from __future__ import annotations

from scheduler import solve
from shiftmodels import clock, warm_up
from shiftmodels.engines import cpsat, mip, staged
from tests import random_plans
from tests.models import random_data
from tests.processes import FUSE

__all__ = ["cpsat", "mip", "random_data", "random_plans", "solve", "staged"]

clock.FUSE = FUSE
warm_up.main()
