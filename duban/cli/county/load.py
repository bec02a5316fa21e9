"""Writes the demonstration into an empty database: units, people, a list with its tasks, evidence, a scheme in force."""

import datetime
import random
import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.assessment import actions as assessment
from duban.assessment.models import Scheme
from duban.assessment.patterns import text_for
from duban.audit.actions import Past, record_past
from duban.cli.county.admission import grow_admission
from duban.cli.county.burden import grow_burden
from duban.cli.county.cadres import grow_cadres
from duban.cli.county.campaigns import grow_campaign
from duban.cli.county.dues import grow_dues
from duban.cli.county.grow import Grown, grow
from duban.cli.county.library import grow_library
from duban.cli.county.organisation import grow_organisation
from duban.cli.county.places import RETIRED, SHOWN
from duban.cli.county.records import grow_records
from duban.cli.county.sentences import said
from duban.cli.county.supervision import grow_supervision
from duban.cli.county.terms import grow_terms
from duban.cli.county.weak import grow_weak
from duban.cli.county.year import Fate, fate_of
from duban.cli.say import PACKS
from duban.documents.models import File, FileVersion
from duban.documents.store import keep
from duban.duties.actions.lists import task_number
from duban.duties.drafts import duties_of, keep_duties
from duban.duties.models import Binding, DueDay, Duty, Evidence, ResponsibilityList, Task
from duban.orgs.models import Role, Unit, User
from duban.packs.actions import install_folder
from duban.packs.models import Pattern

DAY = datetime.timedelta(days=1)
SEED = "示例县"
BATCH = 500
CAST = (
    ("gongwei", Role.COMMITTEE_ADMIN),
    ("lingdao", Role.COMMITTEE_LEADER),
    ("dangwu", Role.UNIT_CADRE),
    ("shuji", Role.UNIT_SECRETARY),
    ("zhibu", Role.BRANCH_SECRETARY),
    ("pingwei", Role.ASSESSOR),
    ("xitong", Role.SYSTEM_ADMIN),
    ("anquan", Role.SECURITY_ADMIN),
    ("shenji", Role.AUDIT_ADMIN),
)


@dataclass(frozen=True)
class Login:
    """Somebody who can log in to the demonstration. The password is made anew for each installation."""

    username: str
    password: str
    role: str
    who: str
    unit: str


@dataclass(frozen=True)
class Loaded:
    """What was written."""

    logins: list[Login]
    units: int
    tasks: int


class NotEmpty(Exception):
    """The database has units already: nothing was written."""

    def __str__(self) -> str:
        return "数据库里已有单位，没有装入示例；示例只装入空的数据库。"


def load_county(*, today: datetime.date, scale: str = "county", seed: str = SEED) -> Loaded:
    """Write the demonstration as it stands on that day, all of it or nothing.

    Args:
        today: the year is that of the list; what lies after it has not happened yet.
        scale: "county" (110 units) or "city" (ten districts of 110 units).

    Raises:
        NotEmpty: there are units in the database.
    """
    with transaction.atomic():
        if Unit.objects.exists():
            raise NotEmpty
        dice = random.Random(f"{seed}-{today.year}")  # noqa: S311 - a demonstration, not a secret
        for pack in ("core", "demonstration"):
            install_folder(PACKS / pack)
        grown = grow(dice, scale=scale, year=today.year)
        logins = _accounts(grown)
        officer = User.objects.get(username=CAST[0][0])
        issued = _list(grown.root, today.year)
        tasks = _tasks(dice, issued, grown, today)
        _evidence(dice, tasks, grown)
        _trail(tasks, grown, officer)
        author = User.objects.get(username=CAST[2][0])
        grow_burden(issued, [each.task for each in tasks], officer, author, today=today)
        _scheme(grown.root, officer, today.year)
        grow_campaign(random.Random(f"{seed}-{today.year}-campaign"), grown.root, officer, today=today)  # noqa: S311 - as above
        grow_terms(random.Random(f"{seed}-{today.year}-terms"), grown.root, today=today)  # noqa: S311 - as above
        grow_weak(random.Random(f"{seed}-{today.year}-weak"), grown.root, today=today)  # noqa: S311 - as above
        grow_admission(random.Random(f"{seed}-{today.year}-admission"), _serving(grown)[:24], today=today)  # noqa: S311 - as above
        grow_cadres(random.Random(f"{seed}-{today.year}-cadres"), grown, today=today)  # noqa: S311 - as above
        grow_records(random.Random(f"{seed}-{today.year}-records"), grown.root, today=today)  # noqa: S311 - as above
        grow_dues(random.Random(f"{seed}-{today.year}-dues"), _first_branches(grown), today=today)  # noqa: S311 - as above
        leader = User.objects.get(username=CAST[1][0])
        grow_supervision(grown, officer, leader, today=today)
        grow_library(grown.root, grown.cast[Role.UNIT_CADRE].unit, today=today)
        grow_organisation(random.Random(f"{seed}-{today.year}-organisation"), grown.root, officer, today=today)  # noqa: S311 - as above
    return Loaded(logins, grown.units, len(tasks))


