"""Each rule of a scheme read back as one Chinese sentence, so that an officer sees what the parameters say."""

from .line import sentence
from .whole import (
    applicability_sentence,
    dedupe_sentence,
    gate_sentence,
    grade_sentences,
    group_sentence,
    indicator_sentence,
    tag_sentence,
    total_sentence,
)

__all__ = [
    "applicability_sentence",
    "dedupe_sentence",
    "gate_sentence",
    "grade_sentences",
    "group_sentence",
    "indicator_sentence",
    "sentence",
    "tag_sentence",
    "total_sentence",
]
