"""Reads: lists, tasks, evidence, always from the person who asks."""
