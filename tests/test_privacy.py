"""Privacy: nothing that domain §9.3 forbids has a column, gets in by a form, or can be read in a dump.

All numbers are made up: the example of GB 11643 and mobile numbers of one digit repeated.
"""

import datetime
import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from django import forms
from django.core.management import call_command
from django.db import connection

import duban
from duban.audit.models import Entry
from duban.base.errors import BadInput
from duban.base.privacy import no_personal_numbers
from duban.base.workbook.cells import Wrong
from duban.base.workbook.kinds import Words
from duban.orgs import actions
from duban.orgs.action import action
from duban.orgs.approval import Approval
from duban.orgs.models import Person, Post, Stay, Unit, User
from duban.orgs.permits import PERMITS
from duban.orgs.person_fields import KEPT, Seen
from duban.orgs.tests import factories
from duban.packs.folder import read_folder

NUMBER, MOBILE = "11010519491231002X", "13000000000"
TODAY = datetime.date(2026, 11, 23)
FORBIDDEN = {
    "address", "home", "family", "spouse", "marriage", "children", "relative", "social", "religion", "health", "illness",
    "wage", "salary", "income", "review", "application", "discipline", "punishment", "case", "photo", "picture", "face",
    "place_of_birth", "native", "passport", "bank", "ballot", "vote_of", "talk", "transcript", "geo", "latitude",
}  # fmt: skip
"""Words of columns that would keep what §9.3 forbids."""


# ---------------------------------------------------------------- columns


def test_what_is_kept_of_people_is_exactly_this():
    """The table of §9.3, column by column. Whoever adds one says here, in person_fields and in the decision what it is for."""
    columns = {field.name for field in Person._meta.concrete_fields}

    assert columns == {
        "id", "created_at", "updated_at",
        "name", "spelling", "spelled", "unit", "since_on", "membership",
        "sex", "born_in", "ethnic_group", "education",
        "joined_on", "converted_on", "left_on", "left_why",
        "mobile", "identity_number", "identity_digest",
    }  # fmt: skip
    assert {field.name for field in Post._meta.concrete_fields} == {
        "id", "created_at", "updated_at", "person", "unit", "title", "kind", "since_on", "until_on",
    }  # fmt: skip
    assert {field.name for field in Stay._meta.concrete_fields} == {
        "id", "created_at", "updated_at", "person", "unit", "membership", "since_on", "until_on",
    }  # fmt: skip


def test_the_table_of_who_sees_what_names_every_column_once():
    columns = {field.name for field in Person._meta.concrete_fields} - {"id", "created_at", "updated_at"}

    assert sorted(each.name for each in KEPT) == sorted(columns)
    assert {each.name for each in KEPT if each.seen is Seen.LIST} == {"name", "unit", "membership"}
    assert {each.name for each in KEPT if each.seen is Seen.SEALED} == {"mobile", "identity_number"}
    assert all(str(each.why) for each in KEPT)


def test_no_table_that_knows_a_person_has_a_column_for_what_is_forbidden():
    from django.apps import apps  # noqa: PLC0415 - the registry, filled by now

    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("duban.")
        and (model is Person or any(field.related_model is Person for field in model._meta.fields))
        for field in model._meta.concrete_fields
        if set(field.name.split("_")) & FORBIDDEN or field.name in FORBIDDEN
    }

    assert found == set()


# ---------------------------------------------------------------- forms


def forms_of_the_house() -> list[type[forms.BaseForm]]:
    """Every form class that is defined in a room."""
    found: set[type[forms.BaseForm]] = set()
    for module in pkgutil.walk_packages(duban.__path__, "duban."):
        if ".tests" in module.name or ".migrations" in module.name or module.name.endswith(("__main__", ".wsgi")):
            continue
        loaded = importlib.import_module(module.name)
        found |= {
            each
            for _name, each in inspect.getmembers(loaded, inspect.isclass)
            if issubclass(each, forms.BaseForm) and each.__module__ == loaded.__name__
        }
    return sorted(found, key=lambda each: f"{each.__module__}.{each.__name__}")


GUARDED = {"duban.orgs.person_forms", "duban.orgs.forms"}
"""Rooms' forms about people and posts."""
MADE_FOR_IT = {("PersonFields", "mobile"), ("PersonFields", "identity_number")}
NO_TEXT_OF_RECORDS = {"LogIn", "ChangePassword", "OpenAccount", "Confirm", "GrantRole", "RevokeRole", "EndPost"}


