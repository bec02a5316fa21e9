"""Texts and sheets → schemes, with every fault named by its place."""
