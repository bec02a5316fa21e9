"""ui: the look. Tokens, page shell, components, error pages, and how a person wants pages to look.

Nouns: Entry of the navigation, Preference. Verbs: set_preference. No tables.
"""
