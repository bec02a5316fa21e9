"""News for rooms above, sent by hand in an action and inside its transaction."""

from django.dispatch import Signal

record_entered = Signal()
"""A record came. Sent by LedgerRecord, with `record`, `by`, and `serves`: the keys of what it is to be evidence of."""

record_corrected = Signal()
"""A record says something else now. Sent by LedgerRecord, with `record`, `by`, `reason`, `changed`: names of what changed."""

record_withdrawn = Signal()
"""A record is about to be withdrawn. Sent by LedgerRecord, with `record`, `by`; a receiver raises Conflict while something
accepted rests on it."""

posts_filled = Signal()
"""Who was elected holds posts. Sent by Term, with `filled`: (post, seat) of each, the seat as 书记, 副书记 or 委员."""
