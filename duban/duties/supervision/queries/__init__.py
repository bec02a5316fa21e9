"""Reads of the wing."""
