"""支部重新设置 as one plan: which branch becomes which, with how many members. Read, checked and counted before anything is done.

One line each: the branch as it is, the branch as it will be, the members who go that way, and, where one branch becomes
several, perhaps their names. A branch that stays has a line with the same name twice.

    财政局第一支部	财政局机关第一支部	18
    财政局第二支部	财政局机关第一支部	9
    财政局第三支部	财政局第三支部	20
    财政局第三支部	财政局第四支部	11	何永年、罗小川
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from duban.base.workbook.cells import narrow
from duban.orgs.models import BRANCHES, Person, Unit
from duban.orgs.permits import below

BLANKS = re.compile(r"[\t|,，;；]|\s{2,}")
NAMES = re.compile(r"[、/ ]+")
Fault = tuple[str, str, str]


@dataclass(frozen=True)
class Line:
    """One line of the plan as it was typed."""

    number: int
    old: str
    new: str
    members: int | None
    names: tuple[str, ...]

    @property
    def where(self) -> str:
        """How a fault names it."""
        return _("line %(n)s") % {"n": self.number}


@dataclass
class Way:
    """Part of a branch on its way: from which, to which name, how many members, which people."""

    line: Line
    source: Unit
    people: list[Person] = field(default_factory=list)

    @property
    def members(self) -> int | None:
        """As the line says; all of the branch when the line says nothing and the branch goes this way alone."""
        return self.line.members


@dataclass(frozen=True)
class After:
    """A branch as it will be: its ways, and the branch that it goes on from, None for a new one."""

    name: str
    ways: list[Way]
    goes_on: Unit | None

    @property
    def members(self) -> int | None:
        """How many it will have; None when one part is not reported."""
        counts = [way.members for way in self.ways]
        return None if None in counts else sum(count or 0 for count in counts)

    @property
    def people(self) -> list[Person]:
        """Everybody entered who will be there."""
        return [person for way in self.ways for person in way.people]


@dataclass
class Plan:
    """What the re-setting would do below a unit, and what is wrong with it: with a fault nothing is done."""

    unit: Unit
    text: str
    before: list[Unit] = field(default_factory=list)
    after: list[After] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the text and the branches as they stood when it was shown."""
        stood = "|".join(f"{each.pk}:{each.path}:{each.name}:{each.member_count}" for each in self.before)
        return hashlib.sha256(f"{self.text}\n{stood}".encode()).hexdigest()

    @property
    def founded(self) -> list[After]:
        """New branches."""
        return [each for each in self.after if each.goes_on is None]

    @property
    def ended(self) -> list[Unit]:
        """Branches that end."""
        kept = {each.goes_on.pk for each in self.after if each.goes_on is not None}
        return [each for each in self.before if each.pk not in kept]

    def heir_of(self, branch: Unit) -> After:
        """Where most of its members go; the first of those with the same number."""
        ways = [(way.members or 0, after) for after in self.after for way in after.ways if way.source == branch]
        return max(ways, key=lambda way: way[0])[1]

    @property
    def members_before(self) -> int:
        """Members that the branches report now."""
        return sum(each.member_count or 0 for each in self.before)

    @property
    def members_after(self) -> int:
        """Members that they will report."""
        return sum(each.members or 0 for each in self.after)


def branches_below(unit: Unit) -> list[Unit]:
    """The standing branches at or below the unit, in establishment order."""
    rows = Unit.objects.standing().filter(below(unit.path), kind__code__in=BRANCHES).select_related("kind")
    return list(rows.order_by("path"))


def plan_of(unit: Unit, text: str) -> Plan:
    """The plan that the text says. Two queries. Every fault at once."""
    plan = Plan(unit, text, branches_below(unit))
    lines = list(_lines(text, plan.faults))
    known = defaultdict(list)
    for branch in plan.before:
        known[branch.name].append(branch)
    plan.faults += [
        (name, _("%(n)s branches of this name") % {"n": len(same)}, _("one: rename the others first"))
        for name, same in known.items()
        if len(same) > 1
    ]
    ways = []
    for line in lines:
        if line.old in known:
            ways.append(Way(line, known[line.old][0]))
        else:
            plan.faults.append((line.where, line.old, _("a branch that stands here")))
    people = defaultdict(list)
    for person in Person.objects.filter(unit__in=[each.pk for each in plan.before], left_on=None).order_by("pk"):
        people[person.unit_id].append(person)
    of_branch: dict[int, list[Way]] = defaultdict(list)
    for way in ways:
        of_branch[way.source.pk].append(way)
    for branch in plan.before:
        plan.faults += _divide(branch, of_branch[branch.pk], people[branch.pk])
    into: dict[str, list[Way]] = defaultdict(list)
    for way in ways:
        into[way.line.new].append(way)
    plan.after = [After(name, parts, known[name][0] if name in known else None) for name, parts in into.items()]
    return plan


def _lines(text: str, faults: list[Fault]) -> Iterator[Line]:
    seen = set()
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        # Only a number is narrowed: a name may have full-width signs of its own.
        cells = [cell.strip() for cell in BLANKS.split(row.strip(), maxsplit=3)]
        cells += [""] * (4 - len(cells))
        old, new, members, names = *cells[:2], narrow(cells[2]), cells[3]
        where = _("line %(n)s") % {"n": number}
        if not old or not new:
            faults.append((where, row.strip(), _("the branch as it is, the branch as it will be, members")))
            continue
        if members and not (members.isascii() and members.isdigit()):
            faults.append((where, members, _("a number of members")))
            continue
        if (old, new) in seen:
            faults.append((where, f"{old} → {new}", _("each way once")))
            continue
        if len(new) > (Unit._meta.get_field("name").max_length or 0):
            faults.append((where, new, _("at most 120 characters")))
            continue
        seen.add((old, new))
        yield Line(number, old, new, int(members) if members else None, tuple(filter(None, NAMES.split(names))))


def _divide(branch: Unit, ways: list[Way], people: list[Person]) -> Iterator[Fault]:
    """Say who goes which way; what does not add up."""
    if not ways:
        yield branch.name, _("not in the plan"), _("a line for every branch, also for one that stays")
        return
    if len(ways) == 1 and ways[0].line.members is None and branch.member_count is not None:
        ways[0].line = Line(ways[0].line.number, branch.name, ways[0].line.new, branch.member_count, ways[0].line.names)
    counts = [way.line.members for way in ways]
    if branch.member_count is not None and (None in counts or sum(filter(None, counts)) != branch.member_count):
        found = "+".join("?" if count is None else str(count) for count in counts)
        yield branch.name, found, _("%(n)s members in all, as reported") % {"n": branch.member_count}
    left = list(people)
    for way in ways:
        for name in way.line.names:
            same = [person for person in left if person.name == name]
            if len(same) != 1:
                yield way.line.where, name, _("the name of one person of %(unit)s") % {"unit": branch.name}
                continue
            way.people.append(same[0])
            left.remove(same[0])
    # Whoever is not named stays in the branch that keeps the name, or goes the first way.
    next((way for way in ways if way.line.new == branch.name), ways[0]).people.extend(left)
