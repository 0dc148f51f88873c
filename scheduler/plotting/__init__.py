"""Pictures of rosters; matplotlib is imported when the first one is drawn."""

from scheduler.plotting.canvas import save
from scheduler.plotting.costs import plot_costs
from scheduler.plotting.coverage import plot_all_coverage, plot_coverage
from scheduler.plotting.curve import plot_curve
from scheduler.plotting.day import plot_day
from scheduler.plotting.design import plot_design
from scheduler.plotting.gallery import plot_all
from scheduler.plotting.heat_map import plot_heat_map
from scheduler.plotting.pools import has_pools, plot_pools
from scheduler.plotting.transfers import plot_transfers
from scheduler.plotting.week import plot_week

__all__ = [
    "has_pools",
    "plot_all",
    "plot_all_coverage",
    "plot_costs",
    "plot_coverage",
    "plot_curve",
    "plot_day",
    "plot_design",
    "plot_heat_map",
    "plot_pools",
    "plot_transfers",
    "plot_week",
    "save",
]
