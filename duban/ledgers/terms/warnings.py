"""What terms warn of: over, an extension that ran out, no reminder, no request, ending soon, none entered; a branch without a secretary."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.asks.warnings import ManyWarnings, OpenWarning, Part, WarningKind, Watch, places_of
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.queries import OPEN, Stand, branches_known, stand_of, units_without_term, with_secretary
from duban.orgs.models import Unit
from duban.orgs.permits import BUSINESS, COMMITTEE
from duban.packs.models import RuleParameter
from duban.packs.rules import MissingRule
from duban.ui.days import said_day
from duban.ui.navigation import addresses_of

GROUP = pgettext_lazy("warnings", "Terms")
OVER = WarningKind("terms.over", GROUP, gettext_lazy("term is over, no election"), roles=BUSINESS, place=10)
EXTENSION_OVER = WarningKind(
    "terms.extension_over", GROUP, gettext_lazy("extension has run out"), roles=BUSINESS, place=11
)
NOT_REQUESTED = WarningKind(
    "terms.not_requested", GROUP, gettext_lazy("election not requested"), roles=BUSINESS, place=12
)
NOT_REMINDED = WarningKind("terms.not_reminded", GROUP, gettext_lazy("reminder not sent"), roles=COMMITTEE, place=13)
ENDS_SOON = WarningKind(
    "terms.ends_soon", GROUP, gettext_lazy("term ends soon"), roles=BUSINESS, days_before=183, place=14
)
NOT_ENTERED = WarningKind("terms.not_entered", GROUP, gettext_lazy("no term entered"), roles=BUSINESS, place=15)
NO_SECRETARY = WarningKind(
    "terms.no_secretary", GROUP, gettext_lazy("branch without a secretary"), roles=BUSINESS, place=16
)
KINDS = (OVER, EXTENSION_OVER, NOT_REQUESTED, NOT_REMINDED, ENDS_SOON, NOT_ENTERED, NO_SECRETARY)
HORIZON = datetime.timedelta(days=800)
"""Beyond this no rule reminds: terms that end later are not read."""


def term_warnings(watch: Watch) -> Iterator[Part]:
    """Warnings about terms. Four queries, and the rules and the calendar once for all sources."""
    address = addresses_of("term")
    rows = (
        Term.objects.filter(OPEN, ends_on__lte=watch.day + HORIZON).select_related("unit__kind").order_by("unit__path")
    )
    for term in watch.scope(KINDS, rows):
        try:
            yield from _of_term(stand_of(term, watch.day, watch.book, watch.calendar), watch, address(term.pk))
        except MissingRule:
            # Without the rule of that day nothing can be said of this one.
            continue
    yield from _not_entered(watch)
    yield from _no_secretary(watch)


def _of_term(stand: Stand, watch: Watch, url: str) -> Iterator[OpenWarning]:
    term, days = stand.term, stand.days
    body = term.unit.kind.name

    def warning(
        kind: WarningKind, say: str, due_on: datetime.date, rule: RuleParameter | None, owner: str
    ) -> OpenWarning:
        said = say % {"day": said_day(term.due_on), "state": term.get_state_display()}
        return OpenWarning(kind, term.unit, term.key, said, url, due_on, rule, owner=owner)

    if stand.is_overdue and term.extension_symbol:
        yield warning(EXTENSION_OVER, _("The extension ended on %(day)s"), stand.due.holds_on, stand.rule, body)
        return
    if stand.is_overdue:
        is_elected = term.state == Term.State.ELECTED
        say = _("The term ended on %(day)s, and the result of the election is not approved")
        yield warning(OVER, say if is_elected else _("The term ended on %(day)s"), stand.due.holds_on, stand.rule, body)
        return
    asked = term.state not in (Term.State.NORMAL, Term.State.REMINDED)
    if watch.day > days.request_on and not asked:
        say = _("The term ends on %(day)s, and its election is not requested")
        yield warning(NOT_REQUESTED, say, days.request_on, days.request_rule, body)
    elif watch.day >= days.remind_on and term.due_on <= watch.until(ENDS_SOON):
        yield warning(ENDS_SOON, _("The term ends on %(day)s: %(state)s"), term.due_on, days.remind_rule, body)
    if watch.day >= days.remind_on and term.state == Term.State.NORMAL:
        say = _("The term ends on %(day)s, and nobody has reminded the organisation")
        yield warning(NOT_REMINDED, say, days.remind_on, days.remind_rule, _("work committee"))


def _not_entered(watch: Watch) -> Iterator[ManyWarnings]:
    address = addresses_of("unit_terms")

    def write(unit: Unit) -> OpenWarning:
        return OpenWarning(
            NOT_ENTERED,
            unit,
            about=unit.key,
            say=_("No term in office is entered for the organisation"),
            url=address(unit.pk),
            basis=_("ledger of organisations"),
            owner=_("work committee"),
        )

    yield ManyWarnings(NOT_ENTERED, places_of(watch.scope(NOT_ENTERED, units_without_term(), unit="")), write)


def _no_secretary(watch: Watch) -> Iterator[ManyWarnings]:
    address = addresses_of("unit_posts")
    # 支部工作条例: a committee from so many full members on, a secretary in every branch.
    rule = watch.book.find("org.branch_committee.full_members_min", watch.day)

    def write(unit: Unit) -> OpenWarning:
        return OpenWarning(
            NO_SECRETARY,
            unit,
            about=unit.key,
            say=_("Nobody holds the post of secretary"),
            url=address(unit.pk),
            rule=rule,
            basis="" if rule else _("ledger of organisations"),
            owner=unit.kind.name,
        )

    units = watch.scope(NO_SECRETARY, branches_known(), unit="")
    led = with_secretary(units, watch.day)
    yield ManyWarnings(NO_SECRETARY, [place for place in places_of(units) if place[1] not in led], write)
