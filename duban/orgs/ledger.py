"""The ledger of organisations and the list of people: what is asked for in the address, and what the page shows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.orgs.fitting import advised
from duban.orgs.models import BRANCHES, Person, Post, Relation, Unit, UnitQuerySet
from duban.orgs.permits import VIEW_UNIT, above_of, below, topmost
from duban.orgs.queries import people_for, people_named, units_ever_for, units_for, units_named, whole_first
from duban.orgs.tree import parent_path
from duban.ui.navigation import addresses_of
from duban.ui.shapes import Chip, Link, TreeNode

PAGE = 50
_SECRETARY = re.compile(r"(?<!副)书记(?!员)")
_OF_OTHERS = {"团": "league_", "纪": "discipline_"}
COLUMNS: dict[str, str | Promise] = {
    "kind": gettext_lazy("kind"),
    "category": gettext_lazy("category"),
    "secretary": gettext_lazy("secretary"),
    "members": gettext_lazy("members"),
    "above": gettext_lazy("subordinate to"),
    "responsible": gettext_lazy("main responsibility lies with"),
    "full_name": gettext_lazy("full name as on the seal"),
    "national_code": gettext_lazy("code in the national system"),
    "staff": gettext_lazy("establishment"),
    "founded": gettext_lazy("founded on"),
    "dissolved": gettext_lazy("dissolved on"),
}
"""The columns beside the name, that a person may choose."""
FIRST = ("kind", "category", "secretary", "members")
"""Those that stand there until somebody chooses."""


def held_posts() -> Prefetch:
    """The posts that are held today, with their holders."""
    held = Post.objects.held(clock.today()).select_related("person", "unit")
    return Prefetch("posts", held.order_by("pk"), to_attr="held")


def address_with(request: HttpRequest, **changes: str) -> str:
    """What stands in the address, with these changes, on its first page."""
    address = request.GET.copy()
    for name in ("page", "as"):
        address.pop(name, None)
    for name, value in changes.items():
        address[name] = value
        if not value:
            address.pop(name)
    return f"?{address.urlencode()}"


@dataclass(frozen=True)
class Ledger:
    """The organisations below one node as the address asks for them."""

    node: Unit
    rows: QuerySet[Unit]
    columns: Sequence[str]
    count: int
    members: int
    unreported: int

    def page(self, request: HttpRequest) -> Page:
        """Fifty of them; each knows its number in the whole ledger and who its secretary is."""
        paginator = Paginator(self.shown(), PAGE)
        paginator.count = self.count  # type: ignore[misc]  # known already: one query less
        page = paginator.get_page(request.GET.get("page"))
        page.object_list = list(page.object_list)
        self.name_above(page.object_list)
        return page

    def shown(self) -> QuerySet[Unit]:
        """The rows with what the chosen columns say."""
        rows = self.rows.prefetch_related(held_posts())
        return rows.prefetch_related(responsible_groups()) if "responsible" in self.columns else rows

    def name_above(self, units: Sequence[Unit]) -> None:
        """Say of each to whom it is subordinate, when that column is chosen. One query."""
        if "above" not in self.columns:
            return
        paths = {parent_path(unit.path) for unit in units}
        names = dict(Unit.objects.filter(path__in=paths).order_by().values_list("path", "name"))
        for unit in units:
            unit.above_name = names.get(parent_path(unit.path), "")  # type: ignore[attr-defined]


STANDS = ("", "ended", "all")
"""Which units the ledger is of: those of today, those that ended, both."""


def _rows(request: HttpRequest, node: Unit) -> QuerySet[Unit]:
    stands = request.GET.get("stands", "")
    rows = units_ever_for(request.user).filter(below(node.path)).exclude(pk=node.pk)
    if stands == "ended":
        return rows.filter(dissolved_on__lte=clock.today())
    return rows if stands == "all" else rows.filter(UnitQuerySet.stands())


def ledger_of(request: HttpRequest, node: Unit) -> Ledger:
    """The ledger below a node. One query for its sums; the page costs two more, each chosen column of relations one."""
    asked = request.GET
    rows = _rows(request, node)
    if asked.get("advice") == "1":
        rows = rows.filter(pk__in=list(advised(node)))
    if asked.get("below") == "0":
        rows = rows.filter(depth=node.depth + 1)
    if asked.get("kind"):
        rows = rows.filter(kind__code=asked["kind"])
    if asked.get("category"):
        rows = rows.filter(category__code=asked["category"])
    if asked.get("missing") == "1":
        rows = rows.filter(member_count__isnull=True, kind__code__in=BRANCHES)
    if words := asked.get("q", "").strip()[:60]:
        rows = rows.filter(units_named(words))
    # What was merged keeps the number that it had: whoever took over has it in its own.
    stands = UnitQuerySet.stands()
    sums = rows.order_by().aggregate(
        count=Count("pk"),
        members=Sum("member_count", filter=stands),
        unreported=Count("pk", filter=stands & Q(member_count__isnull=True, kind__code__in=BRANCHES)),
    )
    chosen = [name for name in asked.get("columns", "").split(",") if name in COLUMNS] or list(FIRST)
    return Ledger(node, rows.order_by("path"), chosen, sums["count"], sums["members"] or 0, sums["unreported"])


def responsible_groups() -> Prefetch:
    """The party group that bears the main responsibility, as `held_groups`."""
    held = Relation.objects.held().filter(kind=Relation.Kind.RESPONSIBLE).select_related("other")
    return Prefetch("relations", held, to_attr="held_groups")


def group_of(unit: Unit) -> str:
    """The name of that party group; '' when none is entered. For units with `held_groups`."""
    groups: list[Relation] = getattr(unit, "held_groups", [])
    return groups[0].other.name if groups else ""


def cells_of(unit: Unit, columns: Sequence[str]) -> list[Any]:
    """What stands in these columns, None where nothing is entered."""
    values = {
        "kind": lambda: unit.kind.name,
        "category": lambda: unit.category.name if unit.category else None,
        "secretary": lambda: secretary_of(unit),
        "members": lambda: unit.member_count,
        "above": lambda: getattr(unit, "above_name", None),
        "responsible": lambda: group_of(unit),
        "full_name": lambda: unit.seal_name,
        "national_code": lambda: unit.national_code,
        "staff": lambda: unit.staff_count,
        "founded": lambda: unit.founded_on,
        "dissolved": lambda: unit.dissolved_on,
    }
    return [values[name]() for name in columns]


def filter_chips(request: HttpRequest) -> list[Chip]:
    """Units of today, those with advice on their form, those that ended."""
    stands, advice = request.GET.get("stands", ""), request.GET.get("advice") == "1"
    return [
        Chip(_("of today"), address_with(request, stands="", advice=""), not stands and not advice),
        Chip(_("with advice on the form"), address_with(request, stands="", advice="1"), advice),
        Chip(_("dissolved ones"), address_with(request, stands="ended", advice=""), stands == "ended"),
        Chip(_("both"), address_with(request, stands="all", advice=""), stands == "all"),
    ]


def is_secretary(title: str, kind: str) -> bool:
    """Whether a post of this title is the secretary of a unit of this kind: no deputy, and none of the league or of
    discipline inspection unless the unit is theirs.
    """
    others = any(word in title and not kind.startswith(of) for word, of in _OF_OTHERS.items())
    return bool(_SECRETARY.search(title)) and not others


def secretary_of(unit: Unit) -> str:
    """Who holds a post of secretary there now; '' when nobody is entered. For units with `held` posts."""
    posts: list[Post] = getattr(unit, "held", [])
    return next((post.person.name for post in posts if is_secretary(post.title, unit.kind.code)), "")


SAID_IN_TREE = ("path", "depth", "numchild", "name", "short_name")
"""What a line of the tree says of a unit; of a county's hundreds nothing else is read."""


