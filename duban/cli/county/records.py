"""Records of the demonstration: a year of organisational life of every branch and party group, some of them behind."""

import datetime
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count

from duban.cli.county.places import SHOWN
from duban.ledgers.kinds import Definition, current_kinds
from duban.ledgers.models import Attendance, Counted, LedgerRecord, RecordKind
from duban.orgs.models import Person, Unit
from duban.orgs.permits import below
from duban.packs.calendar import work_calendar

DAY = datetime.timedelta(days=1)
BATCH = 1000
THEMES = {
    "members_meeting": ("讨论年度党建工作安排", "讨论接收预备党员", "通报党费收缴使用情况", "讨论支部工作总结"),
    "committee_meeting": (
        "研究主题党日安排",
        "研究党员发展工作",
        "研究重点任务分工",
        "研究困难党员帮扶",
        "分析支部工作",
    ),
    "party_lecture": ("学习党章，履行党员义务", "把岗位当阵地", "算好廉洁账", "在急难险重任务中带头"),
    "theme_day": (
        "清理河道垃圾",
        "为老旧小区检修线路",
        "整理档案一千卷",
        "义务植树",
        "窗口流程再压缩",
        "送政策进企业",
        "慰问老党员",
        "过政治生日",
    ),
    "org_life_meeting": ("对照检查，落实整改",),
    "first_agenda_item": ("学习重要讲话精神，研究贯彻措施", "学习党内法规，对照自查", "学习上级会议精神"),
    "theory_study_group": ("深入学习党的创新理论", "全面从严治党", "服务高质量发展", "生态文明建设"),
    "party_building_item": ("专题研究机关党建工作", "听取支部工作汇报"),
    "secretary_lecture": ("带头履行主体责任",),
    "democratic_life_meeting": ("查摆问题，推动整改",),
}
ROOMS = ("三楼会议室", "党员活动室", "二楼会议室", "政务服务大厅")


@dataclass
class Shelf:
    """What will be written, and what it is written from."""

    kinds: dict[str, tuple[RecordKind, Definition]]
    full: dict[int, int]
    """Full members of each branch: who may vote, and who is appraised."""
    records: list[LedgerRecord] = field(default_factory=list)

    def add(self, unit: Unit, code: str, held_on: datetime.date, **values: str) -> LedgerRecord:
        """One record."""
        kind, definition = self.kinds[code]
        eligible = self.full.get(unit.pk) if definition.attendance == "members" else None
        made = LedgerRecord(
            unit=unit,
            kind=kind,
            held_on=held_on,
            title=definition.title_of(values),
            part=values.get(definition.part, "") if definition.part else "",
            said=json.dumps(values, ensure_ascii=False),
            eligible_count=eligible,
        )
        self.records.append(made)
        return made


def grow_records(dice: random.Random, root: Unit, *, today: datetime.date) -> int:
    """A year of records below the root, up to today. Returns how many."""
    people = Person.objects.filter(membership=Person.Membership.FULL, unit__kind__code="branch").values("unit")
    full = dict(people.annotate(many=Count("pk")).values_list("unit", "many"))
    shelf = Shelf({kind.code: (kind, definition) for kind, definition in current_kinds()}, full)
    units = Unit.objects.filter(below(root.path)).select_related("kind").order_by("path")
    calendar, first = work_calendar(), datetime.date(today.year, 1, 1)
    by_month: dict[int, list[datetime.date]] = {}
    for number in range((today - first).days + 1):
        day = first + number * DAY
        if calendar.is_workday(day):
            by_month.setdefault(day.month, []).append(day)
    for place, unit in enumerate(units):
        if unit.kind.code == "branch":
            # One in nine is behind, one in four misses something now and then.
            care = 0.6 if place % 9 == 4 else 0.9 if place % 4 == 1 else 0.985
            _branch(dice, shelf, unit, by_month, care)
        elif unit.kind.code == "party_group":
            _party_group(dice, shelf, unit, by_month)
    return _write(dice, shelf, root)


