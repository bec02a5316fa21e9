"""orgs: the organisation tree and the people who have accounts.

Nouns: User, UnitKind, Unit. Verbs: none yet; posts, grants, permits and @action follow.
"""