@pytest.mark.django_db
def test_texts_of_people_and_posts_refuse_personal_numbers(settings):
    tree = factories.tree()
    person = factories.person("秦书文", unit=tree.north_1)
    cadre = factories.account(
        factories.person("许文静", unit=tree.north, unit_cadre=tree.north, unit_secretary=tree.north)
    )
    texts = []
    for form_class in forms_of_the_house():
        if form_class.__module__ not in GUARDED or form_class.__name__ in NO_TEXT_OF_RECORDS | {"OnPerson", "_ToUnit"}:
            continue
        given = {"unit": tree.north_1} if form_class.__name__ == "AddPerson" else {}
        if issubclass(form_class, _on_person()):
            given = {"person": person, "user": cadre}
        form = form_class(**given)
        for name, field in form.fields.items():
            if type(field) is forms.CharField and name not in ("mobile", "identity_number", "born_in"):
                texts.append(f"{form_class.__name__}.{name}")
                assert no_personal_numbers in field.validators, texts[-1]
                for secret in (NUMBER, f"电话{MOBILE}"):
                    with pytest.raises(forms.ValidationError):
                        field.clean(secret[: field.max_length or 99])

    assert texts == [
        "Appoint.title",
        "AddPerson.name",
        "AnswerCorrection.answer",
        "ChangeMembership.reason",
        "ChangePerson.name",
        "CorrectSpelling.spelling",
        "PersonFields.name",
        "RequestCorrection.text",
        "ShowSealed.reason",
        "TakeBackStep.reason",
    ]


NOT_KEPT = {
    "LogIn": "a password", "ChangePassword": "a password", "Decide": "the name of a column",
    "FilterEntries": "what is looked for", "FilterRecords": "what is looked for", "FilterTasks": "what is looked for",
    "FilterIssues": "what is looked for",
    "PublishVersion": "a signed note of the page itself", "RecordDues": "the ticks as the page had them", "Specimen": "a specimen of the gallery",
}  # fmt: skip
"""Forms with a text that no table keeps."""


def inits_of(form_class: type[forms.BaseForm]) -> list[set[str]]:
    """The names that each __init__ of the house behind this form uses."""
    return [
        set(each.__init__.__code__.co_names)
        for each in form_class.__mro__
        if "__init__" in vars(each) and each.__module__.startswith("duban.")
    ]


def test_every_text_of_every_form_of_every_room_refuses_personal_numbers():
    """By the validator on the field or by guard_texts; who makes fields in __init__ guards them in the same one."""
    open_texts, seen = [], set()
    for form_class in forms_of_the_house():
        name, inits = form_class.__name__, inits_of(form_class)
        declared = [each for each, field in form_class.base_fields.items() if type(field) is forms.CharField]
        made = [uses for uses in inits if uses & {"CharField", "field_for"}]
        if name in NOT_KEPT:
            seen.add(name)
        elif any("guard_texts" not in uses for uses in made):
            open_texts.append(f"{name} in __init__")
        elif not any("guard_texts" in uses for uses in inits):
            fields = form_class.base_fields
            open_texts += [f"{name}.{each}" for each in declared if no_personal_numbers not in fields[each].validators]

    assert open_texts == []
    assert seen == set(NOT_KEPT)


def _on_person() -> type:
    from duban.orgs.forms import OnPerson  # noqa: PLC0415 - the models are loaded by now

    return OnPerson


@dataclass(frozen=True)
class Said:
    """What a verb gets as one."""

    title: str = ""
    mobile: str = ""


@pytest.mark.django_db
def test_no_verb_of_any_room_takes_a_personal_number_in_a_text(frozen):
    """The last line, behind the forms: imports and commands go through verbs too."""
    tree = factories.tree()
    cadre = factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))

    @action("tests.note", "noted", roles={"unit_cadre"}, unit="")
    def note(unit: Unit, *, by: User, **given: object) -> None:
        Unit.objects.filter(pk=unit.pk).update(short_name="北")

    try:
        for given in (
            {"text": f"见{NUMBER}"},
            {"rows": [("甲", f"电话{MOBILE}")]},
            {"rows": [{"note": NUMBER}]},
            {"said": {"note": NUMBER}},
            {"approval": Approval(f"批复{NUMBER}", TODAY, TODAY)},
            {"duties": [Said(f"联系{MOBILE}")]},
        ):
            with pytest.raises(BadInput) as refused:
                note(tree.north, by=cadre, **given)
            assert NUMBER not in str(refused.value.places)
            assert not Unit.objects.filter(short_name="北").exists()
            assert not Entry.objects.filter(verb="tests.note").exists()
        note(tree.north, by=cadre, text="示工委〔2026〕12号", mobile=MOBILE, rows=[1, None], said=Said(mobile=MOBILE))
    finally:
        del PERMITS["tests.note"]

    assert Entry.objects.filter(verb="tests.note").count() == 1


def test_no_pack_brings_a_personal_number(tmp_path):
    """§9.3 holds for what is installed as for what is typed; the line is named, the number is not repeated."""
    (tmp_path / "pack.yaml").write_text('code: x\ntitle: 包\nversion: "1"\n', encoding="utf-8")
    rules = "rules:\n  - {code: a.b, title: 联系电话%s, value: 1, basis: 本地要求}\n"
    (tmp_path / "rules.yaml").write_text(rules % "0817-6230000", encoding="utf-8")
    assert len(read_folder(tmp_path).items["rules"]) == 1

    for secret in (MOBILE, NUMBER):
        (tmp_path / "rules.yaml").write_text(rules % secret, encoding="utf-8")
        with pytest.raises(BadInput) as refused:
            read_folder(tmp_path)
        assert [where for where, _found, _expected in refused.value.places] == ["rules.yaml 第2行"]
        assert secret not in str(refused.value.places)


