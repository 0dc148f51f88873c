"""Many plans, engines, seeds and limits: each run apart, results kept as they come, tables and pictures of them."""
