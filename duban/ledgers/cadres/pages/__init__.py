"""What the pages of this wing show."""
