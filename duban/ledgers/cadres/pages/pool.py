"""The pool, its structure, staffing, unsorted posts, and the paths of a year."""

import datetime
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.base import clock
from duban.ledgers.cadres import forms
from duban.ledgers.cadres.actions import secondments_are_kept
from duban.ledgers.cadres.cultivation import CULTIVATION, PATHS, paths_for
from duban.ledgers.cadres.models import PostKind
from duban.ledgers.cadres.pages.tabs import tabs_of
from duban.ledgers.cadres.pool import (
    AXES,
    Axis,
    Cadre,
    UnitStaffing,
    bands_by_axis,
    dedicated_at,
    hidden_below,
    names_of,
    pool_for,
    staffing_at,
    staffing_for,
    structure_of,
    unsorted_posts,
)
from duban.ledgers.cadres.queries import cadre_units_for, people_with_record_for
from duban.ledgers.cadres.rules import Staffing
from duban.orgs.export import workbook
from duban.orgs.models import Person, Unit
from duban.orgs.permits import PERMITS
from duban.packs.rules import rulebook
from duban.ui.shapes import Chip, Fact, Link

PAGE = 50
SORTED_AT_ONCE = 50


def asked_unit(request: HttpRequest) -> Unit | None:
    """The unit that the address names, if the person sees its pool."""
    asked = request.GET.get("unit", "")
    return cadre_units_for(request.user).filter(pk=asked).first() if asked.isdecimal() else None


def asked_year(request: HttpRequest) -> int:
    """The year that the address names, this year otherwise."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2099 else clock.today().year


def year_chips(year: int, **more: Any) -> list[Chip]:
    """This year and the two before it."""
    here = clock.today().year
    return [
        Chip(_("%(year)s") % {"year": each}, f"?{urlencode({**more, 'year': each})}", each == year)
        for each in sorted({here - 2, here - 1, here, year}, reverse=True)
    ]


@dataclass(frozen=True)
class Choice:
    """One filter of the pool: its name in the address, its words, what is chosen."""

    name: str
    title: str | Promise
    options: list[tuple[str, str | Promise]]
    chosen: str


def cadre_list_page(request: HttpRequest) -> dict[str, Any]:
    """The pool as the address asks for it. The queries of the pool, and one each for bands, kinds and the unit."""
    asked, unit, bands = request.GET, asked_unit(request), bands_by_axis()
    everybody = pool_for(request.user, clock.today(), unit=unit)
    words = asked.get("q", "").strip()[:50]
    kinds = list(PostKind.objects.exclude(field=PostKind.Field.BUSINESS).values_list("code", "name"))
    choices = [
        Choice("kind", pgettext("cadres", "kind of post"), list(kinds), asked.get("kind", "")),
        *(Choice(name, title, names_of(name, bands), asked.get(name, "")) for name, title in AXES.items()),
    ]
    only = dedicated_at(unit, clock.today()) if unit and asked.get("only") == "dedicated" else None
    rows = [cadre for cadre in everybody if _fits(cadre, words, choices) and (only is None or cadre.person.pk in only)]
    return {
        "tabs": tabs_of(request.user, "cadre_list"),
        "page": Paginator(rows, PAGE).get_page(asked.get("page")),
        "count": len(rows),
        "choices": choices,
        "chosen": [choice for choice in choices if choice.chosen],
        "words": words,
        "unit": unit,
        "is_dedicated": only is not None,
        "names": {code: word for name in AXES for code, word in names_of(name, bands)},
    }


def _fits(cadre: Cadre, words: str, choices: Sequence[Choice]) -> bool:
    for choice in choices:
        if choice.chosen and choice.name == "kind":
            if choice.chosen not in {each.kind.code for each in cadre.posts}:
                return False
        elif choice.chosen and cadre.bands[choice.name] != choice.chosen:
            return False
    return not words or words in cadre.person.name


def structure_page(unit: Unit, user: Any) -> dict[str, Any]:
    """The unit's own people in bands, whole: this page does not leave the unit. Each number opens its rows."""
    cadres = pool_for(user, clock.today(), unit=unit)
    check = staffing_at(unit, clock.today(), rulebook())
    tables = structure_of(cadres, bands_by_axis())
    return {
        "unit": unit,
        "count": len(cadres),
        "tables": tables,
        "check": check,
        "facts": _staffing_facts(unit, check),
        "crumb": [Link(_("Cadres"), reverse("cadre_list")), Link(unit.name)],
        "may_sort": PERMITS["cadres.sort_posts"].allows(user, unit),
    }


def _staffing_facts(unit: Unit, check: Staffing) -> list[Fact]:
    need = "" if check.low is None else _("%(low)s to %(high)s") % {"low": check.low, "high": check.high}
    return [
        Fact(_("staff"), "" if check.staff is None else str(check.staff)),
        Fact(
            _("dedicated"),
            str(check.dedicated),
            f"{reverse('cadre_list')}?{urlencode({'unit': str(unit.pk), 'only': 'dedicated'})}"
            if check.dedicated
            else "",
        ),
        Fact(pgettext("staffing", "needed"), need),
        Fact(_("basis"), check.rule.cited, is_wide=True),
    ]


