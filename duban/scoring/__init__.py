"""The scoring engine: scheme + facts → result with reasons. Plain Python, exact numbers, no clock, no database."""

ENGINE = "1"
"""The version of what rules mean; it is part of each fingerprint, and changes whenever a result may change."""
