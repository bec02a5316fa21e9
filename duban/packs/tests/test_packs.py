"""Packs: what the preview shows is what happens, and what people decided here is never overwritten."""

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs.models import Unit, UnitKind
from duban.orgs.tests import factories
from duban.packs import actions
from duban.packs.folder import folder_named, read_folder
from duban.packs.models import Pack, RuleParameter, WorkCalendarYear
from duban.packs.plan import Change, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

RULE = """
rules:
  - {code: life.theme_day.per_month, title: 主题党日每月, value: 1, unit: 次, basis: 示例规定}
  - {code: life.party_lecture.per_quarter, title: 党课每季度, value: 1, unit: 次, basis: 本地要求, local: true}
"""


@pytest.fixture
def officer():
    tree = factories.tree()
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def root(officer):
    return Unit.objects.get(depth=1)


@pytest.fixture
def folder(tmp_path, settings):
    settings.PACKS = [tmp_path]

    def write(version: str, rules: str = RULE) -> str:
        path = tmp_path / "local"
        path.mkdir(exist_ok=True)
        (path / "pack.yaml").write_text(f"code: local\ntitle: 本地要求\nversion: {version}\n", encoding="utf-8")
        (path / "rules.yaml").write_text(rules, encoding="utf-8")
        return "local"

    return write


def preview(code: str):
    return plan_of(code, read_folder(folder_named(code)))


def install(root, officer, code: str) -> Pack:
    return actions.install_pack(root, by=officer, code=code, seen=preview(code).fingerprint)


def test_install_pack_writes_what_the_preview_shows_and_the_trail_says_so(root, officer, folder):
    plan = preview(folder("1"))

    pack = actions.install_pack(root, by=officer, code="local", seen=plan.fingerprint)

    assert plan.counts() == {Change.ADD: 2}
    assert RuleParameter.objects.count() == 2
    assert (pack.items.count(), pack.version) == (2, "1")
    assert Entry.objects.filter(subject=pack.key).get().detail["add"] == [None, 2]
    assert preview("local").counts() == {Change.SAME: 2}


def test_an_upgrade_changes_what_is_as_it_came_and_keeps_what_was_changed_here(root, officer, folder):
    install(root, officer, folder("1"))
    RuleParameter.objects.filter(code="life.theme_day.per_month").update(value="2")

    folder("2", RULE.replace("value: 1", "value: 3"))
    plan = preview("local")
    install(root, officer, "local")

    assert plan.counts() == {Change.CHANGE: 1, Change.KEEP_LOCAL: 1}
    assert dict(RuleParameter.objects.values_list("code", "value")) == {
        "life.theme_day.per_month": "2",
        "life.party_lecture.per_quarter": "3",
    }
    # Seen again at the next upgrade: installing did not take the local value for the pack's own.
    folder("3", RULE.replace("value: 1", "value: 4"))
    assert preview("local").counts() == {Change.CHANGE: 1, Change.KEEP_LOCAL: 1}


def test_what_another_pack_or_person_brought_stays_theirs(root, officer, folder):
    RuleParameter.objects.create(code="life.theme_day.per_month", title="主题党日每月", value="2", basis="另一规定")

    pack = install(root, officer, folder("1"))

    assert RuleParameter.objects.get(code="life.theme_day.per_month").value == "2"
    assert [item.code for item in pack.items.all()] == ["life.party_lecture.per_quarter@"]


def test_something_changed_between_preview_and_install_is_a_conflict_and_writes_nothing(root, officer, folder):
    seen = preview(folder("1")).fingerprint
    folder("1", RULE.replace("value: 1", "value: 9"))

    with pytest.raises(Conflict):
        actions.install_pack(root, by=officer, code="local", seen=seen)

    assert (Pack.objects.count(), RuleParameter.objects.count()) == (0, 0)


def test_uninstall_pack_never_takes_what_is_in_use(root, officer, folder, tmp_path):
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "unit_kinds.yaml").write_text(
        "kinds:\n  - {code: vanguard, name: 先锋队}\n  - {code: station, name: 工作站}\n", encoding="utf-8"
    )
    install(root, officer, folder("1"))
    factories.unit("先锋队一队", below=root, kind=UnitKind.objects.get(code="vanguard"))

    plan = plan_of("local", None)
    actions.uninstall_pack(root, by=officer, code="local", seen=plan.fingerprint)

    assert plan.counts() == {Change.REMOVE: 3, Change.KEEP_USED: 1}
    assert set(UnitKind.objects.filter(code__in=["vanguard", "station"]).values_list("code", flat=True)) == {"vanguard"}
    assert (Pack.objects.count(), RuleParameter.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        (RULE.replace("value: 1, unit: 次, basis: 示例规定", "value: 一, unit: 次, basis: 示例规定"), "value"),
        (RULE.replace(", basis: 示例规定", ""), "basis"),
        (RULE.replace("local: true", "weight: 3"), "weight"),
        (RULE.replace("local: true", "from: 2026-02-30"), "from"),
    ],
)
def test_a_pack_that_does_not_hold_names_file_item_and_field(folder, rules, place):
    folder("1", rules)

    with pytest.raises(BadInput) as refused:
        preview("local")

    ((where, _found, _expected),) = refused.value.places
    assert (where.startswith("rules.yaml life."), where.split()[-1]) == (True, place)


def test_the_same_code_twice_and_broken_yaml_are_told(folder):
    folder("1", RULE + RULE.split("rules:\n")[1])
    with pytest.raises(BadInput) as twice:
        preview("local")
    folder("1", "rules: [")
    with pytest.raises(BadInput) as broken:
        preview("local")

    assert len(twice.value.places) == 2
    assert broken.value.places[0][0].startswith("rules.yaml ")


def test_only_the_committee_officer_installs(root, folder):
    leader = factories.account(factories.person("雷永", unit=root, committee_leader=root))

    with pytest.raises(NotAllowed):
        actions.install_pack(root, by=leader, code=folder("1"), seen="")


def test_the_shipped_pack_installs_whole_and_twice_changes_nothing(root, officer):
    actions.install_folder(folder_named("core"))

    assert preview("core").counts().keys() <= {Change.SAME, Change.KEEP_OTHER}
    assert WorkCalendarYear.objects.count() == 9
    assert all(parameter.basis for parameter in RuleParameter.objects.all())
