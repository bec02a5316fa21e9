"""Posts begin and end."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput, NotAllowed
from duban.orgs.action import action
from duban.orgs.models import Grant, Person, Post, Role, Unit


@action("orgs.appoint", gettext_lazy("appointed"), roles={Role.COMMITTEE_ADMIN, Role.UNIT_SECRETARY})
def appoint(person: Person, *, by: Any, unit: Unit, title: str, kind: Post.Kind, since_on: datetime.date) -> Post:
    """Give a person a post. It gives no right in the system: that is a grant."""
    if not appoint.permit.allows(by, Grant(person=person, unit=unit)):  # type: ignore[attr-defined]
        raise NotAllowed
    return Post.objects.create(person=person, unit=unit, title=title, kind=kind, since_on=since_on)


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
