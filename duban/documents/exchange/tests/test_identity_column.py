"""Identity numbers in the workbook of people: only while a rule keeps them, checked, in cipher, and never out again."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duban.base.identity import check_digit
from duban.documents.exchange.models import Batch
from duban.documents.exchange.tests.workbooks import (
    PERSON_HEAD,
    brought_in,
    downloaded,
    faults,
    sent,
    verdicts,
    written,
)
from duban.orgs import house_rules
from duban.orgs.models import Person
from duban.orgs.sealed import opened, put_sealed
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

HEAD = (*PERSON_HEAD, "身份证号")
_FIRST = "11010519850312002"
NUMBER = _FIRST + check_digit(_FIRST)
MISTYPED = _FIRST + ("0" if NUMBER[-1] != "0" else "1")


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return factories.tree()


@pytest.fixture
def cadre(tree):
    client = Client()
    client.force_login(factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north)))
    return client


@pytest.fixture
def kept():
    """The rule that keeps identity numbers, on."""
    before = list(house_rules._books)
    rule = SimpleNamespace(number=1, cited="")
    house_rules.answer_with(lambda: lambda code, _day: rule if code == "people.identity_is_kept" else None)
    yield
    house_rules._books[:] = before


def person(number, name="秦书文"):
    return (name, "北局", "非党员", None, number)


def heads(content):
    return [cell.value for cell in load_workbook(io.BytesIO(content))["人员"][1]]


def test_without_the_rule_no_template_has_the_column_and_none_is_read(cadre):
    batch = sent(cadre, written(人员=[HEAD, person(NUMBER)]))

    assert "身份证号" not in heads(downloaded(cadre, "exchange_template", "people"))
    assert any("身份证号" in remark for remark in batch.remarks)
    brought_in(cadre, batch)
    assert Person.objects.get(name="秦书文").identity_number == ""


@pytest.mark.usefixtures("kept")
def test_with_the_rule_a_number_comes_in_sealed_and_stands_nowhere_else(cadre, tree):
    batch = sent(cadre, written(人员=[HEAD, person(f" {NUMBER[:6]} {NUMBER[6:].lower()} ")]))
    page = cadre.get(reverse("batch", args=[batch.pk])).content.decode()

    brought_in(cadre, batch)

    made = Person.objects.get(name="秦书文")
    assert opened(made, "identity_number") == NUMBER
    assert made.identity_digest
    kept_rows = f"{page}{list(batch.lines.values())}{list(Batch.objects.values())}"
    assert NUMBER[6:14] not in kept_rows
    assert made.identity_number not in kept_rows
    assert made.identity_digest not in kept_rows
    assert "110***********" in page
    assert cadre.post(reverse("take_back", args=[batch.pk])).status_code == 302
    assert not Person.objects.filter(name="秦书文").exists()


@pytest.mark.usefixtures("kept")
def test_a_number_is_added_to_somebody_and_taken_back_and_one_that_is_kept_does_not_change(cadre, tree):
    known = Person.objects.create(name="秦书文", unit=tree.north, membership="none")
    batch = brought_in(cadre, sent(cadre, written(人员=[HEAD, person(NUMBER)])))
    known.refresh_from_db()
    assert known.identity_digest not in f"{list(batch.lines.values())}"
    other = _FIRST[:-1] + "4"

    again = sent(cadre, written(人员=[HEAD, person(NUMBER)]))
    changed = sent(cadre, written(人员=[HEAD, person(other + check_digit(other))]))
    emptied = sent(cadre, written(人员=[HEAD, person(None)]))

    assert [verdicts(each) for each in (batch, again, changed, emptied)] == [
        [(2, "updated")], [(2, "unchanged")], [(2, "rejected")], [(2, "unchanged")],
    ]  # fmt: skip
    assert cadre.post(reverse("take_back", args=[batch.pk])).status_code == 302
    known.refresh_from_db()
    assert (known.identity_number, known.identity_digest) == ("", "")


@pytest.mark.usefixtures("kept")
def test_of_a_number_that_changed_since_the_refusal_says_only_that_it_did(cadre, tree):
    batch = brought_in(cadre, sent(cadre, written(人员=[HEAD, person(NUMBER)])))
    made = Person.objects.get(name="秦书文")
    other = _FIRST[:-1] + "4"
    put_sealed(made, "identity_number", other + check_digit(other))
    made.save()

    refused = cadre.post(reverse("take_back", args=[batch.pk]))

    words = refused.content.decode()
    assert (refused.status_code, "秦书文" in words) == (422, True)
    assert made.identity_number not in words
    assert made.identity_digest not in words


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("wrong", [MISTYPED, NUMBER[:-1], int(NUMBER[:17]), "11010519851332002X"])
def test_a_number_that_is_none_is_refused_at_its_cell_and_kept_nowhere(cadre, wrong):
    batch = sent(cadre, written(人员=[HEAD, person(wrong)]))

    assert verdicts(batch) == [(2, "rejected")]
    assert faults(batch)[0][0] == "人员!E2"
    assert NUMBER[6:14] not in f"{list(batch.lines.values('said', 'notes', 'title'))}"


@pytest.mark.usefixtures("kept")
def test_a_number_that_somebody_has_is_refused_also_within_one_workbook(cadre, tree):
    elsewhere = Person(name="外人", unit=tree.south, membership="none")
    put_sealed(elsewhere, "identity_number", NUMBER)
    elsewhere.save()
    free = _FIRST[:-1] + "4"
    free += check_digit(free)

    batch = sent(cadre, written(人员=[HEAD, person(NUMBER), person(free, "陆明"), person(free, "邓小川")]))

    assert verdicts(batch) == [(2, "rejected"), (3, "created"), (4, "rejected")]
    assert "外人" not in str(faults(batch))


@pytest.mark.usefixtures("kept")
def test_no_workbook_that_goes_out_holds_a_number(cadre, tree):
    somebody = Person(name="秦书文", unit=tree.north, membership="none")
    put_sealed(somebody, "identity_number", NUMBER)
    somebody.save()

    for content in (downloaded(cadre, "exchange_rows", "people"), downloaded(cadre, "exchange_pack", tree.north.pk)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            everything = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
        assert "身份证号" in everything
        assert NUMBER not in everything
        assert somebody.identity_number not in everything
