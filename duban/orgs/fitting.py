"""Which body fits how many members: advice with the rule it rests on, for people to decide. Nothing changes by itself.

Full members alone count for 3 (a branch) and 7 (its committee), full and probationary ones for 50 and 100: the sources
speak of 正式党员 there and of 党员 here. "以上" includes the number itself.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs.house_rules import Rule, rules
from duban.orgs.models import Person, Post, Relation, Unit
from duban.orgs.permits import below

NEEDED = (
    "org.branch.full_members_min",
    "org.branch.members_max",
    "org.branch_committee.full_members_min",
    "org.branch_committee.seats_min",
    "org.branch_committee.seats_max",
    "org.joint_branch.units_max",
    "org.general_branch.members_min",
    "org.primary_committee.members_min",
    "org.league_branch.members_min",
    "org.league_general_branch.members_min",
    "org.league_committee.members_min",
)
"""The rules that this module asks for."""
LEAGUE = ("league_committee", "league_general_branch", "league_branch")
ADVISED = ("organ", "primary_committee", "general_branch", "branch", "joint_branch", *LEAGUE)
"""The kinds about which there is something to say. A temporary branch is as large as its task wants it."""
COMMITTEE = Q(title__contains="书记") | Q(title__contains="委员")
"""Posts of a branch committee."""


@dataclass(frozen=True)
class Size:
    """What is known of a body.

    Args:
        kind: the code of its kind.
        full, members: full members, full and probationary ones, here and below; None: not known.
        is_whole: False when somewhere below nobody reported: then there are at least so many.
        seats: posts of its committee that are held.
        units: how many it covers, for a joint branch.
        bodies: kinds that stand below it.
    """

    kind: str
    full: int | None = None
    members: int | None = None
    is_whole: bool = True
    seats: int = 0
    units: int = 0
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Advice:
    """One sentence, and the rule it rests on."""

    text: str
    rule: Rule


Ask = Callable[[str], Rule | None]


def advice_for(size: Size, ask: Ask) -> list[Advice]:
    """What the rules in force advise for a body of this size. A rule that does not hold advises nothing."""
    says = {
        "branch": _of_branch,
        "joint_branch": _of_branch,
        "general_branch": _of_general_branch,
        "primary_committee": _of_primary_committee,
        "organ": _of_organ,
        **dict.fromkeys(LEAGUE, _of_league),
    }.get(size.kind)
    return list(says(size, ask)) if says else []


def _at_least(number: int | None, rule: Rule | None) -> bool:
    return number is not None and rule is not None and number >= rule.number


def _less(number: int | None, rule: Rule | None) -> bool:
    return number is not None and rule is not None and number < rule.number


def _more(number: int | None, rule: Rule | None) -> bool:
    return number is not None and rule is not None and number > rule.number


def _of_branch(size: Size, ask: Ask) -> Iterator[Advice]:
    words: dict[str, Any] = {"full": size.full, "n": size.members, "seats": size.seats, "units": size.units}
    rule = ask("org.branch.full_members_min")
    if rule and size.is_whole and _less(size.full, rule):
        if size.kind == "branch":
            text = _("%(full)s full members, fewer than %(least)s: consider a joint branch with other units.")
        else:
            text = _("%(full)s full members, fewer than %(least)s: consider joining another unit.")
        yield Advice(text % {**words, "least": rule.number}, rule)
    rule, least = ask("org.branch_committee.full_members_min"), ask("org.branch_committee.seats_min")
    if rule and least and _at_least(size.full, rule) and size.seats < least.number:
        text = _("%(full)s full members: a branch committee is to be set up; %(seats)s of its posts are entered.")
        yield Advice(text % words, rule)
    rule = ask("org.branch_committee.seats_max")
    if rule and _more(size.seats, rule):
        text = _("%(seats)s members of the committee, generally at most %(most)s.")
        yield Advice(text % {**words, "most": rule.number}, rule)
    rule = ask("org.joint_branch.units_max")
    if rule and size.kind == "joint_branch" and _more(size.units, rule):
        text = _("It covers %(units)s units, generally at most %(most)s.")
        yield Advice(text % {**words, "most": rule.number}, rule)
    rule = ask("org.branch.members_max")
    if rule and _more(size.members, rule):
        text = _("%(n)s members, generally at most %(most)s: consider several branches.")
        yield Advice(text % {**words, "most": rule.number}, rule)
    yield from _greater_body(size, ask)


def _greater_body(size: Size, ask: Ask) -> Iterator[Advice]:
    """The committee or general branch that so many members could have, unless there is one."""
    committee, general = ask("org.primary_committee.members_min"), ask("org.general_branch.members_min")
    if committee and _at_least(size.members, committee):
        if "primary_committee" not in size.bodies:
            yield Advice(_("%(n)s members: consider a primary committee.") % {"n": size.members}, committee)
    elif general and _at_least(size.members, general) and not size.bodies & {"primary_committee", "general_branch"}:
        yield Advice(_("%(n)s members: consider a general branch.") % {"n": size.members}, general)


def _of_general_branch(size: Size, ask: Ask) -> Iterator[Advice]:
    yield from _greater_body(Size("", members=size.members, bodies=size.bodies | {"general_branch"}), ask)
    yield from _too_few(size, ask("org.general_branch.members_min"))


def _of_primary_committee(size: Size, ask: Ask) -> Iterator[Advice]:
    yield from _too_few(size, ask("org.primary_committee.members_min"))


def _too_few(size: Size, rule: Rule | None) -> Iterator[Advice]:
    if rule and size.is_whole and _less(size.members, rule):
        text = _("%(n)s members, fewer than %(least)s: it needs the approval of the superior.")
        yield Advice(text % {"n": size.members, "least": rule.number}, rule)


def _of_organ(size: Size, ask: Ask) -> Iterator[Advice]:
    yield from _greater_body(size, ask)


def _of_league(size: Size, ask: Ask) -> Iterator[Advice]:
    codes = {kind: f"org.{kind}.members_min" for kind in reversed(LEAGUE)}
    kinds = list(codes)
    own = ask(codes[size.kind])
    if own and size.is_whole and _less(size.members, own):
        text = _("%(n)s league members, fewer than %(least)s.")
        yield Advice(text % {"n": size.members, "least": own.number}, own)
    for kind in reversed(kinds[kinds.index(size.kind) + 1 :]):
        rule = ask(codes[kind])
        if rule and _at_least(size.members, rule):
            text = {
                "league_committee": _("%(n)s league members: consider a league committee."),
                "league_general_branch": _("%(n)s league members: consider a league general branch."),
            }[kind]
            yield Advice(text % {"n": size.members}, rule)
            return


# ---------------------------------------------------------------- from the tables


class _Node(NamedTuple):
    """As much of a unit as is counted: of twelve thousand nothing else is read."""

    pk: int
    path: str
    kind: str
    member_count: int | None


@dataclass
class _Sum:
    """What comes together below a node while the tree is walked."""

    unit: _Node
    full: int = 0
    members: int = 0
    knows_full: bool = True
    is_whole: bool = True
    counted: bool = False
    bodies: set[str] = field(default_factory=set)


def advised(unit: Unit, day: datetime.date | None = None) -> dict[int, list[Advice]]:
    """Advice for the unit and everything below it, by the id of each that has some. Five queries however large it is."""
    day = day or clock.today()
    find = rules()
    kept: dict[str, Rule | None] = {code: find(code, day) for code in NEEDED}
    seats = _counted(Post.objects.held(day).filter(COMMITTEE, below(unit.path, "unit__path")), "person")
    covers = _counted(
        Relation.objects.held(day).filter(below(unit.path, "unit__path"), kind=Relation.Kind.COVERS), "other"
    )
    found: dict[int, list[Advice]] = {}
    given: dict[Size, list[Advice]] = {}
    for size_of in sizes(unit, day):
        node = size_of.unit
        size = Size(
            kind=node.kind,
            full=size_of.full if size_of.knows_full and size_of.counted else None,
            members=size_of.members if size_of.counted else None,
            is_whole=size_of.is_whole,
            seats=seats.get(node.pk, 0),
            units=covers.get(node.pk, 0),
            bodies=frozenset(size_of.bodies),
        )
        if size not in given:
            given[size] = advice_for(size, kept.get)
        if given[size]:
            found[node.pk] = given[size]
    return found


def _counted(rows: Any, what: str) -> dict[int, int]:
    return dict(rows.order_by().values("unit").annotate(n=Count(what, distinct=True)).values_list("unit", "n"))


def sizes(unit: Unit, day: datetime.date) -> list[_Sum]:
    """What is entered of members at each standing unit at or below this one, with those below it. Two queries.

    Where somebody is entered the roll counts, elsewhere the number that was reported. League members are counted apart.
    """
    full, probationary = Person.Membership.FULL, Person.Membership.PROBATIONARY
    here = Person.objects.filter(below(unit.path, "unit__path")).filter(Q(left_on=None) | Q(left_on__gt=day))
    rolls: dict[int, Counter[str]] = {}
    counted = here.order_by().values_list("unit", "membership").annotate(n=Count("pk"))
    for pk, membership, number in counted.filter(membership__in=(full, probationary)):
        rolls.setdefault(pk, Counter())[membership] = number
    units = Unit.objects.standing(day).filter(below(unit.path)).order_by("path")
    done: list[_Sum] = []
    open_ones: list[_Sum] = []
    for node in (_Node(*said) for said in units.values_list("pk", "path", "kind__code", "member_count")):
        while open_ones and not node.path.startswith(open_ones[-1].unit.path):
            _close(open_ones, done)
        open_ones.append(_own(node, rolls.get(node.pk)))
    while open_ones:
        _close(open_ones, done)
    return done


def _own(node: _Node, roll: Counter[str] | None) -> _Sum:
    own = _Sum(node)
    if roll and node.kind not in LEAGUE:
        own.full = roll[Person.Membership.FULL]
        own.members, own.counted = sum(roll.values()), True
    elif node.member_count is not None:
        own.members, own.counted, own.knows_full = node.member_count, True, node.member_count == 0
    elif node.kind in ("branch", "joint_branch", "league_branch"):
        own.is_whole = own.knows_full = False
    return own


def _close(open_ones: list[_Sum], done: list[_Sum]) -> None:
    last = open_ones.pop()
    if last.unit.kind in ADVISED:
        done.append(last)
    if not open_ones:
        return
    above = open_ones[-1]
    above.bodies |= last.bodies | {last.unit.kind}
    if (last.unit.kind in LEAGUE) == (above.unit.kind in LEAGUE):
        above.full += last.full
        above.members += last.members
        above.counted |= last.counted
        above.knows_full &= last.knows_full
        above.is_whole &= last.is_whole
