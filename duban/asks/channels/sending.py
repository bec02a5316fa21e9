"""Messages are made and handed over: for each channel one a working day, when there is something new.

A message is marked as being sent before it is, in a transaction of its own. Whoever finds such a mark later knows that the
process died between, and does not send again: nobody is told twice, and the page says that it may have arrived.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from duban.asks.channels.actions import SECRET, TARGET
from duban.asks.channels.mail import send_mail
from duban.asks.channels.models import Channel, Push
from duban.asks.channels.outcome import Fate, Outcome
from duban.asks.channels.places import wrong_with
from duban.asks.channels.robots import push as push_by_robot
from duban.asks.reminders.models import Reminder
from duban.base import clock
from duban.base.crypto import Unreadable, unseal
from duban.orgs.models import Person
from duban.orgs.permits import below

PAUSE = datetime.timedelta(minutes=15)
SETTLE = datetime.timedelta(minutes=1)
"""What is told at this moment may still be in a transaction: it is counted a minute later."""
MOST = 4
"""Tries of one message."""
State = Push.State


def make_pushes() -> int:
    """A message for each channel with new reminders that has none today; how many.

    What was not sent by the end of its day is counted into the next.
    """
    now = clock.now()
    day, made = timezone.localdate(now), 0
    Push.objects.filter(state=State.WAITING, created_at__lt=_midnight(day)).update(
        state=State.FAILED, error=_("not sent on its day; counted into the next")
    )
    told = set(Push.objects.filter(period=day.isoformat()).values_list("channel_id", flat=True))
    for channel in Channel.objects.filter(stopped_at=None).exclude(pk__in=told).select_related("unit"):
        counts = new_reminders(channel, now)
        if counts["total"]:
            Push.objects.get_or_create(channel=channel, period=day.isoformat(), defaults={"next_at": now, **counts})
            made += 1
    return made


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def new_reminders(channel: Channel, now: datetime.datetime) -> dict[str, int]:
    """How many reminders the people of the unit have got since the last message, and how many of these are overdue."""
    people = Person.objects.here(timezone.localdate(now)).filter(below(channel.unit.path, "unit__path"))
    rows = Reminder.objects.filter(person__in=people, tell_at__gt=channel.counted_until, tell_at__lte=now - SETTLE)
    return rows.aggregate(total=Count("pk"), late=Count("pk", filter=Q(group=Reminder.Group.LATE)))


def send_waiting() -> tuple[int, int]:
    """Hand over what waits; (sent, not sent). What a dead process left half-way is not sent again."""
    now = clock.now()
    stuck = Push.objects.filter(state=State.SENDING, updated_at__lt=now - PAUSE)
    stuck.update(state=State.UNKNOWN, error=_("the process ended while it was being sent"))
    sent = failed = 0
    for push in Push.objects.filter(state=State.WAITING, next_at__lte=now, channel__stopped_at=None).order_by("pk"):
        fate = deliver(push)
        sent, failed = sent + (fate is Fate.SENT), failed + (fate not in (Fate.SENT, None))
    return sent, failed


def deliver(push: Push) -> Fate | None:
    """Hand over one message; None when another process was faster."""
    taken = Push.objects.filter(pk=push.pk, state=State.WAITING).update(state=State.SENDING, updated_at=clock.now())
    if not taken:
        return None
    push = Push.objects.select_related("channel__unit").get(pk=push.pk)
    push.tries += 1
    outcome = _handed_over(push)
    now = clock.now()
    push.error = outcome.why[:300]
    if outcome.fate is Fate.SENT:
        push.state, push.sent_at = State.SENT, now
    elif outcome.fate is Fate.UNKNOWN:
        push.state = State.UNKNOWN
    elif outcome.fate is Fate.LATER and push.tries < MOST:
        push.state, push.next_at = State.WAITING, now + max(PAUSE, datetime.timedelta(minutes=outcome.wait))
    else:
        push.state = State.FAILED
    with transaction.atomic():
        push.save()
        if push.state in (State.SENT, State.UNKNOWN) and push.total:
            Channel.objects.filter(pk=push.channel_id).update(counted_until=push.created_at - SETTLE)
    return outcome.fate


def _handed_over(push: Push) -> Outcome:
    channel = push.channel
    try:
        target, secret = unseal(channel.target, bound=TARGET), unseal(channel.secret, bound=SECRET)
    except Unreadable as error:
        return Outcome(Fate.REFUSED, str(error))
    text = text_of(push)
    if channel.kind == Channel.Kind.MAIL:
        return send_mail(target, _("Duban: new reminders"), text, f"duban-{push.pk}")
    # Asked again: the settings may have changed since it was added.
    wrong = wrong_with(channel.kind, target)
    return Outcome(Fate.REFUSED, wrong) if wrong else push_by_robot(channel.kind, target, secret, text)


def text_of(push: Push) -> str:
    """What the group reads: the unit, how many, and where. No names and no matters: the group is not the person."""
    unit = push.channel.unit
    if not push.total:
        return _("[Duban] %(unit)s: this message is for trying.") % {"unit": unit}
    day = dateformat.format(timezone.localtime(push.created_at), "n月j日")
    said = _("[Duban] %(unit)s, %(day)s: %(n)s new reminders, %(late)s of them overdue.") % {
        "unit": unit,
        "day": day,
        "n": push.total,
        "late": push.late,
    }
    where = f"{settings.ADDRESS}{reverse('reminder_list')}" if settings.ADDRESS else ""
    more = _(" Log in to look: %(where)s") % {"where": where} if where else _(" Log in to Duban to look.")
    return said + more
