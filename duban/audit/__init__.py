"""audit: the trail. Who did what to which record, when and why, each entry sealed by the one before.

Nouns: Entry, Head. Verbs: record(), history_of(), verify(). No pages of its own.
"""