@pytest.mark.parametrize("secret", [NUMBER, f"电话{MOBILE}", "１３０００００００００"])
def test_no_cell_of_an_import_brings_a_personal_number(secret):
    with pytest.raises(Wrong) as refused:
        Words(200).read(secret)

    assert MOBILE not in str(refused.value)
    assert Words(200).read("示工委〔2026〕12号") == "示工委〔2026〕12号"


# ---------------------------------------------------------------- a dump


@pytest.fixture
def sealed_person(transactional_db, frozen):
    """Somebody with a mobile number, written and committed."""
    tree = factories.tree()
    cadre = factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))
    person = actions.add_person(tree.north_1, by=cadre, name="秦书文", membership="full", mobile=MOBILE)
    actions.show_sealed(person, by=cadre, field="mobile", reason="通知开会")
    return person


def test_numbers_cannot_be_read_in_a_dump_of_the_database(sealed_person, tmp_path):
    """The rows as the database holds them, the dump that Django writes, and on SQLite the bytes of the file itself."""
    with connection.cursor() as cursor:
        everything = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            everything.append(repr(cursor.fetchall()))
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "orgs", "audit", output=str(dump), verbosity=0)

    whole = "".join(everything) + dump.read_text(encoding="utf-8")
    assert "秦书文" in "".join(everything)  # a dump that held nobody would prove nothing
    assert sealed_person.mobile in whole
    assert MOBILE not in whole

    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        content = b"".join(part.read_bytes() for part in (file, Path(f"{file}-wal")) if part.exists())
        assert "秦书文".encode() in content
        assert MOBILE.encode() not in content


def test_a_key_is_changed_while_the_old_numbers_stay_readable(sealed_person, settings):
    from duban.orgs.sealed import opened, reseal_all  # noqa: PLC0415 - the models are loaded by now

    old = sealed_person.mobile
    settings.FIELD_KEYS = ["a-new-key-that-is-long-enough-for-it", *settings.FIELD_KEYS]
    settings.FIELD_CIPHER = "sm"
    assert opened(sealed_person, "mobile") == MOBILE

    assert (reseal_all(), reseal_all()) == (1, 0)

    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    sealed_person.refresh_from_db()
    assert sealed_person.mobile.split(":")[0] == "sm"
    assert (opened(sealed_person, "mobile"), sealed_person.mobile != old) == (MOBILE, True)


def test_a_lost_key_is_named_on_the_page_which_takes_a_new_number(sealed_person, settings, client):
    """Never garbage, and never a page that nobody can open: the form is empty, says so, and what is typed is kept."""
    cadre, unit = User.objects.get(name="许文静"), sealed_person.unit
    branch = factories.account(factories.person("韩立", unit=unit, branch_secretary=unit))
    address, key = f"/orgs/people/{sealed_person.pk}/", sealed_person.mobile.split(":")[1]
    settings.FIELD_KEYS = ["another-key-that-is-long-enough-for-it"]

    client.force_login(cadre)
    page = client.get(address)
    assert page.status_code == 200
    for words in (key, "DUBAN_FIELD_KEY", "已存的号码读不出来"):
        assert words in page.content.decode(), words
    assert client.post(f"{address}show-sealed/", {"field": "mobile", "reason": "通知"}).status_code == 409
    sent = {"name": sealed_person.name, "mobile": "13000000001"}
    assert client.post(f"{address}change-person/", sent).status_code == 302
    shown = client.get(address).content.decode()
    assert ("130****0001" in shown, key in shown) == (True, False)
    assert actions.show_sealed(sealed_person, by=cadre, field="mobile", reason="通知")[1] == "13000000001"

    client.force_login(branch)
    assert "0001" not in client.get(address).content.decode()


def test_a_number_that_cannot_be_opened_is_emptied(sealed_person, settings):
    settings.FIELD_KEYS = ["another-key-that-is-long-enough-for-it"]

    actions.change_person(sealed_person, by=User.objects.get(name="许文静"), clear=["mobile"])

    sealed_person.refresh_from_db()
    assert sealed_person.mobile == ""


def test_a_number_entered_while_all_are_sealed_anew_is_the_one_that_stays(sealed_person, settings):
    """The rows of a batch are read under a lock, so that what is entered meanwhile waits."""
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - beside its only use

    from duban.orgs.sealed import reseal_all  # noqa: PLC0415 - the models are loaded by now

    settings.FIELD_CIPHER = "sm"
    with CaptureQueriesContext(connection) as asked:
        reseal_all()

    said = [each["sql"] for each in asked]
    read = next(place for place, sql in enumerate(said) if sql.startswith("SELECT") and '"orgs_person"' in sql)
    assert said[read - 1].startswith("BEGIN")
    assert "FOR UPDATE" in said[read] or connection.vendor == "sqlite"
