"""What the pages of documents show."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.base import clock
from duban.documents.official import actions, forms
from duban.documents.official.checks import Finding, findings, length_of, limit_of
from duban.documents.official.drawing import drawn
from duban.documents.official.models import Approval, Kind, OfficialDocument
from duban.documents.official.papers import paper_of
from duban.documents.official.pdf import binary
from duban.documents.official.queries import (
    documents_for,
    length_last_year,
    offices_for,
    own_office,
    template_for,
    waiting_for,
    year_on_year,
)
from duban.documents.official.sheet.pages import pages_of
from duban.orgs.permits import PERMITS
from duban.orgs.queries import story_of
from duban.packs.rules import rulebook
from duban.ui.shapes import Chip, Event, Fact, Link, Step

PAGE = 50
State = OfficialDocument.State
KINDS_OF_STATE = {State.DRAFT: "doing", State.IN_APPROVAL: "soon", State.SIGNED: "ok", State.VOIDED: "na"}
STORY = (
    "send_for_approval", "take_back_document", "void_document",
)  # fmt: skip
VERBS: dict[str, type[Form]] = {
    "take_back_document": forms.TakeBackDocument,
    "void_document": forms.VoidDocument,
}
STEP_VERBS: dict[str, type[Form]] = {"approve_step": forms.ApproveStep, "return_step": forms.ReturnStep}


def way(*more: Link) -> list[Link]:
    """The way from the list to a page."""
    return [Link(_("Documents"), reverse("paper_list")), *more]


# ---------------------------------------------------------------- list


def paper_list_page(request: HttpRequest) -> dict[str, Any]:
    """公文: what waits for me, and everything of my units; ?state= and ?kind= filter."""
    user, state, kind = request.user, request.GET.get("state", ""), request.GET.get("kind", "")
    rows = documents_for(user)
    counts = {each: rows.filter(state=each).count() for each in State.values}
    chosen = rows
    chosen = chosen.filter(state=state) if state in State.values else chosen
    chosen = chosen.filter(kind=kind) if kind in Kind.values else chosen
    if words := request.GET.get("q", "").strip()[:60]:
        chosen = chosen.filter(title__icontains=words) | chosen.filter(symbol__icontains=words)
    office = own_office(user)
    chips = [Chip(_("all"), "?", state not in State.values, sum(counts.values()))]
    chips += [Chip(each.label, f"?state={each}", state == each, counts[each]) for each in State if counts[each]]
    return {
        "page": Paginator(chosen, PAGE).get_page(request.GET.get("page")),
        "chips": chips,
        "kinds": [(each.value, each.label) for each in Kind],
        "kind": kind,
        "words": words,
        "waiting": waiting_for(user),
        "office": office,
        "by_year": year_on_year(office) if office else None,
        "may_draft": offices_for(user).exists(),
        "state_kinds": KINDS_OF_STATE,
    }


# ---------------------------------------------------------------- one document


@dataclass(frozen=True)
class Count:
    """The length of the text against what the rule allows."""

    length: int
    most: int
    basis: str
    was: int | None

    @property
    def percent(self) -> int:
        """Of what is allowed, at most 100."""
        return min(100, round(self.length * 100 / self.most)) if self.most else 0

    @property
    def is_over(self) -> bool:
        """Longer than the rule allows."""
        return self.length > self.most

    @property
    def change(self) -> int | None:
        """Against the last document of the kind; None when there was none."""
        return None if self.was is None else self.length - self.was

    @property
    def fewer(self) -> int:
        """How many characters fewer than the last one."""
        return -(self.change or 0)


@dataclass(frozen=True)
class Shown:
    """The preview, with what is said beside the text."""

    pages: list[SafeString]
    findings: list[Finding]
    count: Count
    title_length: int


def shown_of(document: OfficialDocument) -> Shown:
    """The document as it will be printed, saved or not."""
    book, paper = rulebook(), paper_of(document)
    most, basis = limit_of(document, book)
    return Shown(
        [drawn(page, paper) for page in pages_of(paper).pages],
        findings(document, book),
        Count(length_of(document.body), most, basis, length_last_year(document)),
        length_of(document.title),
    )


def paper_page(request: HttpRequest, document: OfficialDocument, wrong: Form | None = None) -> dict[str, Any]:
    """One document: the editor while it is a draft that the person may change, else the pages and what happened."""
    user = request.user
    may_change = PERMITS["official.change_document"].possible(user, document)
    form = None
    if may_change:
        is_wrong = isinstance(wrong, forms.ChangeDocument)
        form = wrong if is_wrong else forms.ChangeDocument(initial=forms.initial_of(document), auto_id="paper-%s")
    if isinstance(wrong, forms.ChangeDocument):
        document = forms.typed(document, wrong)
    steps = list(document.approvals.select_related("unit", "decided_by"))
    step = document.open_step()
    return {
        "document": document,
        "form": form,
        "is_minutes": document.kind == Kind.MINUTES,
        "shown": shown_of(document),
        "stand": (KINDS_OF_STATE[State(document.state)], document.get_state_display()),
        "facts": _facts(document),
        "chain": _chain(document, steps),
        "step": step,
        "step_forms": _step_forms(user, step, wrong),
        "forms": _forms(user, document, wrong),
        "may_send": PERMITS["official.send_for_approval"].possible(user, document),
        "by_year": year_on_year(document.issuer),
        "own": template_for(document),
        "has_pdf": bool(binary()),
        "events": _events(document, steps),
        "crumb": way(Link(document.get_kind_display())),
    }


def _facts(document: OfficialDocument) -> list[Fact]:
    rows = [
        Fact(_("issuer"), document.issuer.name),
        Fact(_("document number"), document.symbol or _("given at the signing")),
        Fact(_("main addressees"), document.addressees, is_wide=True) if document.addressees else None,
        Fact(pgettext("official", "signed on"), str(document.signed_on)) if document.signed_on else None,
        Fact(_("about"), document.about_title, is_wide=True) if document.about_title else None,
        Fact(_("basis"), document.basis, is_wide=True) if document.basis else None,
    ]
    return [row for row in rows if row]


def _chain(document: OfficialDocument, steps: list[Approval]) -> list[Step]:
    """The line of posts: drafted, then each post of the last sending."""
    last = [step for step in steps if step.state in (Approval.State.WAITING, Approval.State.DONE)]
    is_draft = document.is_draft()
    found = [Step(pgettext("official", "drafted"), str(document.drafted_by or ""), "now" if is_draft else "done")]
    waiting = document.open_step()
    for step in [] if is_draft else last:
        stand = "done" if step.state == Approval.State.DONE else "now" if step == waiting else "next"
        found.append(Step(step.post, str(step.decided_by) if step.decided_by else step.get_sort_display(), stand))
    return found


def _events(document: OfficialDocument, steps: list[Approval]) -> list[Event]:
    story = story_of({document.key: ""}, [f"official.{verb}" for verb in STORY])
    story.append(Event(PERMITS["official.start_document"].label, str(document.drafted_by or ""), document.created_at))
    decided = [
        Event(
            f"{step.post}：{step.get_state_display()}",
            str(step.decided_by),
            step.decided_at,
            reason=step.opinion,
            is_wrong=step.state == Approval.State.RETURNED,
        )
        for step in steps
        if step.decided_at
    ]
    return sorted([*story, *decided], key=lambda event: event.at or clock.now(), reverse=True)


def _forms(user: Any, document: OfficialDocument, wrong: Form | None) -> list[tuple[str, Any, Form]]:
    return [
        (name, PERMITS[f"official.{name}"].label, wrong if type(wrong) is kind else kind(auto_id=f"{name}-%s"))
        for name, kind in VERBS.items()
        if PERMITS[f"official.{name}"].possible(user, document)
    ]


def _step_forms(user: Any, step: Approval | None, wrong: Form | None) -> list[tuple[str, Any, Form]]:
    if step is None or not actions.may_decide(user, step):
        return []
    labels = {"approve_step": _("Agree"), "return_step": _("Give back")}
    if step.sort == Approval.Sort.SIGN:
        labels["approve_step"] = _("Sign and number")
    return [
        (name, labels[name], wrong if type(wrong) is kind else kind(auto_id=f"{name}-%s"))
        for name, kind in STEP_VERBS.items()
    ]