def _first_branches(grown: Grown) -> list[Unit]:
    """The branches of those who can log in, then the others."""
    shown = grown.cast[Role.UNIT_CADRE].unit
    units = sorted(grown.assessed, key=lambda unit: (unit.pk != shown.pk, unit.path))
    return [branch for unit in units for branch in grown.branches[unit.pk]]


def _serving(grown: Grown) -> list[Unit]:
    """The same without those of the retired, where nobody applies any more."""
    return [branch for branch in _first_branches(grown) if RETIRED not in branch.name]


def _accounts(grown: Grown) -> list[Login]:
    logins = []
    for username, role in CAST:
        grant = grown.cast[role]
        password = secrets.token_urlsafe(9)
        user = User(username=username, name=grant.person.name, person=grant.person)
        user.set_password(password)
        user.save()
        logins.append(Login(username, password, str(role.label), grant.person.name, grant.unit.name))
    return logins


def _list(root: Unit, year: int) -> ResponsibilityList:
    pattern = Pattern.objects.get(content="duty_lists")
    issued = ResponsibilityList.objects.create(
        unit=root,
        year=year,
        title=f"{year}年{pattern.title}",
        basis=pattern.said["basis"].format(year=year),
        state=ResponsibilityList.State.ISSUED,
        issued_on=datetime.date(year, 1, 15),
    )
    keep_duties(issued, duties_of(pattern.said, year))
    return issued


@dataclass(frozen=True)
class Made:
    """A task with what happened to it."""

    task: Task
    fate: Fate


def _tasks(dice: random.Random, issued: ResponsibilityList, grown: Grown, today: datetime.date) -> list[Made]:
    made: list[Made] = []
    duties = list(issued.duties.prefetch_related("due_days", "categories"))
    care = {unit.pk: min(0.99, max(0.7, dice.gauss(0.93, 0.06))) for unit in grown.assessed}
    issued_on = issued.issued_on or today
    for unit in grown.assessed:
        if unit.name.endswith(SHOWN[1:]):
            care[unit.pk] = 0.78
    for duty in duties:
        only = {category.pk for category in duty.categories.all()}
        for place, day in enumerate(duty.due_days.all(), start=1):
            for unit in grown.assessed:
                if only and unit.category_id not in only:
                    continue
                fate = fate_of(
                    dice, tag=duty.tag, due_on=day.due_on, issued_on=issued_on, today=today, care=care[unit.pk]
                )
                made.append(Made(_task(duty, day, place, unit, grown, fate), fate))
    Task.objects.bulk_create([each.task for each in made], batch_size=BATCH)
    parts = list(_parts(dice, made, grown, today))
    Task.objects.bulk_create([each.task for each in parts], batch_size=BATCH)
    return made + parts


def _task(duty: Duty, day: DueDay, place: int, unit: Unit, grown: Grown, fate: Fate) -> Task:
    return Task(
        number=task_number(duty.responsibility_list.year, duty, place),
        duty=duty,
        due_day=day,
        unit=unit,
        issuer=grown.root,
        owner=grown.cadres[unit.pk],
        title=f"{duty.title}（{day.label}）" if day.label else duty.title,
        standard=duty.standard,
        due_on=day.due_on,
        **_stand(fate),
    )


def _stand(fate: Fate) -> dict[str, Any]:
    return {name: value for name, value in vars(fate).items() if name != "steps"}


