"""Cadres of the demonstration: sorted posts, staff of units, filings, hand-overs, a training plan with classes, a duty record."""

import datetime
import random

from duban.cli.county.grow import Grown
from duban.ledgers.cadres.models import (
    Band,
    CadrePost,
    CadreProfile,
    Filing,
    HandOver,
    HandOverLine,
    HandOverPoint,
    HeldClass,
    Objection,
    PlannedClass,
    PostKind,
    YearlyComment,
)
from duban.ledgers.cadres.pool import suggested
from duban.ledgers.models import Attendance, LedgerRecord, RecordKind
from duban.orgs.models import Person, Post, Role, Unit, User

BATCH = 500
DAY = datetime.timedelta(days=1)


def grow_cadres(dice: random.Random, grown: Grown, *, today: datetime.date) -> int:
    """What this wing shows of the county. Returns how many posts are in the pool."""
    _staff(dice, grown)
    heads = _heads(dice, grown, today)
    sorted_ = _sort(grown)
    _describe(dice, sorted_)
    shown = grown.cast[Role.UNIT_CADRE].unit
    _filings(dice, grown, heads, today)
    _hand_overs(grown, shown, today)
    _training(dice, grown, sorted_, today)
    _record(grown, today)
    return len(sorted_)


def _staff(dice: random.Random, grown: Grown) -> None:
    """Every unit's establishment, apart from one in twelve that has not reported it."""
    for place, unit in enumerate(grown.assessed):
        members = sum(branch.member_count or 0 for branch in grown.branches[unit.pk])
        unit.staff_count = None if place % 12 == 7 else max(8, round(members * dice.uniform(1.1, 1.9)))
    Unit.objects.bulk_update(grown.assessed, ["staff_count"], batch_size=BATCH)


def _heads(dice: random.Random, grown: Grown, today: datetime.date) -> list[Post]:
    """In every third unit the cadre is head of the party office; here and there somebody came from business before."""
    shown = grown.cast[Role.UNIT_CADRE].unit
    posts = {post.unit_id: post for post in Post.objects.filter(title="党务干部", unit__in=grown.assessed)}
    heads, before = [], []
    for place, unit in enumerate(grown.assessed):
        post = posts[unit.pk]
        if place % 3 == 1 or unit == shown:
            post.title, post.kind = "党建办主任", Post.Kind.FULL_TIME
            post.since_on = today - dice.randint(90, 1500) * DAY
            heads.append(post)
        if place % 4 == 2:
            began = datetime.date(today.year - 6, 7, 1)
            post.since_on = max(post.since_on, datetime.date(today.year - 1, 3, 1))
            until = post.since_on - DAY
            before.append(
                Post(person=post.person, unit=unit, title="办公室科员", kind=Post.Kind.FULL_TIME, since_on=began, until_on=until)
            )  # fmt: skip
    Post.objects.bulk_update(posts.values(), ["title", "kind", "since_on"], batch_size=BATCH)
    Post.objects.bulk_create(before, batch_size=BATCH)
    return heads


def _sort(grown: Grown) -> list[CadrePost]:
    """Posts whose title suggests a kind, sorted; those of one unit in fifteen still wait for somebody to do it."""
    kinds = list(PostKind.objects.all())
    left = {unit.pk for place, unit in enumerate(grown.assessed) if place % 15 == 4}
    left |= {branch.pk for unit in left for branch in grown.branches[unit]}
    found = [
        CadrePost(post=post, kind=kind)
        for post in Post.objects.exclude(unit__in=left).select_related("person", "unit").order_by("pk")
        if (kind := suggested(post.title, kinds))
    ]
    return CadrePost.objects.bulk_create(found, batch_size=BATCH)


def _describe(dice: random.Random, sorted_: list[CadrePost]) -> None:
    """The profession of most cadres; of some it is not entered. Month of birth and education stand in the roll."""
    people = list({each.post.person_id: each.post.person for each in sorted_}.values())
    professions = list(Band.objects.filter(axis=Band.Axis.PROFESSION))
    profiles = [
        CadreProfile(person=person, profession=dice.choice(professions)) for person in people if dice.random() < 0.8
    ]
    CadreProfile.objects.bulk_create(profiles, batch_size=BATCH)


