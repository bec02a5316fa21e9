"""The chain leads from a duty to an issue and back, with a link only to what the person may open."""

import pytest

from duban.duties.chain import chain_of
from duban.duties.issues.tests import factories as made
from duban.duties.tests import factories as duties
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_the_chain_is_the_same_from_each_end():
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    duty = duties.duty(duties.responsibility_list(tree.committee))
    task = duties.task(tree.north, issuer=tree.committee, of=duty)
    part = duties.task(tree.north_1, issuer=tree.north, parent=task, of=duty)
    issue = made.issue(tree.north_1, issuer=tree.committee, task=part)

    words = [[str(link.word) for link in chain_of(each, officer)] for each in (duty, task, issue)]

    assert words[0] == words[1]
    assert words[2][-1] == words[1][-1] == f"问题 {issue.number}"
    assert [link.is_here for link in chain_of(task, officer)] == [False, True, False]
    # The issue was found in a part: from there the way up leads over it.
    assert len(words[2]) == 4


def test_what_a_person_may_not_see_is_named_without_a_link_upwards_and_not_at_all_downwards():
    tree = factories.tree()
    branch = factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))
    task = duties.task(tree.north, issuer=tree.committee)
    part = duties.task(tree.north_1, issuer=tree.north, parent=task)
    made.issue(tree.south, issuer=tree.committee, task=part)

    up, here = chain_of(part, branch)

    assert (up.url, here.is_here) == ("", True)


def test_of_several_their_number_leads_to_the_page_that_lists_them():
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    task = duties.task(tree.north, issuer=tree.committee)
    for _ in range(3):
        made.issue(tree.north, issuer=tree.committee, task=task)

    assert chain_of(task, officer)[-1].url == f"/duties/tasks/{task.pk}/"
    assert str(chain_of(task, officer)[-1].word) == "3个问题"
