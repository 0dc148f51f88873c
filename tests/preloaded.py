"""What solver processes use, compiled functions too: for the process of which those of tests are forks."""

from __future__ import annotations

from shiftmodels import clock, warm_up
from shiftmodels.engines import cpsat, mip, staged
from tests.processes import FUSE

__all__ = ["cpsat", "mip", "staged"]

clock.FUSE = FUSE
warm_up.main()
