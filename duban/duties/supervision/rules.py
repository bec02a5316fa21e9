"""The rules this wing asks for, by their codes."""

NEAR_DAYS = "supervision.near_days"
REMIND_EVERY_DAYS = "supervision.remind_every_days"
STEPS = "supervision.step."
"""Steps are proposed after so many days overdue; 0: never."""
NEEDED = (
    NEAR_DAYS, REMIND_EVERY_DAYS, *(f"{STEPS}{step}" for step in ("reminder", "notice", "interview", "bulletin"))
)  # fmt: skip
