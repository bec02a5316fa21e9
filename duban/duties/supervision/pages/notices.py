"""What the pages of notices show."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from duban.audit.queries import history_of
from duban.base import clock
from duban.duties.chain import chain_of
from duban.duties.issues.models import Issue
from duban.duties.levels import LEVELS, counts_by_level
from duban.duties.models import Duty, Task
from duban.duties.panels import sections_of
from duban.duties.supervision import forms
from duban.duties.supervision.actions.extensions import asked_too_late
from duban.duties.supervision.badges import ASKED, badge
from duban.duties.supervision.models import Extension, SupervisionNotice
from duban.duties.supervision.permits import VIEW_NOTICE
from duban.duties.supervision.queries.notices import (
    STATES,
    NoticeFilter,
    can_supervise,
    counts_by_state,
    filtered,
    gaps_of,
    near_days,
    notices_for,
    notices_on,
)
from duban.orgs.export import workbook
from duban.orgs.ledger import address_with
from duban.orgs.models import Unit
from duban.orgs.panels import Card
from duban.orgs.permits import PERMITS
from duban.orgs.queries import unit_of_permit, units_within
from duban.packs.rules import rulebook
from duban.ui.days import said_day
from duban.ui.shapes import Chip, Event, Fact, Link, Step

PAGE, FOUND, ON_CARD = 50, 20, 5
State = SupervisionNotice.State
FORMS: dict[str, type[forms.OnNotice]] = {
    "issue_notice": forms.IssueNotice,
    "sign_notice": forms.SignNotice,
    "feed_back_notice": forms.FeedBackNotice,
    "close_notice": forms.CloseNotice,
    "return_notice": forms.ReturnNotice,
    "ask_delay": forms.AskExtension,
    "change_notice": forms.ChangeNotice,
    "withdraw_notice": forms.WithdrawNotice,
}
"""In the order in which they stand on the page: the first that is possible is the one that is due."""
DO: dict[str, str | Promise] = {
    "issue_notice": gettext_lazy("Issue the notice"),
    "sign_notice": pgettext_lazy("notice", "Sign for it"),
    "feed_back_notice": gettext_lazy("Feed back"),
    "close_notice": gettext_lazy("Close the notice"),
    "return_notice": gettext_lazy("Return it"),
    "ask_delay": gettext_lazy("Ask for another day"),
    "change_notice": gettext_lazy("Change the draft"),
    "withdraw_notice": gettext_lazy("Withdraw it"),
}
ON_EXTENSIONS: dict[str, type[forms.OnExtension]] = {
    "second_delay": forms.SecondExtension,
    "approve_delay": forms.ApproveExtension,
    "refuse_delay": forms.RefuseExtension,
}
DO_EXTENSIONS: dict[str, str | Promise] = {
    "second_delay": gettext_lazy("Agree, and pass it to the leader"),
    "approve_delay": gettext_lazy("Approve another day"),
    "refuse_delay": gettext_lazy("Refuse"),
}
WORDS: dict[str, str | Promise] = {
    "": gettext_lazy("all"),
    "overdue": gettext_lazy("overdue"),
    "near": pgettext_lazy("notice", "near"),
    **{state: state.label for state in State},
}


def notice_list_page(request: HttpRequest, wanted: NoticeFilter) -> dict[str, Any]:
    """督办单 as filtered; ?find=a unit to issue one to. Eight queries, one more to find."""
    day, user = clock.today(), request.user
    near, seen = near_days(rulebook(), day), notices_for(user)
    fitting: dict[str, Any] = {"user": user, "day": day, "near": near}
    counts = counts_by_state(filtered(seen, wanted.in_any_state(), **fitting), day=day, near=near)
    levels = counts_by_level(filtered(seen, wanted.at_any_level(), **fitting), VIEW_NOTICE.reach(user))
    declared, words = PERMITS["supervision.draft_notice"], request.GET.get("find", "").strip()[:60]
    page = Paginator(filtered(seen, wanted, **fitting), PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": [(notice, *badge(notice, day, near)) for notice in page],
        "wanted": wanted,
        "chips": [
            Chip(WORDS[state], f"?{address_with(request, state=state)}", state == wanted.state, counts[state or "all"])
            for state in ("", *STATES)
            if state in ("", wanted.state) or counts[state]
        ],
        "levels": [
            Chip(word, f"?{address_with(request, level=name)}", name == wanted.level, levels[name])
            for name, word in LEVELS.items()
        ],
        "gaps": gaps_of(unit_of_permit(declared, user), day.year),
        "year": day.year,
        "may_issue": bool(declared.reach(user)),
        "find": words,
        "found": units_within(declared, user).filter(name__icontains=words)[:FOUND] if words else [],
        "export_url": f"?{address_with(request, **{'as': 'xlsx'})}",
    }


def notice_workbook(user: Any, wanted: NoticeFilter) -> FileResponse:
    """The notices as filtered, in the order in which they are shown."""
    day = clock.today()
    near = near_days(rulebook(), day)
    heads = [
        (pgettext("notice", "number"), 20), (_("organisation"), 36), (_("matter"), 40), (pgettext("notice", "what is asked"), 40),
        (_("basis"), 30), (_("issued and closed by"), 20), (_("issued on"), 12), (_("signed for on"), 12),
        (_("to be fed back by"), 12), (_("state"), 20), (_("what was done"), 40), (_("fed back on"), 12),
        (_("days late"), 10), (pgettext("notice", "closed on"), 12),
    ]  # fmt: skip
    rows = (
        [
            each.number, each.unit.name, each.title, each.demands, each.basis, str(each.issuer), str(each.issued_on or ""),
            str(each.signed_on or ""), str(each.due_on), str(badge(each, day, near)[1]), each.feedback,
            str(each.fed_back_on or ""), "" if each.late_days is None else str(each.late_days), str(each.closed_on or ""),
        ]
        for each in filtered(notices_for(user), wanted, user=user, day=day, near=near).iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(_("Supervision notices"), heads, rows)


def notice_page(
    notice: SupervisionNotice, user: Any, wrong: forms.OnNotice | forms.OnExtension | None = None
) -> dict[str, Any]:
    """One notice: what is asked, where it stands, what was fed back, what happened."""
    day = clock.today()
    possible = [name for name in FORMS if PERMITS[f"supervision.{name}"].possible(user, notice)]
    late = asked_too_late(notice, day) if "ask_delay" in possible else ""
    if late and not isinstance(wrong, forms.AskExtension):
        possible.remove("ask_delay")
    return {
        "notice": notice,
        "badge": badge(notice, day, near_days(rulebook(), day)),
        "crumb": [Link(_("Supervision notices"), reverse("notice_register")), Link(notice.number)],
        "links": chain_of(notice, user),
        "sections": sections_of(notice, user, day),
        "facts": _facts(notice),
        "steps": _steps(notice, day),
        "remark": ("na" if notice.state == State.WITHDRAWN else "back", notice.get_state_display()),
        "possible": [
            (name, DO[name], wrong if type(wrong) is FORMS[name] else FORMS[name](notice=notice, user=user))
            for name in possible
        ],
        "due": possible[0] if possible and possible[0] not in ("change_notice", "withdraw_notice") else "",
        "too_late": late,
        "extensions": [_extension(each, user, wrong) for each in notice.extensions.all()],
        "events": _events(notice),
    }


def _extension(each: Extension, user: Any, wrong: Any) -> dict[str, Any]:
    names = [name for name in ON_EXTENSIONS if PERMITS[f"supervision.{name}"].possible(user, each)]
    mine = wrong if getattr(wrong, "extension", None) == each else None
    return {
        "row": each,
        "badge": (ASKED[Extension.State(each.state)], each.get_state_display()),
        "possible": [
            (name, DO_EXTENSIONS[name], mine if type(mine) is form else form(extension=each))
            for name, form in ON_EXTENSIONS.items()
            if name in names
        ],
    }


def _events(notice: SupervisionNotice) -> list[Event]:
    """What happened to the notice and to the requests for another day, newest first."""
    keys = [notice.key, *(each.key for each in notice.extensions.all())]
    entries = sorted((each for key in keys for each in history_of(key)), key=lambda each: -each.number)
    return [
        Event(
            PERMITS[each.verb].label if each.verb in PERMITS else each.verb,
            each.by_name,
            at=each.at,
            reason=each.reason,
            is_wrong=each.verb == "supervision.return_notice",
        )
        for each in entries
    ]


def _facts(notice: SupervisionNotice) -> list[Fact]:
    late = "" if notice.late_days is None else _("in time") if notice.late_days == 0 else str(notice.late_days)
    return [
        Fact(_("organisation"), notice.unit.name, reverse("unit", args=[notice.unit_id])),
        Fact(_("issued and closed by"), str(notice.issuer)),
        Fact(_("basis"), notice.basis, is_wide=True),
        Fact(pgettext("notice", "what is asked"), notice.demands, is_wide=True),
        Fact(_("to be fed back by"), said_day(notice.due_on)),
        *([Fact(_("what was done"), notice.feedback, is_wide=True)] if notice.feedback else []),
        *([Fact(_("days late"), late)] if late else []),
    ]


def _steps(notice: SupervisionNotice, day: datetime.date) -> list[Step]:
    if notice.state == State.WITHDRAWN:
        first = Step(pgettext("step", "issued"), said_day(notice.issued_on), "done") if notice.issued_on else None
        return [*([first] if first else []), Step(State.WITHDRAWN.label, "", "now")]
    order = [State.DRAFT, State.ISSUED, State.SIGNED, State.FED_BACK, State.CLOSED]
    at = order.index(State.SIGNED if notice.state == State.RETURNED else State(notice.state))
    late = bool(notice.overdue_days(day)) or notice.state == State.RETURNED
    said: list[tuple[str, str]] = [
        (pgettext("step", "issued"), said_day(notice.issued_on) if notice.issued_on else ""),
        (pgettext("step", "signed for"), said_day(notice.signed_on) if notice.signed_on else str(notice.unit)),
        (pgettext("step", "fed back"), said_day(notice.fed_back_on if at >= 3 else notice.due_on)),
        (pgettext("step", "closed"), said_day(notice.closed_on) if notice.closed_on else str(notice.issuer)),
    ]
    return [
        Step(word, note, "done" if place < at else ("late" if late else "now") if place == at else "next")
        for place, (word, note) in enumerate(said)
    ]


def draft_notice_page(unit: Unit, form: Form) -> dict[str, Any]:
    """Drafting a notice to one organisation."""
    return {
        "unit": unit,
        "form": form,
        "crumb": [Link(_("Supervision notices"), reverse("notice_register")), Link(unit.name)],
    }


def notices_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """On the page of a unit: what is open, and the way to issue one. Three queries."""
    wanted, near = NoticeFilter(unit=unit), near_days(rulebook(), day)
    fitting = filtered(notices_for(user), wanted, user=user, day=day, near=near)
    rows = fitting.filter(closed_on=None).exclude(state=State.WITHDRAWN)
    found = list(rows[: ON_CARD + 1])
    may = can_supervise(unit, user) and unit.stands_on(day)
    if not found and not may:
        return None
    context = {
        "lines": [(each, *badge(each, day, near)) for each in found[:ON_CARD]],
        "draft_url": reverse("draft_notice", args=[unit.pk]) if may else "",
    }
    count = rows.count() if len(found) > ON_CARD else len(found)
    return Card(_("Supervision notices"), "supervision/card.html", context, count, wanted.address(), _("all notices"))


def notices_section(obj: Duty | Task | Issue | SupervisionNotice, user: Any, day: datetime.date) -> Card | None:
    """On the page of an issue or a task: the notices that hang on it, and the way to issue one. Two queries at most."""
    if not isinstance(obj, Issue | Task):
        return None
    found = list(notices_on(user, obj))
    draft_url = ""
    if obj.is_open() and can_supervise(obj.unit, user) and not obj.unit.is_dissolved:
        name = "issue" if isinstance(obj, Issue) else "task"
        draft_url = f"{reverse('draft_notice', args=[obj.unit_id])}?{name}={obj.pk}"
    if not found and not draft_url:
        return None
    near = near_days(rulebook(), day) if found else 0
    context = {"lines": [(each, *badge(each, day, near)) for each in found], "draft_url": draft_url}
    return Card(_("Supervision notices"), "supervision/card.html", context, len(found))
