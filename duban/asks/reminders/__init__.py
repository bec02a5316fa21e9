"""reminders: 月提示. What a person is told: once a month everything that waits, in between what became late and what happened.

Nouns: Digest, Reminder. Verbs: remind(), send_digests(). In working time only, nothing twice, and nobody learns whether it was read.
"""
