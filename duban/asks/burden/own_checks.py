"""The checks of this wing, and those about what every room has: addresses, columns, the log."""

import datetime

from django.apps import apps
from django.db.models import Count, Q
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.asks.burden.checks import Check, Result
from duban.asks.burden.documents import documents_in
from duban.asks.burden.models import Demand, Request, Suggestion
from duban.asks.burden.rules import ANSWER_DAYS, CAP
from duban.base.months import months_after
from duban.orgs.models import User
from duban.packs.calendar import work_calendar
from duban.packs.deadlines import in_working_time
from duban.packs.rules import rulebook

SIGN_IN = ("check_in", "checkin", "sign_in", "clock_in", "scan", "geo", "face", "qrcode")
POINTS = {"points", "score", "rank", "ranking", "credits"}
SEEN = {"last_login", "last_seen", "online_seconds", "login_count"}
GIVEN_BACK = ("exchange_list", "task_list", "record_list", "demand_list")
SECONDMENTS = "staffing.secondment_register"


def no_check_in(day: datetime.date) -> Result:
    """AF-1: no address at which somebody signs for himself."""
    names = sorted(
        name for name in get_resolver().reverse_dict if isinstance(name, str) and any(word in name for word in SIGN_IN)
    )
    said = _("Addresses at which somebody signs in: %(n)s") % {"n": len(names)}
    return Result(not names, f"{said}（{'、'.join(names)}）" if names else said)


def no_points_of_persons(day: datetime.date) -> Result:
    """AF-2: no table that knows a person has a column of points or places."""
    found = [
        f"{model._meta.verbose_name}.{field.name}"
        for model in apps.get_models()
        if _knows_person(model)
        for field in model._meta.concrete_fields
        if field.name in POINTS
    ]
    said = _("Columns of points or places beside persons: %(n)s") % {"n": len(found)}
    return Result(not found, f"{said}（{'、'.join(found)}）" if found else said)


def _knows_person(model: type) -> bool:
    return any(field.is_relation and field.name in ("person", "user") for field in model._meta.concrete_fields)  # type: ignore[attr-defined]


def nothing_counts_use(day: datetime.date) -> Result:
    """AF-3: accounts keep neither when nor how often somebody was here."""
    kept = sorted({field.name for field in User._meta.concrete_fields} & SEEN)
    n = sum(User.objects.exclude(**{name: None}).count() for name in kept)
    return Result(not n, _("Accounts that keep when somebody was here: %(n)s") % {"n": n})


def every_request_has_a_basis(day: datetime.date) -> Result:
    """AF-5: what was asked in the last year says on what basis."""
    rows = Request.objects.filter(sent_at__date__gt=months_after(day, -12), basis="")
    n = rows.exclude(form__in=Request.PASSING_ON).count()
    return Result(not n, _("Requests of the last 12 months without a basis: %(n)s") % {"n": n}, reverse("request_list"))


def nothing_over_the_cap_unsigned(day: datetime.date) -> Result:
    """AF-8: months of the year in which an organisation has more than the cap, with no request that was signed for."""
    rule = rulebook().find(CAP, day)
    if rule is None:
        return Result(False, _("No cap is set: install the pack that brings it."), reverse("rule_list"))
    rows = Demand.objects.filter(month__year=day.year, withdrawn_on=None).order_by().values("unit", "month")
    full = rows.annotate(n=Count("pk"), signed=Count("pk", filter=Q(request__signed_by__isnull=False)))
    n = full.filter(n__gt=int(rule.number), signed=0).count()
    said = ngettext(
        "%(n)s month of an organisation over the cap of %(cap)s without a signature",
        "%(n)s months of organisations over the cap of %(cap)s without a signature",
        n,
    )
    return Result(not n, said % {"n": n, "cap": rule.value}, reverse("burden_ledger"))


def reminders_in_hours(day: datetime.date) -> Result:
    """AF-11: what was called to mind in the last year goes out on a working day."""
    book, calendar = rulebook(), work_calendar()
    rows = Request.objects.filter(form=Request.Form.REMINDER, sent_at__date__gt=months_after(day, -12))
    days = Demand.objects.filter(request__in=rows).values_list("request", "due_on", "request__sent_at")
    n = sum(
        not calendar.is_workday(due_on)
        or (due_on == timezone.localdate(at) and not in_working_time(at, book, calendar))
        for _request, due_on, at in days.distinct()
        if at is not None
    )
    return Result(not n, _("Reminders outside working time in the last 12 months: %(n)s") % {"n": n})


def fewer_documents(day: datetime.date) -> Result:
    """AF-12: no more documents than last year. While no room counts them, nothing is said about them."""
    now, before = documents_in([""], day.year), documents_in([""], day.year - 1)
    if now is None or before is None:
        n = Request.objects.filter(form=Request.Form.DOCUMENT, sent_at__year=day.year).count()
        was = Request.objects.filter(form=Request.Form.DOCUMENT, sent_at__year=day.year - 1).count()
        return Result(
            not n or n <= was, _("Documents asked about here: %(n)s, last year %(was)s") % {"n": n, "was": was}
        )
    return Result(now <= before, _("Documents this year: %(n)s, last year %(was)s") % {"n": now, "was": before})


def suggestions_are_answered(day: datetime.date) -> Result:
    """AF-13: no suggestion waits longer than the days of the rule."""
    rule = rulebook().find(ANSWER_DAYS, day)
    days = int(rule.number) if rule else 0
    rows = Suggestion.objects.filter(
        state=Suggestion.State.RECEIVED, received_on__lt=day - datetime.timedelta(days=days)
    )
    said = _("Suggestions without an answer after %(days)s days: %(n)s") % {"days": days, "n": rows.count()}
    return Result(not rows.exists(), said, reverse("suggestion_list"))


def all_goes_out(day: datetime.date) -> Result:
    """AF-14: the lists that give back what was entered are there."""
    missing = [name for name in GIVEN_BACK if not _stands(name)]
    return Result(not missing, _("Lists that cannot be taken out: %(n)s") % {"n": len(missing)}, reverse("demand_list"))


def _stands(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


def no_secondments(day: datetime.date) -> Result:
    """AF-15: the register of secondments is switched off."""
    rule = rulebook().find(SECONDMENTS, day)
    is_on = rule is not None and bool(rule.number)
    said = _("The register of secondments is on") if is_on else _("The register of secondments is off")
    return Result(not is_on, said, reverse("rule_list"))


CHECKS: tuple[tuple[str, Check], ...] = (
    ("AF-1", no_check_in),
    ("AF-2", no_points_of_persons),
    ("AF-3", nothing_counts_use),
    ("AF-5", every_request_has_a_basis),
    ("AF-8", nothing_over_the_cap_unsigned),
    ("AF-11", reminders_in_hours),
    ("AF-12", fewer_documents),
    ("AF-13", suggestions_are_answered),
    ("AF-14", all_goes_out),
    ("AF-15", no_secondments),
)
