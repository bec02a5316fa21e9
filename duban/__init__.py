"""Duban: a year of party-building responsibility as one closed loop, from list to explained result."""
