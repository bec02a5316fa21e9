"""The ledger of organisations and the list of people: what is asked for in the address, and what the page shows."""

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
from duban.orgs.models import Person, Post, Unit
from duban.orgs.permits import VIEW_UNIT, above_of, below, topmost
from duban.orgs.queries import people_for, people_named, units_ever_for, units_for, units_named
from duban.ui.navigation import addresses_of
from duban.ui.shapes import Chip, Link, TreeNode

PAGE = 50
SECRETARY = "书记"
COLUMNS: dict[str, str | Promise] = {
    "kind": gettext_lazy("kind"),
    "category": gettext_lazy("category"),
    "secretary": gettext_lazy("secretary"),
    "members": gettext_lazy("members"),
}
"""The columns beside the name, that a person may leave out."""


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
        paginator = Paginator(self.rows.prefetch_related(held_posts()), PAGE)
        paginator.count = self.count  # type: ignore[misc]  # known already: one query less
        return paginator.get_page(request.GET.get("page"))


def ledger_of(request: HttpRequest, node: Unit) -> Ledger:
    """The ledger below a node. One query for its sums; the page costs two more."""
    asked = request.GET
    rows = units_for(request.user).filter(below(node.path)).exclude(pk=node.pk)
    if asked.get("below") == "0":
        rows = rows.filter(depth=node.depth + 1)
    if asked.get("kind"):
        rows = rows.filter(kind__code=asked["kind"])
    if asked.get("category"):
        rows = rows.filter(category__code=asked["category"])
    if asked.get("missing") == "1":
        rows = rows.filter(member_count__isnull=True, kind__code__in=("branch", "joint_branch", "temporary_branch"))
    if words := asked.get("q", "").strip()[:60]:
        rows = rows.filter(units_named(words))
    sums = rows.order_by().aggregate(
        count=Count("pk"),
        members=Sum("member_count"),
        unreported=Count("pk", filter=Q(member_count__isnull=True, kind__code="branch")),
    )
    chosen = [name for name in asked.get("columns", "").split(",") if name in COLUMNS] or list(COLUMNS)
    return Ledger(node, rows.order_by("path"), chosen, sums["count"], sums["members"] or 0, sums["unreported"])


def secretary_of(unit: Unit) -> str:
    """Who holds a post of secretary there now; '' when nobody is entered. For units with `held` posts."""
    posts: list[Post] = getattr(unit, "held", [])
    return next((post.person.name for post in posts if SECRETARY in post.title), "")


SAID_IN_TREE = ("path", "depth", "numchild", "name", "short_name")
"""What a line of the tree says of a unit; of a county's hundreds nothing else is read."""


def nodes_of(user: Any, node: Unit) -> list[TreeNode]:
    """The tree beside the ledger: the way from the top to the node, with brothers and sisters, and its children.

    Two queries however large the tree: only these levels are read.
    """
    tops = topmost(VIEW_UNIT.reach(user))
    way = [path for path in (*above_of(node.path), node.path) if any(path.startswith(top) for top in tops)]
    condition = Q(path__in=tops)
    for path in way:
        condition |= below(path) & Q(depth=len(path) // Unit.steplen + 1)
    address = addresses_of("unit")
    return [
        TreeNode(
            str(unit),
            address(unit.pk),
            unit.depth - len(tops[0]) // Unit.steplen,
            unit.pk == node.pk,
            unit.path in way if unit.numchild else None,
            unit.numchild or None,
        )
        for unit in units_for(user).filter(condition).select_related(None).only(*SAID_IN_TREE).order_by("path")
    ]


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
    return People(rows.order_by("unit__path", "pk"), rows.count(), words, unit, membership, with_post, left)
