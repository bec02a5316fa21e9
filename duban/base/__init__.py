"""base: what each record has.

Nouns: Record (abstract), DomainError and its kinds. Verbs: none. No tables, no pages.
"""
