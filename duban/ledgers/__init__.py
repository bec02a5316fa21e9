"""ledgers: what is kept of organisations and their life. The room itself keeps records (meetings, study, honours …) and
reckons from them what organisational life still owes. Wings, each an app of its own: terms (届, 换届), dues (党费),
admission (发展党员), weak (软弱涣散党组织).

Nouns: RecordKind, LedgerRecord, Counted, Attendance, Decision, Attachment. Verbs: enter_record, correct_record,
withdraw_record, attach_file.
"""
