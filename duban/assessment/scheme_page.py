"""What the page of a scheme shows."""

from typing import Any

from duban.assessment.account import text_of, tree_of
from duban.assessment.models import Scheme
from duban.scoring.scheme.model import Scheme as Rules
from duban.scoring.sentences import grade_sentences, total_sentence


def scheme_page(scheme: Scheme, rules: Rules) -> dict[str, Any]:
    """The tree with its sentences, how it is graded, and the marks of its freezing."""
    groups = tree_of(rules)
    return {
        "scheme": scheme,
        "groups": groups,
        "count": sum(_count(group) for group in groups),
        "whole": text_of(rules.total.max) if rules.total else None,
        "total": total_sentence(rules),
        "grades": grade_sentences(rules.grades, rules) if rules.grades else [],
        "window": rules.window,
        "filing_number": getattr(rules, "filing_number", ""),
    }


def _count(group: dict[str, Any]) -> int:
    return len(group["indicators"]) + sum(_count(inner) for inner in group["groups"])
