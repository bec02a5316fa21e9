"""What the room hears from below."""
