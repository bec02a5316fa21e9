"""terms: how long a committee serves, and the election that ends its term. Recorded and checked here, never conducted.

Nouns: Term, Election, Candidate. Verbs: open_term, remind_term, request_election, approve_election, record_election,
approve_result, request_extension, approve_extension.
"""
