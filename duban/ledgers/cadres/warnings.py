"""What this wing warns of: a unit short of dedicated people, a head of the party office who is not on file, posts not handed over."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.asks.warnings import OpenWarning, WarningKind, Watch
from duban.ledgers.cadres.models import PostKind
from duban.ledgers.cadres.pool import staffing_of_units
from duban.ledgers.cadres.queries import heads_not_on_file
from duban.orgs.models import Post, Unit, UnitQuerySet
from duban.orgs.permits import COMMITTEE, UNIT
from duban.ui.days import said_day
from duban.ui.navigation import addresses_of

GROUP = pgettext_lazy("warnings", "Party-affairs cadres")
SHORT = WarningKind("cadres.short", GROUP, gettext_lazy("too few dedicated people"), roles=COMMITTEE | UNIT, place=40)
NOT_FILED = WarningKind(
    "cadres.not_filed", GROUP, gettext_lazy("head of the party office not on file"), roles=COMMITTEE | UNIT, place=41
)
NOT_HANDED = WarningKind(
    "cadres.not_handed", GROUP, gettext_lazy("post ended, not handed over"), roles=COMMITTEE | UNIT, place=42
)
KINDS = (SHORT, NOT_FILED, NOT_HANDED)
LONG_AGO = datetime.timedelta(days=365)
"""What ended before that is history and no warning."""


def cadre_warnings(watch: Watch) -> Iterator[OpenWarning]:
    """Warnings about cadres. Four queries whatever their number."""
    yield from _short(watch)
    yield from _not_filed(watch)
    yield from _not_handed(watch)


def _short(watch: Watch) -> Iterator[OpenWarning]:
    if not watch.is_on(SHORT):
        return
    address = addresses_of("cadre_structure")
    units = watch.scope(SHORT, Unit.objects.standing(watch.day).filter(staff_count__isnull=False), unit="")
    for unit, check in staffing_of_units(units.order_by("path"), watch.day, watch.book):
        if check.kind == "below":
            say = _("%(n)s dedicated, at least %(low)s needed") % {"n": check.dedicated, "low": check.low}
            yield OpenWarning(SHORT, unit, unit.key, say, address(unit.pk), rule=check.rule, owner=_("party group"))


def _not_filed(watch: Watch) -> Iterator[OpenWarning]:
    address = addresses_of("unit_filings")
    for each in watch.scope(NOT_FILED, heads_not_on_file(watch.day), unit="post__unit"):
        yield OpenWarning(
            NOT_FILED,
            each.post.unit,
            each.key,
            _("%(name)s heads the party office and is not on file") % {"name": each.post.person.name},
            address(each.post.unit_id),
            basis=_("filing of heads of the party office"),
            owner=_("party group"),
        )


def _not_handed(watch: Watch) -> Iterator[OpenWarning]:
    address = addresses_of("hand_over")
    ended = (
        Post.objects.filter(
            UnitQuerySet.stands(watch.day, "unit__"),
            until_on__range=(watch.day - LONG_AGO, watch.until(NOT_HANDED)),
            hand_over__isnull=False,
            hand_over__taken_on__isnull=True,
            cadre_post__isnull=False,
        )
        .exclude(cadre_post__kind__field=PostKind.Field.BUSINESS)
        .select_related("unit", "person", "hand_over")
    )
    for post in watch.scope(NOT_HANDED, ended):
        yield OpenWarning(
            NOT_HANDED,
            post.unit,
            post.key,
            _("%(title)s of %(name)s ended on %(day)s")
            % {"title": post.title, "name": post.person.name, "day": said_day(post.until_on)},
            address(post.hand_over.pk),
            due_on=post.until_on,
            basis=_("hand-over of posts"),
            owner=post.person.name,
        )
