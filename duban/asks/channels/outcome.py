"""What became of a message that was handed over."""

from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """Whether it arrived, and whether it may be tried again without anybody being told twice."""

    SENT = "sent"
    REFUSED = "refused"
    """It did not arrive, and will not until somebody changes something."""
    LATER = "later"
    """It did not arrive, and may when tried again."""
    UNKNOWN = "unknown"
    """It may have arrived: it is not tried again."""


@dataclass(frozen=True)
class Outcome:
    """The fate, why in a sentence, and how many minutes to wait at least before the next try."""

    fate: Fate
    why: str = ""
    wait: int = 0
