"""What the pages of an office show: its paper, its chain, its registers of numbers."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse

from duban.base import clock
from duban.documents.official import forms
from duban.documents.official.models import OfficeProfile, OfficeTemplate, OfficialDocument
from duban.documents.official.numbers import Line, lines_of, word_of
from duban.documents.official.pages import way
from duban.documents.official.profiles import chain_of, profile_of
from duban.documents.official.queries import numbered, registers_of, year_on_year
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import story_of
from duban.ui.shapes import Link

FORMS = ("set_profile", "set_chain", "note_outside_numbers", "add_office_template")


def office_page(request: HttpRequest, unit: Unit, wrong: Form | None = None) -> dict[str, Any]:
    """机关版式: how this office's documents look, whose word they need, its own templates."""
    profile = profile_of(unit)
    may = {name: PERMITS[f"official.{name}"].allows(request.user, unit) for name in FORMS}
    fresh: dict[str, Form] = {
        "set_profile": profile_form(unit, profile),
        "set_chain": forms.SetChain(unit=unit, initial=_chain_initial(profile), auto_id="chain-%s"),
        "add_office_template": forms.AddOfficeTemplate(auto_id="template-%s"),
    }
    shown = {name: wrong if type(wrong) is type(form) else form for name, form in fresh.items() if may[name]}
    templates = OfficeTemplate.objects.filter(unit=unit).select_related("file").order_by("retired_on", "kind")
    return {
        "unit": unit,
        "profile": profile,
        "forms": shown,
        "chain": chain_of(profile),
        "templates": templates,
        "may_retire": may["add_office_template"],
        "events": story_of({unit.key: ""}, [f"official.{name}" for name in FORMS]),
        "crumb": way(Link(unit.name)),
    }


def standard_measures() -> dict[str, Any]:
    """The measures of the standard; none while the pack is not installed."""
    standard = OfficeProfile.objects.filter(unit=None).first()
    return dict(standard.measures) if standard else {}


def profile_form(unit: Unit, profile: OfficeProfile, data: Any = None) -> forms.SetProfile:
    """The form of an office's paper, with what is set."""
    names = ("letterhead", "symbol_word", "signature", "printed_by", "is_sealed")
    initial = {name: getattr(profile, name) for name in names}
    initial |= {f"m_{name}": value for name, value in profile.measures.items()}
    return forms.SetProfile(data, standard=standard_measures(), initial=initial, auto_id="profile-%s")


def _chain_initial(profile: OfficeProfile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    rows = profile.steps.select_related("unit") if profile.pk else []
    for n, step in enumerate(rows, start=1):
        found |= {f"sort_{n}": step.sort, f"post_{n}": step.post, f"role_{n}": step.role}
        found[f"unit_{n}"] = step.unit.name if step.unit else ""
    return found


def register_page(request: HttpRequest, unit: Unit, wrong: Form | None = None) -> dict[str, Any]:
    """发文登记: every number of a year, and why those are missing that no document has."""
    asked = forms.ChooseYear(request.GET).chosen
    year = asked or clock.today().year
    documents, profile = numbered(unit, year), profile_of(unit)
    registers = [
        (
            register,
            word_of(register.series, profile.symbol_word),
            lines_of(register, documents.get(register.series, [])),
        )
        for register in registers_of(unit, year)
    ]
    may_note = PERMITS["official.note_outside_numbers"].allows(request.user, unit)
    fresh = forms.NoteOutsideNumbers(initial={"year": year}, auto_id="outside-%s")
    return {
        "unit": unit,
        "year": year,
        "years": [year - 1, year + 1] if year < clock.today().year else [year - 1],
        "registers": [(register, word, lines) for register, word, lines in registers if lines],
        "open": sum(line.is_unexplained for _register, _word, lines in registers for line in lines),
        "form": (wrong or fresh) if may_note else None,
        "by_year": year_on_year(unit),
        "state_kind": _state_kind,
        "crumb": way(Link(unit.name, reverse("office", args=[unit.pk]))),
    }


def _state_kind(line: Line) -> str:
    if line.document is None:
        return "na" if line.reason else "late"
    return "na" if line.document.state == OfficialDocument.State.VOIDED else "ok"
