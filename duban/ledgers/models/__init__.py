"""Tables of the room: kinds of records, records, what they count as."""

from duban.ledgers.models.kinds import RecordKind
from duban.ledgers.models.records import Attachment, Attendance, Counted, Decision, LedgerRecord

__all__ = ["Attachment", "Attendance", "Counted", "Decision", "LedgerRecord", "RecordKind"]
