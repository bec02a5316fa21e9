"""What a scheme says: the sixteen primitives with all their parameters, as data."""
