"""Measures: each is a person's decision about a unit in one matter. Days overdue propose them and take none."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duban.asks.reminders.actions import remind
from duban.base import clock
from duban.base.errors import BadInput
from duban.duties.permits import DOERS
from duban.duties.supervision.models import KINDS, Matter, Measure
from duban.duties.supervision.permits import ISSUERS, LEADERS
from duban.duties.supervision.rules import REMIND_EVERY_DAYS
from duban.orgs.action import action
from duban.orgs.models import Grant
from duban.packs.rules import rulebook

Kind = Measure.Kind


def kind_of(matter: Matter) -> str:
    """The word for its table in addresses: task, issue or notice."""
    return next(name for name, model in KINDS.items() if isinstance(matter, model))


def _is_open(matter: Matter, by: Any) -> bool:
    return matter.is_open()


def _is_late(matter: Matter, by: Any) -> bool:
    return bool(matter.overdue_days(clock.today()))


def _can_answer(measure: Measure, by: Any) -> bool:
    return measure.kind == Kind.BULLETIN and measure.answered_on is None and measure.is_in_force(clock.today())


def _is_in_force(measure: Measure, by: Any) -> bool:
    return measure.is_in_force(clock.today())


def reminded_until(matter: Matter) -> datetime.date | None:
    """The first day on which the unit may be reminded of it again; None when it may be today."""
    today = clock.today()
    rule = rulebook().find(REMIND_EVERY_DAYS, today)
    last = Measure.objects.filter(**{kind_of(matter): matter}, kind=Kind.REMINDER).order_by("-decided_on").first()
    if last is None or rule is None:
        return None
    again = last.decided_on + datetime.timedelta(days=int(rule.number))
    return again if again > today else None


@action("supervision.remind_unit", gettext_lazy("reminded the unit"), roles=ISSUERS, unit="issuer", when=_is_open)
def remind_unit(matter: Matter, *, by: Any, basis: str) -> Measure:
    """催办: those who act for the unit are told in the next working time, at most once within the days of the rule.

    Raises:
        BadInput: it was reminded within these days.
    """
    if again := reminded_until(matter):
        raise BadInput(
            _("The unit was reminded of it; it may be reminded again from %(day)s.") % {"day": again},
        )
    today = clock.today()
    days = int(rulebook().number(REMIND_EVERY_DAYS, today))
    name = kind_of(matter)
    made = Measure.objects.create(
        unit=matter.unit, issuer=matter.issuer, kind=Kind.REMINDER, basis=basis, hearing=Measure.Hearing.NOT_OWED,
        decided_on=today, decided_by=by, ends_on=today + datetime.timedelta(days=days), **{name: matter},
    )  # fmt: skip
    people = Grant.objects.in_force().filter(unit=matter.unit, role__in=DOERS).values_list("person", flat=True)
    text = _("%(issuer)s reminds %(unit)s: %(title)s") % {
        "issuer": matter.issuer, "unit": matter.unit, "title": matter.title
    }  # fmt: skip
    url = matter_url(matter)
    remind(sorted(set(people)), f"supervision.remind_unit/{matter.key}/{today}", text=text, url=url, why=basis)
    return made


def matter_url(matter: Matter) -> str:
    """The address of the matter's own page."""
    from django.urls import reverse  # noqa: PLC0415 - addresses are read when they are asked for

    return reverse(
        {"task": "task", "issue": "issue", "notice": "supervision_notice"}[kind_of(matter)], args=[matter.pk]
    )


@action("supervision.take_measure", gettext_lazy("took a measure"), roles=LEADERS, unit="issuer", when=_is_late)
def take_measure(
    matter: Matter,
    *,
    by: Any,
    kind: str,
    basis: str,
    hearing: str,
    ends_on: datetime.date,
    statement: str = "",
    held_on: datetime.date | None = None,
    symbol: str = "",
) -> Measure:
    """约谈 or 通报, decided by a leader after the unit was heard, until a day.

    Raises:
        BadInput: it ends before today, the unit was not heard, an interview has no day or has words, a bulletin no symbol.
    """
    today = clock.today()
    faults = list(_faults(kind, hearing, ends_on, statement, held_on, symbol, today))
    if faults:
        raise BadInput(_("The measure does not hold as entered."), places=faults)
    return Measure.objects.create(
        unit=matter.unit, issuer=matter.issuer, kind=kind, basis=basis, hearing=hearing, statement=statement,
        held_on=held_on if kind == Kind.INTERVIEW else None, symbol=symbol if kind == Kind.BULLETIN else "",
        decided_on=today, decided_by=by, ends_on=ends_on, **{kind_of(matter): matter},
    )  # fmt: skip


def _faults(
    kind: str, hearing: str, ends_on: datetime.date, statement: str, held_on: datetime.date | None, symbol: str,
    today: datetime.date,
) -> list[tuple[str, str, str]]:  # fmt: skip
    none, found = _("not given"), []
    if ends_on < today:
        found.append((_("ends on"), str(ends_on), _("%(day)s or later") % {"day": today}))
    if hearing not in (Measure.Hearing.HEARD, Measure.Hearing.SILENT):
        found.append((_("hearing"), none, _("the unit is heard first, or asked and says nothing")))
    if kind == Kind.INTERVIEW:
        if statement:
            found.append((_("what the unit said"), _("a text"), _("nothing: of an interview no contents are kept")))
        if held_on is None:
            found.append((pgettext("measure", "held on"), none, _("the day of the interview")))
    elif hearing == Measure.Hearing.HEARD and not statement:
        found.append((_("what the unit said"), none, _("one sentence")))
    if kind == Kind.BULLETIN and not symbol:
        found.append((_("symbol of the bulletin"), none, _("a bulletin is an official document with a symbol")))
    return found


@action("supervision.answer_measure", gettext_lazy("answered the bulletin"), roles=DOERS, when=_can_answer)
def answer_measure(measure: Measure, *, by: Any, answer: str) -> None:
    """The unit says what it has done, or why it sees it otherwise."""
    measure.answer, measure.answered_on, measure.answered_by = answer, clock.today(), by
    measure.save(update_fields=["answer", "answered_on", "answered_by", "updated_at"])


@action("supervision.lift_measure", gettext_lazy("lifted the measure"), roles=LEADERS, unit="issuer", when=_is_in_force)
def lift_measure(measure: Measure, *, by: Any, reason: str) -> None:
    """It ends before its day, with the reason."""
    measure.lifted_on, measure.reason = clock.today(), reason
    measure.save(update_fields=["lifted_on", "reason", "updated_at"])