def _parts(dice: random.Random, made: list[Made], grown: Grown, today: datetime.date) -> Iterator[Made]:
    """About one in eight tasks that branches do is split to them; what is accepted has closed parts only."""
    for whole in made:
        task, branches = whole.task, grown.branches[whole.task.unit_id]
        if task.duty is None or not task.duty.is_split or len(branches) < 2 or task.state == Task.State.WAIVED:
            continue
        shown = task.unit.name.endswith(SHOWN[1:])
        if dice.random() > (0.6 if shown else 0.12):
            continue
        for branch in branches:
            due_on = task.due_on - 5 * DAY
            if task.state in (Task.State.ACCEPTED, Task.State.SUBMITTED):
                fate = Fate()
                fate.submit(min(due_on, task.submitted_on or due_on) - DAY, due_on)
                fate.accept(min(due_on, task.submitted_on or due_on))
            else:
                fate = fate_of(dice, tag="", due_on=due_on, issued_on=due_on - 40 * DAY, today=today, care=0.8)
            part = Task(
                number=task.number,
                duty=task.duty,
                due_day=task.due_day,
                parent=task,
                unit=branch,
                issuer=task.unit,
                owner=grown.secretaries[branch.pk],
                title=task.title,
                standard=task.standard,
                due_on=due_on,
                **_stand(fate),
            )
            yield Made(part, fate)


def _evidence(dice: random.Random, tasks: list[Made], grown: Grown) -> None:
    """A sentence for what was handed in; now and then a file, or one piece for two tasks of the unit."""
    pieces: list[Evidence] = []
    bindings: list[Binding] = []
    last: dict[int, Evidence] = {}
    for each in tasks:
        task = each.task
        if task.submitted_on is None or task.duty is None:
            continue
        stand = {"accepted": "accepted", "returned": "returned"}.get(task.state, "waiting")
        if task.unit_id in last and dice.random() < 0.05:
            bindings.append(Binding(evidence=last[task.unit_id], task=task, state=stand))
            if dice.random() < 0.5:
                continue
        piece = Evidence(
            unit=task.unit,
            title=task.title,
            happened_on=task.submitted_on - dice.randint(0, 4) * DAY,
            statement=said(dice, task.duty.tag),
            version=_file(task, said(dice, task.duty.tag)) if dice.random() < 0.012 else None,
        )
        last[task.unit_id] = piece
        pieces.append(piece)
        bindings.append(Binding(evidence=piece, task=task, state=stand))
    Evidence.objects.bulk_create(pieces, batch_size=BATCH)
    Binding.objects.bulk_create(bindings, batch_size=BATCH)


def _file(task: Task, sentence: str) -> FileVersion:
    content = f"{task.unit}\n{task.title}\n\n{sentence}。\n".encode()
    kept = keep([content])
    file = File.objects.create(unit=task.unit, title=task.title)
    return FileVersion.objects.create(
        file=file,
        name=f"{task.title}情况说明.txt",
        media_type="text/plain",
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
    )


def _trail(tasks: list[Made], grown: Grown, officer: User) -> None:
    """What happened, in the order of the days: the trail of a year that was brought in."""
    happened: dict[datetime.date, list[Past]] = defaultdict(list)
    for each in tasks:
        task = each.task
        for step in each.fate.steps:
            handed_in = step.verb == "duties.submit_task"
            if handed_in:
                by, who = None, str(task.owner or "")
            elif task.parent_id is None:
                by, who = officer, ""
            else:
                by, who = None, grown.cadres[task.issuer_id].name
            hour = 9 + len(happened[step.on]) % 8
            minute = (len(happened[step.on]) * 7) % 60
            at = timezone.make_aware(datetime.datetime.combine(step.on, datetime.time(hour, minute)))
            happened[step.on].append(Past(at, step.verb, task.key, by=by, by_name=who, reason=step.reason))
    record_past(past for day in sorted(happened) for past in sorted(happened[day], key=lambda past: past.at))


def _scheme(root: Unit, officer: User, year: int) -> None:
    """The pack's scheme, moved to this year, published and in force."""
    pattern = Pattern.objects.get(content="schemes")
    text = text_for(pattern.said, year)
    scheme = Scheme.objects.create(unit=root, name=f"{year}年度{pattern.title}", version="1", text=text)
    assessment.publish_scheme(scheme, by=officer, plan_number=f"示办发〔{year}〕1号")
    scheme.refresh_from_db()
    assessment.open_period(
        root,
        by=officer,
        scheme=scheme,
        name=f"{year}年度",
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year, 12, 31),
        closes_on=datetime.date(year + 1, 1, 10),
    )
