"""terms: how long a committee serves, and the election that ends its term. Recorded and checked here, never conducted.

Nouns: Term, Election, Candidate, FirstSession, Officer. Verbs: open_term, remind_term, request_election, approve_election,
record_election, record_first_session, approve_result, take_office, request_extension, approve_extension,
record_by_election, approve_by_election. A term ends with its organisation.
"""
