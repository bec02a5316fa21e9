"""党务干部库: who does party affairs where, in bands, and how units are staffed. Everything is computed from posts."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ledgers.cadres.models import Band, CadrePost, CadreProfile, PostKind
from duban.ledgers.cadres.permits import VIEW_CADRE, VIEW_STAFFING
from duban.ledgers.cadres.rules import Staffing, age_on, months_held, staffing_of
from duban.orgs.models import BRANCHES, Person, Post, Unit, UnitQuerySet
from duban.orgs.permits import above_of, below
from duban.orgs.queries import subtree_of
from duban.orgs.seats import seat_of
from duban.packs.rules import Rulebook

Field = PostKind.Field
MISSING = "missing"
"""The code of the band of those for whom it is not entered."""


@dataclass(frozen=True)
class Cadre:
    """Somebody who does party or league affairs today, with their posts and in which band of each axis they stand.

    Args:
        months: whole months in party affairs; None of those who never held such a post.
    """

    person: Person
    posts: list[CadrePost]
    months: int | None
    bands: dict[str, str] = field(default_factory=dict)

    @property
    def years(self) -> int:
        """Whole years in party affairs."""
        return (self.months or 0) // 12

    @property
    def is_full_time(self) -> bool:
        """True for those who hold one of these posts full time."""
        return any(each.post.kind == Post.Kind.FULL_TIME for each in self.posts)


@dataclass(frozen=True)
class Row:
    """One band of a structure and how many stand in it; `is_hidden` when the number must not leave the unit."""

    code: str
    name: str | Promise
    count: int
    is_hidden: bool = False


@dataclass(frozen=True)
class Axis:
    """One table of a structure."""

    name: str
    title: str | Promise
    rows: list[Row]


def held_cadre_posts(day: datetime.date) -> Q:
    """The condition that a post of the pool is held on that day."""
    return Q(post__since_on__lte=day) & (Q(post__until_on__isnull=True) | Q(post__until_on__gte=day))


def pool_for(user: Any, day: datetime.date, *, unit: Unit | None = None, person: Person | None = None) -> list[Cadre]:
    """The cadres whom a person may see, by unit in establishment order. Four queries whatever their number.

    Args:
        unit: only those with a post in it or below it.
        person: only this one.
    """
    held = CadrePost.objects.filter(held_cadre_posts(day), UnitQuerySet.stands(day, "post__unit__"))
    wanted = VIEW_CADRE.scope(user, held).exclude(kind__field=Field.BUSINESS)
    if unit is not None:
        wanted = wanted.filter(below(unit.path, "post__unit__path"))
    if person is not None:
        wanted = wanted.filter(post__person=person)
    posts: dict[Person, list[CadrePost]] = defaultdict(list)
    rows = wanted.select_related("post__person__unit", "post__unit", "kind")
    for each in rows.order_by("post__unit__path", "kind__place", "pk"):
        posts[each.post.person].append(each)
    spans: dict[int, list[tuple[datetime.date, datetime.date | None]]] = defaultdict(list)
    people = wanted.order_by().values("post__person")
    for each_person, since, until in CadrePost.objects.filter(
        post__person__in=people, kind__field=Field.PARTY
    ).values_list("post__person", "post__since_on", "post__until_on"):
        spans[each_person].append((since, until))
    studied = dict(
        CadreProfile.objects.filter(person__in=people, profession__isnull=False).values_list(
            "person", "profession__code"
        )
    )
    bands = bands_by_axis()
    return [
        _cadre(each_person, held, _months(spans[each_person.pk], day), bands, studied.get(each_person.pk), day)
        for each_person, held in posts.items()
    ]


def _months(spans: Sequence[tuple[datetime.date, datetime.date | None]], day: datetime.date) -> int | None:
    return months_held(spans, day) if spans else None


def bands_by_axis() -> dict[str, list[Band]]:
    """Every band, by axis and in order. One query."""
    found: dict[str, list[Band]] = defaultdict(list)
    for band in Band.objects.order_by("place", "code"):
        found[band.axis].append(band)
    return found


def _cadre(
    person: Person,
    posts: list[CadrePost],
    months: int | None,
    bands: dict[str, list[Band]],
    profession: str | None,
    day: datetime.date,
) -> Cadre:
    cadre = Cadre(person, posts, months)
    age = age_on(person.born_in, day)
    return Cadre(
        person,
        posts,
        months,
        {
            "age": _band(bands["age"], age),
            "experience": _band(bands["experience"], cadre.years),
            "profession": profession or MISSING,
            "education": person.education or MISSING,
            "time": "full" if cadre.is_full_time else "part",
        },
    )


def _band(bands: Iterable[Band], years: int | None) -> str:
    if years is None:
        return MISSING
    return next((band.code for band in bands if band.holds(years)), MISSING)


AXES: dict[str, str | Promise] = {
    "age": _("age"),
    "experience": _("years in party affairs"),
    "profession": _("profession"),
    "education": _("education"),
    "time": _("full or part time"),
}
TIMES: tuple[tuple[str, str | Promise], ...] = (("full", _("full-time")), ("part", _("part-time")))


def names_of(axis: str, bands: dict[str, list[Band]]) -> list[tuple[str, str | Promise]]:
    """(code, name) of the rows of one table, the band of those not entered last."""
    if axis == "education":
        known: Sequence[tuple[str, str | Promise]] = [(str(code), name) for code, name in Person.Education.choices]
    elif axis == "time":
        return list(TIMES)
    else:
        known = [(band.code, band.name) for band in bands[axis]]
    return [*known, (MISSING, _("not entered"))]


def structure_of(cadres: Sequence[Cadre], bands: dict[str, list[Band]]) -> list[Axis]:
    """The pool in bands of age, experience, profession, education, and full or part time. No query."""
    tables = []
    for name, title in AXES.items():
        counts = Counter(cadre.bands[name] for cadre in cadres)
        tables.append(Axis(name, title, [Row(code, word, counts[code]) for code, word in names_of(name, bands)]))
    return tables


def hidden_below(axis: Axis, least: int) -> Axis:
    """The table as it may leave the unit: what is smaller than `least` is hidden, and never alone.

    A single hidden number would follow from the sum: the next smallest is hidden with it. None at all is no person and
    may be said.
    """
    hidden = {row.code for row in axis.rows if 0 < row.count < least}
    if len(hidden) == 1:
        shown = sorted(
            (row.count, place) for place, row in enumerate(axis.rows) if row.code not in hidden and row.count
        )
        hidden |= {axis.rows[place].code for _count, place in shown[:1]}
    rows = [Row(row.code, row.name, row.count, row.code in hidden) for row in axis.rows]
    return Axis(axis.name, axis.title, rows)


# ---------------------------------------------------------------- staffing

WITH_STAFF = Q(kind__is_assessed=True) | Q(staff_count__isnull=False)
"""The units that have a staff of their own, or should report one."""


@dataclass(frozen=True)
class UnitStaffing:
    """One unit with its check."""

    unit: Unit
    check: Staffing


def staffing_for(user: Any, day: datetime.date, book: Rulebook) -> list[UnitStaffing]:
    """The units a person may see that have a staff of their own, in establishment order. Two queries."""
    rows = VIEW_STAFFING.scope(user, Unit.objects.standing(day)).filter(WITH_STAFF).select_related("kind")
    return [UnitStaffing(unit, check) for unit, check in staffing_of_units(rows.order_by("path"), day, book)]


def staffing_at(unit: Unit, day: datetime.date, book: Rulebook) -> Staffing:
    """The check of one unit. Two queries."""
    rows = subtree_of(unit).filter(Q(pk=unit.pk) | WITH_STAFF)
    return next(check for each, check in staffing_of_units(rows, day, book) if each == unit)


def dedicated_at(unit: Unit, day: datetime.date) -> set[int]:
    """The ids of the people whom the check of one unit counts. Two queries."""
    paths = set(subtree_of(unit).filter(Q(pk=unit.pk) | WITH_STAFF).values_list("path", flat=True))
    return _dedicated(paths, day)[unit.path]


def staffing_of_units(rows: Iterable[Unit], day: datetime.date, book: Rulebook) -> list[tuple[Unit, Staffing]]:
    """Each of the units with its check. Two queries.

    A post counts for the nearest of the units above it, so that an institution with a staff of its own is not counted
    for its organ too.
    """
    units = list(rows)
    dedicated = _dedicated({unit.path for unit in units}, day)
    return [(unit, staffing_of(unit.staff_count, len(dedicated[unit.path]), day, book)) for unit in units]


def _dedicated(paths: set[str], day: datetime.date) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    if not paths:
        return found
    held = CadrePost.objects.filter(held_cadre_posts(day), kind__is_staff=True, post__kind=Post.Kind.FULL_TIME)
    for path, person in held.order_by().values_list("post__unit__path", "post__person"):
        nearest = next((above for above in (path, *reversed(above_of(path))) if above in paths), None)
        if nearest:
            found[nearest].add(person)
    return found


# ---------------------------------------------------------------- which kind a post is


def suggested(title: str, kinds: Iterable[PostKind]) -> PostKind | None:
    """The kind that a title suggests: the one with the longest fitting words; None when none fits, or two as well."""
    fits = [(len(word), kind) for kind in kinds for word in kind.titles if word in title]
    if not fits:
        return None
    longest = max(length for length, _kind in fits)
    best = {kind for length, kind in fits if length == longest}
    return best.pop() if len(best) == 1 else None


def kind_meant(post: Post, kinds: Iterable[PostKind], seat: str = "") -> PostKind | None:
    """The kind of a post: by its whole title where it is one of a branch, else the one it suggests. No query.

    Args:
        seat: 书记, 副书记 or 委员, when somebody was elected into it: then it says what the title alone does not.
    """
    kinds = list(kinds)
    bare = seat or (seat_of(post.title, post.unit.name) if post.unit.kind.code in BRANCHES else "")
    meant = next((kind for kind in kinds if bare and kind.is_called(bare)), None)
    return (suggested(post.title, kinds) if seat else None) or meant or suggested(bare or post.title, kinds)


def on_committee(posts: Sequence[Post]) -> set[int]:
    """Which of the posts of a branch sit on its committee: by the kind somebody gave them, else by the one their title means
    there or suggests. Two queries.
    """
    kinds = list(PostKind.objects.all())
    given = dict(CadrePost.objects.filter(post__in=posts).values_list("post", "kind"))
    by_pk = {kind.pk: kind for kind in kinds}

    def kind_of(post: Post) -> PostKind | None:
        if post.pk in given:
            return by_pk[given[post.pk]]
        return next((kind for kind in kinds if kind.is_called(post.title)), None) or suggested(post.title, kinds)

    return {post.pk for post in posts if (kind := kind_of(post)) is not None and kind.sits_on_committee}


@dataclass(frozen=True)
class Unsorted:
    """A post of which nobody has said the kind yet, with the one its title suggests."""

    post: Post
    suggestion: PostKind | None


def unsorted_posts(unit: Unit, day: datetime.date, kinds: Sequence[PostKind]) -> list[Unsorted]:
    """The posts in the unit and below it that are held and not sorted, those with a suggestion first. One query."""
    posts = (
        Post.objects.held(day)
        .filter(below(unit.path, "unit__path"), cadre_post__isnull=True)
        .select_related("person", "unit__kind")
        .order_by("unit__path", "pk")
    )
    found = [Unsorted(post, kind_meant(post, kinds)) for post in posts]
    return sorted(found, key=_without_suggestion)


_without_suggestion: Callable[[Unsorted], bool] = lambda each: each.suggestion is None  # noqa: E731
