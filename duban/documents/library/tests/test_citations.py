"""Where the library has a text, what is cited on other pages leads to it: for those who may read it, while it is in force."""

import pytest
from django.urls import reverse

from duban.documents.library.actions import withdraw_document
from duban.documents.library.tests import factories as library
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def secretary(client, tree):
    client.force_login(factories.account(factories.person("郑海", unit=tree.north_1, branch_secretary=tree.north_1)))
    return client


def rule(basis="支部条例", article="第十六条"):
    return RuleParameter.objects.create(code="life.x", title="某项", value="1", basis=basis, article=article)


def rules_page(client):
    return client.get(reverse("rule_list")).content.decode()


def test_a_rule_leads_to_the_article_of_its_text(secretary, tree):
    rule()
    made = library.document(tree.committee, "支部条例", "第十六条　每月一次。")

    link = f'<a class="cite" href="{reverse("library_document", args=[made.pk])}#第十六条">《支部条例》第十六条</a>'
    assert link in rules_page(secretary)
    assert 'id="第十六条"' in secretary.get(reverse("library_document", args=[made.pk])).content.decode()


def test_a_rule_that_rests_on_a_document_number_leads_to_it(secretary, tree):
    rule(basis="中组发〔2008〕3号", article="")
    made = library.document(tree.committee, "党费规定", "正文。", symbol="中组发〔2008〕3号")

    assert f'href="{reverse("library_document", args=[made.pk])}">中组发〔2008〕3号</a>' in rules_page(secretary)


@pytest.mark.parametrize("why", ["elsewhere", "withdrawn", "unwritten"])
def test_a_text_that_cannot_be_read_or_does_not_hold_is_no_link(secretary, tree, why):
    rule()
    made = library.document(
        tree.south if why == "elsewhere" else tree.committee, "支部条例", *([] if why == "unwritten" else ["正文。"])
    )
    if why == "withdrawn":
        officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
        withdraw_document(made, by=officer, reason="废止")

    page = rules_page(secretary)
    assert ("《支部条例》第十六条" in page, 'class="cite"' in page) == (True, False)


def test_of_two_texts_the_one_issued_higher_up_counts(secretary, tree):
    rule()
    library.document(tree.north, "支部条例", "单位的。")
    above = library.document(tree.committee, "支部条例", "工委的。")
    library.document(tree.north_1, "支部条例", "支部的。")

    assert f'href="{reverse("library_document", args=[above.pk])}#' in rules_page(secretary)


@pytest.mark.parametrize("count", [1, 3])
def test_citing_costs_one_query_however_much_is_cited(secretary, tree, django_assert_num_queries, count):
    for number in range(count):
        RuleParameter.objects.create(code=f"life.{number}", title="某项", value="1", basis=f"条例{number}")
        library.document(tree.committee, f"条例{number}", "正文。")
    rules_page(secretary)

    with django_assert_num_queries(7):
        assert rules_page(secretary).count('class="cite"') == count
