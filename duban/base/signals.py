"""News of the whole house, for rooms above."""

from django.dispatch import Signal

about_to_serve = Signal()
"""Sent by the serve command before it answers anybody: the moment for a room to tidy away what nobody needs."""
