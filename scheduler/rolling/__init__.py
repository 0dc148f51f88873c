"""A plan built week by week, each week knowing only what is known by then."""
