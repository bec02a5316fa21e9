"""assessment: periods and their schemes, and what the facts come to under them.

Nouns: Scheme, Period, Standing. Verbs: publish_scheme, open_period; rescore (the system's own). The only room that speaks
to the scoring engine: rows become facts in facts.py, and nowhere else.
"""
