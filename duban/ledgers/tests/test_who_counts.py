"""Who should be there: everybody on the list, but those with a vote alone where a quorum is asked."""

import datetime
from types import SimpleNamespace

import pytest

from duban.ledgers.content import Content, Numbers, numbers_of
from duban.ledgers.roster import Seat
from duban.orgs.models import Person

DAY = datetime.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("quorum", "numbers"), [("", Numbers(3, 1)), ("life.decision_present_share_over", Numbers(2, 1))]
)
def test_who_has_no_vote_counts_only_where_no_quorum_is_asked(quorum, numbers):
    roster = [Seat(Person(pk=pk, name=str(pk)), votes=pk < 3) for pk in (1, 2, 3)]
    kind = SimpleNamespace(quorum=quorum, attendance="members")

    assert numbers_of(kind, roster, Content(DAY, absent={2: "", 3: ""})) == numbers