def _branch(dice: random.Random, shelf: Shelf, unit: Unit, months: dict[int, list[datetime.date]], care: float) -> None:
    large = (unit.member_count or 0) >= 7
    for month, days in months.items():
        if dice.random() < care:
            theme = dice.choice(THEMES["theme_day"])
            shelf.add(unit, "theme_day", dice.choice(days), theme=theme, form=_form(theme), place=dice.choice(ROOMS))
        if large and dice.random() < care:
            shelf.add(unit, "committee_meeting", dice.choice(days), theme=dice.choice(THEMES["committee_meeting"]))
        if month % 3 == 2:
            for code in ("members_meeting", "party_lecture"):
                if dice.random() < care:
                    more = {"lecturer": "支部书记"} if code == "party_lecture" else {"place": dice.choice(ROOMS)}
                    shelf.add(unit, code, dice.choice(days), theme=dice.choice(THEMES[code]), **more)
    if 2 in months and dice.random() < care:
        graded = shelf.full.get(unit.pk, 3)
        excellent = graded // 4
        shelf.add(
            unit, "member_appraisal", dice.choice(months[2]),
            excellent=str(excellent), qualified=str(graded - excellent), basic="0", unqualified="0",
        )  # fmt: skip
        shelf.add(unit, "org_life_meeting", dice.choice(months[2]), theme=THEMES["org_life_meeting"][0])
    for pair in ("committee_committee", "committee_member", "member_member"):
        if dice.random() < care:
            shelf.add(unit, "heart_talk", dice.choice(months[dice.choice(list(months))]), pair=pair)


def _form(theme: str) -> str:
    return "birthday" if "生日" in theme else "volunteering" if "清理" in theme or "植树" in theme else "other"


def _party_group(dice: random.Random, shelf: Shelf, unit: Unit, months: dict[int, list[datetime.date]]) -> None:
    for month, days in months.items():
        if dice.random() < 0.7:
            shelf.add(unit, "first_agenda_item", dice.choice(days), theme=dice.choice(THEMES["first_agenda_item"]), meeting="党组会")  # fmt: skip
        if month % 3 == 2 and dice.random() < 0.95:
            shelf.add(unit, "theory_study_group", dice.choice(days), theme=dice.choice(THEMES["theory_study_group"]))
        if month in (5, 11):
            shelf.add(unit, "party_building_item", dice.choice(days), theme=THEMES["party_building_item"][0], sort="research")  # fmt: skip
        if month == 6 and dice.random() < 0.9:
            shelf.add(unit, "secretary_lecture", dice.choice(days), theme=THEMES["secretary_lecture"][0], lecturer="党组书记")  # fmt: skip
        if month == 1 and dice.random() < 0.95:
            shelf.add(unit, "democratic_life_meeting", dice.choice(days), theme=THEMES["democratic_life_meeting"][0])


def _write(dice: random.Random, shelf: Shelf, root: Unit) -> int:
    shelf.records.sort(key=lambda record: record.held_on)
    listed = _rolls(root)
    attendance: list[Attendance] = []
    for record in shelf.records:
        attendance += _attendance(dice, record, listed.get(record.unit_id, []))
        if record.eligible_count is not None and record.present_count is None:
            record.present_count = record.eligible_count - min(
                record.eligible_count // 2, dice.choice((0, 0, 1, 1, 2, 3))
            )
    LedgerRecord.objects.bulk_create(shelf.records, batch_size=BATCH)
    Attendance.objects.bulk_create(attendance, batch_size=BATCH)
    Counted.objects.bulk_create(_counted(shelf), batch_size=BATCH)
    return len(shelf.records)


def _rolls(root: Unit) -> dict[int, list[Person]]:
    """The members by name of the branches that people can log in to; elsewhere two numbers do."""
    shown = Unit.objects.filter(below(root.path), kind__code="organ", name__endswith=SHOWN[1:]).first()
    found: dict[int, list[Person]] = {}
    if shown is not None:
        members = Person.objects.filter(below(shown.path, "unit__path")).exclude(membership=Person.Membership.NONE)
        for person in members.order_by("pk"):
            found.setdefault(person.unit_id, []).append(person)
    return found


def _attendance(dice: random.Random, record: LedgerRecord, people: list[Person]) -> Iterator[Attendance]:
    if record.eligible_count is None or not people:
        return
    gone = set(dice.sample(range(len(people)), min(len(people) // 3, dice.choice((0, 1, 1, 2)))))
    voting = [place for place, person in enumerate(people) if person.membership == Person.Membership.FULL]
    record.eligible_count, record.present_count = len(voting), len(set(voting) - gone)
    for place, person in enumerate(people):
        reason = dice.choice(("trip", "leave", "duty")) if place in gone else ""
        yield Attendance(record=record, person=person, is_present=place not in gone, reason=reason)


def _counted(shelf: Shelf) -> Iterator[Counted]:
    definitions = {kind.pk: definition for kind, definition in shelf.kinds.values()}
    for record in shelf.records:
        definition = definitions[record.kind_id]
        for rule in definition.rules:
            part = definition.told_apart(rule, record.part)
            yield Counted(record=record, unit_id=record.unit_id, rule=rule, held_on=record.held_on, part=part)
