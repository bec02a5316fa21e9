"""A rulebook for tests of terms: the numbers of the regulations, each of which a test may change."""

from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook


def book(**changed: str) -> Rulebook:
    """The rules; `book(election__winner_share_over="0.6")` changes one."""
    said = {
        "term.branch.years": "3", "term.village_branch.years": "5", "term.general_branch.years": "3",
        "term.primary_committee.years": "5", "term.remind_months": "6", "term.request_months": "4",
        "term.extension_months_max": "12", "election.present_share_min": "0.8", "election.surplus_share_min": "0.2",
        "election.winner_share_over": "0.5", "election.winner_base_is_eligible": "是",
        "election.reduce_consent_share_over": "0.5", "calendar.holiday_moves_deadline": "是",
    }  # fmt: skip
    said |= {code.replace("__", "."): value for code, value in changed.items()}
    return Rulebook(RuleParameter(code=code, title=code, value=value, basis="示例规定") for code, value in said.items())
