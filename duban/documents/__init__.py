"""documents: files with versions; later the official documents that we produce.

Nouns: File, FileVersion. Verbs: none of its own yet: a room that takes a file calls keep_upload(). Content is kept once,
under its digest; no part of an address or a path comes from a person.
"""
