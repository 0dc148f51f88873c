"""Why a roster is as it is: who could have covered an interval, and what stops them."""
