"""The tree of the demonstration in the database: units, organisations, people, posts, grants."""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from duban.cli.county.people import names
from duban.cli.county.places import CATEGORIES, DISTRICTS, OWN, RETIRED, SHOWN, Place, places
from duban.cli.county.roll import tell_of, tell_of_stays
from duban.orgs.models import Grant, Person, Post, Role, Unit, UnitCategory, UnitKind

BATCH = 500


@dataclass
class Grown:
    """What the rest of the demonstration is hung on, by the id of the unit where it says so."""

    root: Unit
    assessed: list[Unit] = field(default_factory=list)
    branches: dict[int, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    cadres: dict[int, Person] = field(default_factory=dict)
    secretaries: dict[int, Person] = field(default_factory=dict)
    cast: dict[Role, Grant] = field(default_factory=dict)
    units: int = 0


class Tree:
    """Makes units with their paths in one go: the tree library asks the database for each, which takes minutes."""

    def __init__(self) -> None:
        self.units: list[Unit] = []

    def add(self, name: str, kind: UnitKind, *, below: Unit | None = None, **fields: object) -> Unit:
        """A unit as the last child of another."""
        place = (below.numchild if below else 0) + 1
        depth = below.depth + 1 if below else 1
        path = Unit._get_path(below.path if below else None, depth, place)
        unit = Unit(name=name, kind=kind, path=path, depth=depth, numchild=0, **fields)
        if below:
            below.numchild += 1
        self.units.append(unit)
        return unit


def grow(dice: random.Random, *, scale: str, year: int) -> Grown:
    """Units, organisations, people, posts and grants of a county, or of a city of ten districts. Kinds and categories are there already."""
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    categories = {each.name: each for each in UnitCategory.objects.filter(name__in=CATEGORIES)}
    tree, hung = Tree(), []
    of_city = scale == "city"
    root = tree.add(
        "中共示例市直属机关工作委员会" if of_city else "中共示例县直属机关工作委员会",
        kinds["organ_work_committee"],
        short_name="市直机关工委" if of_city else "县直机关工委",
    )
    for district in DISTRICTS if of_city else ("",):
        above = root
        if district:
            above = tree.add(
                f"{district}区直属机关工作委员会",
                kinds["organ_work_committee"],
                below=root,
                short_name=f"{district}区工委",
            )
        for place in places(dice, district=district):
            hung.append(_hang(tree, kinds, categories, place, above))
    Unit.objects.bulk_create(tree.units, batch_size=BATCH)
    grown = Grown(root=root, units=len(tree.units))
    _people(dice, grown, hung, year)
    return grown


@dataclass(frozen=True)
class Hung:
    """A place with the nodes it became."""

    place: Place
    unit: Unit
    party_group: Unit
    committee: Unit | None
    branches: list[Unit]


def _hang(
    tree: Tree, kinds: dict[str, UnitKind], categories: dict[str, UnitCategory], place: Place, above: Unit
) -> Hung:
    category = categories[place.category]
    short = "" if place.short_name == place.name else place.short_name[:30]
    unit = tree.add(place.name, kinds["organ"], below=above, category=category, short_name=short)
    group = tree.add(f"{place.short_name}党组", kinds["party_group"], below=unit, category=category)
    holder = unit
    if place.committee:
        holder = tree.add(place.committee, kinds[place.committee_kind], below=unit, category=category)
    branches = [
        tree.add(branch.name, kinds["branch"], below=holder, category=category, member_count=branch.members)
        for branch in place.branches
    ]
    return Hung(place, unit, group, None if holder is unit else holder, branches)


def _people(dice: random.Random, grown: Grown, hung: list[Hung], year: int) -> None:
    name = names(dice)
    since = datetime.date(year - 2, 3, 1)
    everybody: list[Person] = []
    posts: list[Post] = []
    grants: list[Grant] = []

    officers: list[Person] = []

    def hold(person: Person, unit: Unit, title: str, *, full_time: bool = False, role: Role | None = None) -> None:
        kind = Post.Kind.FULL_TIME if full_time else Post.Kind.PART_TIME
        posts.append(Post(person=person, unit=unit, title=title, kind=kind, since_on=since))
        if role:
            grants.append(Grant(person=person, role=role, unit=unit))

    for each in hung:
        grown.assessed.append(each.unit)
        grown.branches[each.unit.pk] = each.branches
        members: dict[int, list[Person]] = {}
        for node, branch in zip(each.branches, each.place.branches, strict=True):
            members[node.pk] = list(_members(name, node, branch.members))
            everybody += members[node.pk]
            secretary = members[node.pk][0]
            grown.secretaries[node.pk] = secretary
            hold(secretary, node, "支部书记", role=Role.BRANCH_SECRETARY)
            if branch.members >= 7:
                hold(members[node.pk][1], node, "组织委员")
                hold(members[node.pk][2], node, "宣传委员")
        first = members[each.branches[0].pk]
        # Who heads the party group sits on no branch's committee; the party affairs cadre is its organisation member.
        head = first[min(3, len(first) - 1)]
        hold(head, each.party_group, "党组书记")
        grants.append(Grant(person=head, role=Role.UNIT_SECRETARY, unit=each.unit))
        hold(first[1], each.unit, "党务干部", full_time=bool(each.place.committee), role=Role.UNIT_CADRE)
        grown.cadres[each.unit.pk] = first[1]
        if each.committee:
            hold(first[4], each.committee, f"{each.place.committee_word}书记")
        if each.unit.name.endswith(OWN[1:]):
            officers = first[5:11]
    titles = ("综合科科长", "工委书记", "考评员", "机房管理员", "保密员", "审计员")
    roles = (
        Role.COMMITTEE_ADMIN,
        Role.COMMITTEE_LEADER,
        Role.ASSESSOR,
        Role.SYSTEM_ADMIN,
        Role.SECURITY_ADMIN,
        Role.AUDIT_ADMIN,
    )
    for person, title, role in zip(officers, titles, roles, strict=True):
        hold(person, grown.root, title, full_time=True, role=role)
    # Dice of its own: what is known of people changes nothing else of the demonstration.
    known = random.Random(f"people-{year}")  # noqa: S311 - a demonstration, not a secret
    held = {id(post.person) for post in posts}
    tell_of(known, everybody, year=year, leading=held)
    Person.objects.bulk_create(everybody, batch_size=BATCH)
    # Whoever holds a post of the branch has been there as long as that.
    others = [person for person in everybody if id(person) not in held and RETIRED not in person.unit.name]
    branches = [branch for each in hung for branch in each.branches if RETIRED not in branch.name]
    tell_of_stays(known, others, branches, year=year)
    Post.objects.bulk_create(posts, batch_size=BATCH)
    Grant.objects.bulk_create(grants, batch_size=BATCH)
    shown = next(each for each in hung if each.unit.name.endswith(SHOWN[1:]))
    for role, unit in (
        (Role.UNIT_CADRE, shown.unit),
        (Role.UNIT_SECRETARY, shown.unit),
        (Role.BRANCH_SECRETARY, shown.branches[0]),
        *((role, grown.root) for role in roles),
    ):
        grown.cast[role] = next(grant for grant in grants if grant.role == role and grant.unit == unit)


def _members(name: Iterator[str], branch: Unit, count: int) -> Iterator[Person]:
    for place in range(count):
        new = place > 20 and place % 29 == 0 and RETIRED not in branch.name
        standing = Person.Membership.PROBATIONARY if new else Person.Membership.FULL
        yield Person(name=next(name), unit=branch, membership=standing)
