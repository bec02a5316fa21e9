"""The demonstration: a fictional county (or a city of ten districts) with a year of work, the same for the same seed."""
