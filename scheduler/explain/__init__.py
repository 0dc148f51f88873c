"""Why a plan has no roster: what contradicts what, and the smallest changes that cure it."""
