"""What the pages of the wing show."""
