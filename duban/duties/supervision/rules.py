"""The rules this wing asks for, by their codes."""

NEAR_DAYS = "supervision.near_days"
NEEDED = (NEAR_DAYS,)
