"""asks: what is asked of people: one line of work each, from whatever room asks it.

Nouns: Ask, Batch, source. A room that asks something of people adds a source; this room groups the lines and shows them as
the first page. Later: reminders, the digest, the burden and its gate.
"""
