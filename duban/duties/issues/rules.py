"""The rules this wing asks for, by their codes."""

RECHECK_MONTHS = "issues.recheck_months"
RECUR_MONTHS = "issues.recur_months"
NEEDED = (RECHECK_MONTHS, RECUR_MONTHS)
