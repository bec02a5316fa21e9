"""The rules this wing asks for, by their codes."""

CAP = "burden.cap_per_month"
NEAR = "burden.near_per_month"
OVERLAP_MONTHS = "burden.overlap_months"
ANSWER_DAYS = "suggestions.answer_days"
NEEDED = (CAP, NEAR, OVERLAP_MONTHS, ANSWER_DAYS)
