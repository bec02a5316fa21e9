"""What the wing hears from beside and below."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from duban.ledgers.cadres.models import CadrePost, PostKind
from duban.ledgers.cadres.pool import kind_meant
from duban.ledgers.signals import posts_filled
from duban.orgs.action import tell
from duban.orgs.models import Post


@receiver(posts_filled, dispatch_uid="cadres.sort_who_was_elected")
def sort_who_was_elected(sender: Any, filled: Sequence[tuple[Post, str]], **_kwargs: Any) -> None:
    """The election says of which kind a post is. One that somebody has sorted already keeps its kind. Three queries."""
    posts = [post for post, _seat in filled]
    sorted_ = set(CadrePost.objects.filter(post__in=posts).values_list("post", flat=True))
    kinds = list(PostKind.objects.all())
    new = [(post, kind_meant(post, kinds, seat)) for post, seat in filled if post.pk not in sorted_]
    CadrePost.objects.bulk_create(CadrePost(post=post, kind=kind) for post, kind in new if kind)
    if new:
        tell(kinds=[None, {post.key: kind.code for post, kind in new if kind}])
