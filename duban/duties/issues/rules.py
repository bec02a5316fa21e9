"""The rules this wing asks for, by their codes."""

RECHECK_MONTHS = "issues.recheck_months"
RECUR_MONTHS = "issues.recur_months"
RECTIFY_DAYS = "issues.rectify_days"
NEEDED = (RECTIFY_DAYS, RECHECK_MONTHS, RECUR_MONTHS)
