"""Rows of workbooks and of worked checks, read by the same rules."""