def nodes_of(user: Any, node: Unit) -> list[TreeNode]:
    """The tree beside the ledger: the way from the top to the node, with brothers and sisters, and its children.

    Three queries however large the tree: only these levels are read, and which of the children stand no more.
    """
    tops = topmost(VIEW_UNIT.reach(user))
    way = [path for path in (*above_of(node.path), node.path) if any(path.startswith(top) for top in tops)]
    condition = Q(path__in=tops)
    for path in way:
        condition |= below(path) & Q(depth=len(path) // Unit.steplen + 1)
    address, ended = addresses_of("unit"), Counter(map(parent_path, ended_below(tops)))
    return [
        TreeNode(
            str(unit),
            address(unit.pk),
            unit.depth - len(tops[0]) // Unit.steplen,
            unit.pk == node.pk,
            unit.path in way if standing else None,
            standing or None,
        )
        for unit in units_for(user).filter(condition).select_related(None).only(*SAID_IN_TREE).order_by("path")
        for standing in [unit.numchild - ended[unit.path]]
    ]


def ended_below(tops: Sequence[str]) -> list[str]:
    """The paths of what stands no more, or not yet, below these."""
    condition = Q(pk=None)
    for top in tops:
        condition |= below(top)
    return list(Unit.objects.filter(condition, ~UnitQuerySet.stands()).order_by().values_list("path", flat=True))


def crumb_of(user: Any, node: Unit) -> list[Link]:
    """The way down to the node."""
    above = units_for(user).filter(path__in=above_of(node.path)).order_by("path")
    return [*(Link(str(unit), reverse("unit", args=[unit.pk])) for unit in above), Link(str(node))]


def scope_chips(request: HttpRequest) -> list[Chip]:
    """本级 / 本级及以下."""
    here = request.GET.get("below") == "0"
    return [
        Chip(_("this level"), address_with(request, below="0"), here),
        Chip(_("and below"), address_with(request, below=""), not here),
    ]


@dataclass(frozen=True)
class People:
    """People as the address asks for them."""

    rows: QuerySet[Person]
    count: int
    words: str
    unit: Unit | None
    membership: str
    with_post: bool
    left: bool = False

    def page(self, request: HttpRequest) -> Page:
        """Fifty of them with the posts they hold."""
        paginator = Paginator(self.rows.prefetch_related(held_posts()), PAGE)
        paginator.count = self.count  # type: ignore[misc]  # known already: one query less
        return paginator.get_page(request.GET.get("page"))


def people_of(request: HttpRequest) -> People:
    """The people that fit. Two queries at most; the page costs two more."""
    asked = request.GET
    rows, unit = people_for(request.user), None
    if asked.get("unit", "").isdecimal():
        unit = units_ever_for(request.user).filter(pk=asked["unit"]).first()
        rows = rows.filter(below(unit.path, "unit__path")) if unit else rows.none()
    if words := asked.get("q", "").strip()[:50]:
        rows = rows.filter(people_named(words))
    membership = asked.get("membership", "")
    if membership in Person.Membership.values:
        rows = rows.filter(membership=membership)
    with_post = asked.get("post") == "1"
    if with_post:
        rows = rows.filter(Exists(Post.objects.held(clock.today()).filter(person=OuterRef("pk"))))
    left = asked.get("left") == "1"
    rows = rows.filter(left_on__lt=clock.today()) if left else rows.here()
    first = [whole_first(words)] if words else []
    return People(rows.order_by(*first, "unit__path", "pk"), rows.count(), words, unit, membership, with_post, left)