def _filings(dice: random.Random, grown: Grown, posts: list[Post], today: datetime.date) -> None:
    """Most heads are on file; some are not; the shown unit proposes a new one and waits for its decision."""
    filings = []
    for place, post in enumerate(posts):
        if place % 6 == 5:
            continue
        on = post.since_on - dice.randint(3, 20) * DAY
        filings.append(
            Filing(
                unit=post.unit, person=post.person, title=post.title, state=Filing.State.FILED, opened_on=on - 20 * DAY,
                opinion_symbol=f"示纪函〔{on.year}〕{place + 3}号", opinion_on=on - 12 * DAY,
                decision_symbol=f"党组纪要〔{on.year}〕{place % 20 + 1}号", decided_on=on - 5 * DAY,
                filing_symbol=f"示组备〔{on.year}〕{place + 8}号", filed_on=on,
            )
        )  # fmt: skip
    shown = grown.cast[Role.UNIT_CADRE].unit
    successor = grown.secretaries[grown.branches[shown.pk][1].pk]
    filings.append(
        Filing(
            unit=shown, person=successor, title="党建办主任", state=Filing.State.HEARD, opened_on=today - 12 * DAY,
            opinion_symbol=f"示纪函〔{today.year}〕96号", opinion_on=today - 4 * DAY,
        )
    )  # fmt: skip
    Filing.objects.bulk_create(filings, batch_size=BATCH)


def _hand_overs(grown: Grown, shown: Unit, today: datetime.date) -> None:
    """In the shown unit one post ends without a hand-over, and one hand-over is under way."""
    kind = PostKind.objects.get(code="organisation_member")
    branch = grown.branches[shown.pk][0]
    people = list(Person.objects.filter(unit=branch).order_by("pk")[5:9])
    if len(people) < 4:
        return
    ended = [
        Post.objects.create(
            person=person,
            unit=branch,
            title=title,
            since_on=today.replace(year=today.year - 3),
            until_on=today - 6 * DAY,
        )
        for person, title in zip(people[:2], ("纪检委员", "组织委员"), strict=True)
    ]
    CadrePost.objects.bulk_create(CadrePost(post=post, kind=kind) for post in ended)
    under_way = HandOver.objects.create(post=ended[1], unit=branch, giver=people[1], taker=people[2])
    HandOverLine.objects.bulk_create(
        HandOverLine(
            hand_over=under_way, place=place, title=point.title,
            state=HandOverLine.State.HANDED if place < 4 else HandOverLine.State.OPEN, note="2册" if place == 1 else "",
        )
        for place, point in enumerate(HandOverPoint.objects.order_by("place"), start=1)
    )  # fmt: skip


def _training(dice: random.Random, grown: Grown, sorted_: list[CadrePost], today: datetime.date) -> None:
    """The committee's plan of the year; what lies behind us was held, and most of those it was for were there."""
    by_kind: dict[str, list[Person]] = {}
    for each in sorted_:
        by_kind.setdefault(each.kind.code, []).append(each.post.person)
    kind = RecordKind.objects.get(code="training_class", is_current=True)
    for title, codes, stage, month, hours in (
        ("党支部书记任职培训班", ("secretary",), "before", 3, 24),
        ("党支部书记集中轮训班", ("secretary",), "in_post", 5, 40),
        ("党支部委员业务培训班", ("organisation_member", "publicity_member"), "in_post", 6, 16),
        ("党务工作者能力提升班", ("party_affairs_worker", "party_office_head"), "in_post", 9, 32),
        ("党员冬训", (), "in_post", 12, 16),
    ):
        planned = PlannedClass.objects.create(
            unit=grown.root, year=today.year, title=title, stage=stage, month=month, hours=hours
        )
        planned.audience.set(PostKind.objects.filter(code__in=codes))
        held_on = datetime.date(today.year, month, 16)
        people = list({person.pk: person for code in codes for person in by_kind.get(code, ())}.values())
        if held_on >= today or not people:
            continue
        record = LedgerRecord.objects.create(
            unit=grown.root, kind=kind, held_on=held_on, title=title, hours=hours, said=f'{{"theme": "{title}", "hours": "{hours}"}}'
        )  # fmt: skip
        HeldClass.objects.create(planned=planned, record=record)
        Attendance.objects.bulk_create(
            [Attendance(record=record, person=person) for person in people if dice.random() < 0.93], batch_size=BATCH
        )


def _record(grown: Grown, today: datetime.date) -> None:
    """A comment and an objection in the record of the shown unit's cadre."""
    cadre, secretary = grown.cast[Role.UNIT_CADRE], grown.cast[Role.UNIT_SECRETARY]
    writer = User.objects.get(person=secretary.person)
    YearlyComment.objects.create(
        person=cadre.person, unit=cadre.person.unit, year=today.year - 1, text="组织生活安排周到，台账规范，交办事项件件有回音。", written_by=writer
    )  # fmt: skip
    post = Post.objects.filter(person=cadre.person).order_by("pk").first()
    if post:
        Objection.objects.create(
            person=cadre.person, unit=post.unit, line=post.key, said=f"{post.title}，{post.unit.name}",
            text="任职时间应为到任当年的1月，请核对任职文件。", made_on=today - 3 * DAY,
        )  # fmt: skip
