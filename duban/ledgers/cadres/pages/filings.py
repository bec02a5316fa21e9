"""备案审核: the list, one unit's, and one filing with its line of states."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.ledgers.cadres import forms
from duban.ledgers.cadres.models import Filing
from duban.ledgers.cadres.pages.tabs import tabs_of
from duban.ledgers.cadres.queries import filings_for, heads_to_file
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS, VIEW_UNIT
from duban.orgs.queries import story_of, units_within
from duban.ui.shapes import Chip, Fact, Link, Step

PAGE = 50
FORMS: dict[str, type[Form]] = {
    "record_opinion": forms.RecordOpinion,
    "record_group_decision": forms.RecordGroupDecision,
    "record_filing": forms.RecordFiling,
    "withdraw_filing": forms.WithdrawFiling,
}
"""The verbs in the order in which a page offers them: the first that is possible is the one that is due."""
KINDS = {"opened": "todo", "heard": "todo", "decided": "todo", "filed": "ok", "withdrawn": "na"}


def filing_list_page(request: HttpRequest) -> dict[str, Any]:
    """Filings, those under way first; ?only=open. Heads in office without one stand below. Four queries."""
    rows = filings_for(request.user)
    only = request.GET.get("only", "")
    chips = [Chip(_("all"), "?", only != "open"), Chip(_("under way"), "?only=open", only == "open")]
    if only == "open":
        rows = rows.filter(state__in=Filing.OPEN)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "tabs": tabs_of(request.user, "filing_list"),
        "page": page,
        "lines": [(filing, KINDS[filing.state]) for filing in page],
        "chips": chips,
        "without": list(heads_to_file(request.user, clock.today())[:PAGE]),
        "unit": units_within(PERMITS["cadres.open_filing"], request.user).first(),
    }


def unit_filings_page(unit: Unit, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """The filings of one unit, and the form for another."""
    may = PERMITS["cadres.open_filing"].allows(user, unit)
    return {
        "unit": unit,
        "lines": [(filing, KINDS[filing.state]) for filing in filings_for(user).filter(unit=unit)],
        "form": (wrong or forms.OpenFiling(within=unit)) if may else None,
        "crumb": [Link(_("Filing of heads"), reverse("filing_list")), Link(unit.name)],
    }


def filing_page(filing: Filing, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One filing: what it is, where it stands, what is due, what happened."""
    verbs = [name for name in FORMS if PERMITS[f"cadres.{name}"].possible(user, filing)]
    person = filing.person.name
    return {
        "filing": filing,
        "kind": KINDS[filing.state],
        "crumb": [Link(_("Filing of heads"), reverse("filing_list")), Link(person)],
        "facts": [
            Fact(
                _("unit"),
                filing.unit.name,
                reverse("unit", args=[filing.unit_id]) if VIEW_UNIT.allows(user, filing.unit) else "",
            ),
            Fact(_("person"), person, reverse("person", args=[filing.person_id])),
            Fact(_("post"), filing.title),
            *([Fact(_("reason"), filing.reason)] if filing.reason else []),
        ],
        "steps": _steps(filing),
        "possible": [
            (
                name,
                PERMITS[f"cadres.{name}"].label,
                wrong if type(wrong) is FORMS[name] else FORMS[name](auto_id=f"{name}-%s"),
            )
            for name in verbs
        ],
        "events": story_of({filing.key: ""}, [f"cadres.{name}" for name in ("open_filing", *FORMS)]),
    }


def _steps(filing: Filing) -> list[Step]:
    said = (
        (_("proposed"), "", filing.opened_on),
        (_("opinion of the discipline body"), filing.opinion_symbol, filing.opinion_on),
        (_("decision of the party group"), filing.decision_symbol, filing.decided_on),
        (_("on file with the organisation department"), filing.filing_symbol, filing.filed_on),
    )
    steps, waits = [], False
    for word, symbol, day in said:
        if day:
            steps.append(Step(word, f"{symbol} {day}".strip(), "done"))
        else:
            steps.append(Step(word, "", "next" if waits or not filing.is_open() else "now"))
            waits = True
    if filing.withdrawn_on:
        steps = [step for step in steps if step.stand == "done"]
        steps.append(Step(filing.get_state_display(), str(filing.withdrawn_on), "now"))
    return steps
