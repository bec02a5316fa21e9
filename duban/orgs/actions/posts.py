"""Posts begin and end."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, NotAllowed
from duban.base.privacy import refuse_personal_numbers
from duban.orgs.action import action
from duban.orgs.actions.coming import into, must_stand
from duban.orgs.models import Grant, Person, Post, Role, Unit


@into
@action("orgs.appoint", gettext_lazy("appointed"), roles={Role.COMMITTEE_ADMIN, Role.UNIT_SECRETARY})
def appoint(
    person: Person,
    *,
    by: Any,
    unit: Unit,
    title: str,
    kind: Post.Kind,
    since_on: datetime.date,
    until_on: datetime.date | None = None,
) -> Post:
    """Give a person a post; several at once are usual (一人多岗). It gives no right in the system: that is a grant.

    Raises:
        NotAllowed: in a unit where one may not appoint.
        BadInput: the title holds a personal number, the days do not fit or lie ahead, the unit does not stand on them, or the
            person holds this post then already.
    """
    if not appoint.permit.allows(by, Grant(person=person, unit=unit)):  # type: ignore[attr-defined]
        raise NotAllowed
    refuse_personal_numbers({_("Post"): title})
    if until_on and until_on < since_on:
        raise BadInput(
            _("A post does not end before it began."),
            places=[(_("last day"), str(until_on), _("%(day)s or later") % {"day": since_on})],
        )
    if since_on > clock.today():
        raise BadInput(
            _("This is entered when it has happened."), places=[(_("From"), str(since_on), _("today or earlier"))]
        )
    must_stand(unit, since_on, until_on)
    same = person.posts.filter(unit=unit, title=title).exclude(until_on__lt=since_on)
    if until_on:
        same = same.filter(since_on__lte=until_on)
    if overlapping := same.order_by("since_on").first():
        raise BadInput(
            _("The person holds this post then already."),
            places=[
                (
                    _("From"),
                    str(since_on),
                    _("a day on which the other, since %(day)s, has ended") % {"day": overlapping.since_on},
                )
            ],
        )
    return Post.objects.create(person=person, unit=unit, title=title, kind=kind, since_on=since_on, until_on=until_on)


@action(
    "orgs.end_post",
    gettext_lazy("ended a post"),
    roles={Role.COMMITTEE_ADMIN, Role.UNIT_SECRETARY},
    when=lambda post, by: not post.has_ended(),
)
def end_post(post: Post, *, by: Any, until_on: datetime.date) -> None:
    """The post ends on that day.

    Raises:
        BadInput: the day lies before the post began.
        Conflict: it has ended already.
    """
    if until_on < post.since_on:
        raise BadInput(
            _("A post does not end before it began."),
            places=[(_("last day"), str(until_on), _("%(day)s or later") % {"day": post.since_on})],
        )
    post.until_on = until_on
    post.save(update_fields=["until_on", "updated_at"])