def structure_workbook(unit: Unit, user: Any) -> FileResponse:
    """The structure as it may leave the unit: numbers below the smallest that may be published are hidden."""
    least = rulebook().whole("privacy.cell_min", clock.today())
    tables = structure_of(pool_for(user, clock.today(), unit=unit), bands_by_axis())
    hidden = _("fewer than %(n)s") % {"n": least}
    shown: list[Axis] = [hidden_below(table, least) for table in tables]
    rows = [
        [
            table.title,
            row.name,
            _("hidden") if row.is_hidden and row.count >= least else hidden if row.is_hidden else row.count,
        ]
        for table in shown
        for row in table.rows
    ]
    heads = [(_("structure"), 18), (_("band"), 30), (pgettext("number", "people"), 12)]
    return workbook(_("Structure of cadres"), heads, rows)


def staffing_page(request: HttpRequest) -> dict[str, Any]:
    """Every unit with its check; ?only=below. Three queries whatever their number."""
    found = staffing_for(request.user, clock.today(), rulebook())
    only = request.GET.get("only", "")
    words = {
        "": _("all"),
        "below": _("below"),
        "within": _("within"),
        "above": _("above"),
        "missing": _("not reported"),
    }
    chips = [
        Chip(
            word,
            f"?only={name}" if name else "?",
            name == only,
            sum(not name or each.check.kind == name for each in found),
        )
        for name, word in words.items()
    ]
    rows: list[UnitStaffing] = [each for each in found if not only or each.check.kind == only]
    rule = rulebook().at("staffing.share_min", clock.today())
    return {
        "tabs": tabs_of(request.user, "staffing_list"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "chips": chips,
        "rule": rule,
    }


def unsorted_page(unit: Unit, user: Any, data: Any = None) -> dict[str, Any]:
    """Posts of which nobody has said the kind, with what each title suggests. Two queries."""
    kinds = list(PostKind.objects.all())
    rows = unsorted_posts(unit, clock.today(), kinds)
    may = PERMITS["cadres.sort_posts"].allows(user, unit)
    return {
        "unit": unit,
        "count": len(rows),
        "form": forms.SortPosts(data, rows=rows[:SORTED_AT_ONCE], kinds=kinds) if may else None,
        "rows": rows[:SORTED_AT_ONCE],
        "crumb": [
            Link(_("Cadres"), reverse("cadre_list")),
            Link(unit.name, reverse("cadre_structure", args=[unit.pk])),
            Link(_("Posts to sort")),
        ],
    }


def sortable(unit: Unit, day: datetime.date, data: Container[str]) -> dict[str, Any]:
    """What the form that sorts posts is made of: the posts that the page showed, wherever they stand now. Two queries."""
    kinds = list(PostKind.objects.all())
    rows = [row for row in unsorted_posts(unit, day, kinds) if forms.SortPosts.name_of(row) in data]
    return {"rows": rows[:SORTED_AT_ONCE], "kinds": kinds}


def cadre_page(person: Person, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One person of the pool: posts with their kinds, years, bands, and what is entered about them."""
    found = next(iter(pool_for(user, clock.today(), person=person)), None)
    profile = getattr(person, "cadre_profile", None)
    possible = []
    if PERMITS["cadres.enter_profession"].allows(user, person):
        initial = {"profession": profile.profession_id if profile else None}
        possible.append(
            ("enter_profession", PERMITS["cadres.enter_profession"].label, forms.EnterProfession(initial=initial))
        )
    return {
        "person": person,
        "cadre": found,
        "profession": profile.profession if profile else None,
        "possible": [(name, word, wrong if type(wrong) is type(form) else form) for name, word, form in possible],
        "may_second": PERMITS["cadres.register_secondment"].allows(user, person) and secondments_are_kept(),
        "sees_record": people_with_record_for(user).filter(pk=person.pk).exists(),
        "crumb": [Link(_("Cadres"), reverse("cadre_list")), Link(person.name)],
    }


def cultivation_page(request: HttpRequest) -> dict[str, Any]:
    """The paths of a year with how many took them; ?path= opens one. Two queries."""
    year, unit = asked_year(request), asked_unit(request)
    found = paths_for(request.user, year, unit=unit)
    more: dict[str, Any] = {"unit": unit.pk} if unit else {}
    name = request.GET.get("path", "")
    return {
        "tabs": tabs_of(request.user, "cultivation"),
        "year": year,
        "unit": unit,
        "chips": year_chips(year, **more),
        "groups": [
            (
                title,
                [
                    (PATHS[each], len(found[each]), f"?{urlencode({**more, 'year': year, 'path': each})}", each == name)
                    for each in names
                ],
            )
            for title, names in (
                (_("Three paths of cultivation"), CULTIVATION),
                (_("Exchange of party and business cadres"), [each for each in PATHS if each not in CULTIVATION]),
            )
        ],
        "path": PATHS.get(name),
        "page": Paginator(found.get(name, []), PAGE).get_page(request.GET.get("page")),
    }
