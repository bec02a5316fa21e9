"""The pool is kept: which kind a post is, and the field somebody studied."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput, NotAllowed
from duban.ledgers.cadres.models import Band, CadrePost, CadreProfile, PostKind
from duban.ledgers.cadres.permits import KEEPERS
from duban.orgs.action import action, tell
from duban.orgs.models import Person, Post, Unit


@action("cadres.sort_posts", gettext_lazy("sorted posts into kinds"), roles=KEEPERS, unit="")
def sort_posts(unit: Unit, *, by: Any, kinds: Mapping[Post, PostKind]) -> list[CadrePost]:
    """Say of which kind these posts are. A post that has a kind already gets the new one.

    Raises:
        BadInput: nothing was chosen.
        NotAllowed: a post of another unit is among them.
    """
    if not kinds:
        raise BadInput(_("No kind was chosen for any post."))
    if any(not post.unit.path.startswith(unit.path) for post in kinds):
        raise NotAllowed
    sorted_ = [
        CadrePost.objects.update_or_create(post=post, defaults={"kind": kind})[0] for post, kind in kinds.items()
    ]
    tell(kinds=[None, {post.key: kind.code for post, kind in kinds.items()}])
    return sorted_


@action("cadres.enter_profession", gettext_lazy("entered the profession of"), roles=KEEPERS)
def enter_profession(person: Person, *, by: Any, profession: Band | None) -> None:
    """The field somebody studied, as one of the bands; None when it is not known."""
    profile, _new = CadreProfile.objects.get_or_create(person=person)
    before, profile.profession = profile.profession, profession
    profile.save(update_fields=["profession", "updated_at"])
    tell(profession=[before.code if before else None, profession.code if profession else None])
