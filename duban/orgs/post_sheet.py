"""Posts as a sheet: who holds which, where, since when."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import duban.orgs.actions  # noqa: F401 - declares the permits of its verbs
from duban.base import clock
from duban.base.workbook.cells import Wrong, narrow
from duban.base.workbook.kinds import Choice, Day, Named, Words
from duban.base.workbook.sheet import Column, Sheet
from duban.orgs.exchange import MOST_NAMES, ORGANISATION, Desks, Exchange, within
from duban.orgs.models import Post, Unit
from duban.orgs.somebody import SomebodyDesk, plain, told_apart

KINDS_OF_POSTS = Choice(
    {"full_time": "专职", "part_time": "兼职", "seconded": "挂职", "acting": "主持工作"},
    {"借调": "seconded", "代理": "acting"},
)
"""As pages say them; two other words still stand in workbooks that are filled in already."""

POSTS = Sheet(
    "任职",
    (
        Column("person", "姓名", Named(_("the name of somebody who is entered")), _("Who holds the post"), "李某某", 12, is_needed=True,
               is_key=True, is_fixed=_("another post of another person")),
        Column("home", "人员所在组织", ORGANISATION, _("Tells people of one name apart; empty: the same as where the post is"),
               "示例局机关第一党支部", 34, is_fixed=_("transferring the person, on the page of the person")),
        Column("unit", "任职组织", ORGANISATION, _("Where the post is"), "示例局机关第一党支部", 34, is_needed=True, is_key=True,
               is_fixed=_("a post stays where it is: end it there and enter the other as a new row")),
        Column("title", "职务", Words(40), _("The post"), "书记", 16, is_needed=True, is_key=True),
        Column("kind", "任职方式", KINDS_OF_POSTS, _("Full-time, beside other work, seconded or acting"),
               "兼职", 12),
        Column("since_on", "任职日期", Day(), _("The first day"), "2024-07-01", 13, is_needed=True, is_key=True),
        Column("until_on", "免职日期", Day(), _("The last day; empty: held now"), "", 13),
    ),
)  # fmt: skip


class PostDesk(SomebodyDesk):
    """Posts: found by person, organisation, post and first day."""

    where = ("home", "unit")
    named_by = "人员所在组织"

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        super().__init__(exchange, user, desks)
        self._held: dict[Any, list[Post]] = {}

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """See Desk."""
        scope = self.exchange.see.scope(self.user, Post.objects.select_related("person__unit", "unit"))
        return within(scope, asked, "unit__path").order_by("unit__path", "pk")

    def known(self) -> QuerySet:
        """See Desk."""
        return super().known().select_related("person__unit", "unit").order_by("pk")

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        return obj.person.unit if column.field == "home" else getattr(obj, column.field)

    def choices(self) -> dict[str, Sequence[str]]:
        """See Desk."""
        names = self.desks.units.names(self.may_add)
        few = names if len(names) <= MOST_NAMES else ()
        return {"unit": few, "home": few}

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        person = kept["person"]
        return told_apart(person), kept["unit"].path, narrow(kept["title"]), kept["since_on"]

    def places(self, kept: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
        """Where the post is, and where the person belongs to: who appoints must be in charge of both."""
        yield from super().places(kept)
        yield "person", kept["person"].unit

    def places_of_change(self, now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
        """Who is in charge of the post may end it; whatever else changes makes it another appointment."""
        if any(then[name] != now[name] for name in then if name != "until_on"):
            yield from self.places(then)

    def _load(self) -> None:
        if self._by_number is None:
            super()._load()
            posts: list[Post] = list((self._by_number or {}).values())
            for post in posts:
                self._held.setdefault(self._spell(post), []).append(post)

    @staticmethod
    def _spell(post: Post) -> Any:
        return told_apart(post.person), post.unit.path, plain(post.title)

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        post = Post(**{name: value for name, value in kept.items() if name != "home"})
        self._held.setdefault(self._spell(post), []).append(post)
        return post

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """A post does not end before it began, and nobody holds the same post twice at once."""
        since, until = kept.get("since_on"), kept.get("until_on")
        if since and until and until < since:
            yield "until_on", Wrong(str(until), gettext("%(day)s or later") % {"day": since})
        if since and since > clock.today() and (obj is None or obj.since_on != since):
            yield "since_on", Wrong(str(since), gettext("today or earlier"))
        person, unit, title = kept["person"], kept["unit"], kept["title"]
        for other in self._held.get((told_apart(person), unit.path, plain(title)), ()):
            is_before = other.until_on is not None and since is not None and other.until_on < since
            is_after = until is not None and other.since_on > until
            if other is not obj and not is_before and not is_after:
                found = gettext("the same post, held since %(day)s") % {"day": other.since_on}
                yield "since_on", Wrong(found, gettext("a day on which the other has ended"))
                return

    def title_of(self, kept: Mapping[str, Any]) -> str:
        """See Desk."""
        return " ".join(str(kept[name]) for name in ("person", "title") if kept.get(name))
