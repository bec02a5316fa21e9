"""Tags of this room's pages."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.orgs.accounts import STATES, state_of
from duban.orgs.export import posts_of
from duban.orgs.ledger import COLUMNS, address_with, cells_of
from duban.orgs.models import Person, Unit
from duban.orgs.panels import Card
from duban.orgs.past_page import note_of
from duban.ui.navigation import addresses_of
from duban.ui.templatetags.ui.library import optional
from duban.ui.templatetags.ui.states import state

register = template.Library()


@register.simple_tag
def posts_held(person: Person) -> str:
    """The posts a person holds now, in words."""
    return posts_of(person)


@register.simple_tag
def ledger_rows(page: Page, columns: Sequence[str]) -> SafeString:
    """The rows of the ledger: fifty at a time, so they are joined here and not in a template."""
    address = addresses_of("unit")
    cells = "".join(format_html('<td data-label="{}">{{}}</td>', COLUMNS[name]) for name in columns)
    return format_html_join(
        "",
        '<tr><td class="seq mute">{}</td><th scope="row"><a href="{}" hx-get="{}" hx-target="#panel"'
        f' hx-swap="innerHTML">{{}}</a></th>{cells}</tr>',
        (
            (number, url, url, unit.name, *ledger_values(unit, columns))
            for number, unit in enumerate(page, start=page.start_index())
            for url in [address(unit.pk)]
        ),
    )


@register.simple_tag
def past_rows(page: Page, day: datetime.date, above: Mapping[int, str]) -> SafeString:
    """The rows of the organisation on a past day."""
    address = addresses_of("unit_about")
    # What became of it says itself what it is; where nothing did, a phone shows no empty line.
    cells = "".join(format_html('<td data-label="{}">{{}}</td>', word) for word in (_("kind"), _("subordinate to")))
    return format_html_join(
        "",
        f'<tr><td class="seq mute">{{}}</td><th scope="row"><a href="{{}}">{{}}</a></th>{cells}<td>{{}}</td></tr>',
        (
            (number, address(each.pk), each.name, each.kind, above.get(each.parent, ""), note_of(each, day))
            for number, each in enumerate(page, start=page.start_index())
        ),
    )


def ledger_values(unit: Unit, columns: Sequence[str]) -> list[Any]:
    """What stands in the chosen columns of one organisation: a member count that nobody reported is said to be missing."""
    values = ["" if value is None else value for value in cells_of(unit, columns)]
    if "members" in columns and unit.member_count is None and not unit.numchild and unit.kind.code == "branch":
        values[list(columns).index("members")] = format_html('<span class="v-miss">{}</span>', _("not reported"))
    return values


@register.simple_tag(takes_context=True)
def toggled_column(context: RequestContext, name: str) -> str:
    """The address with this column chosen or left out."""
    chosen = list(context["ledger"].columns)
    kept = [each for each in COLUMNS if (each in chosen) != (each == name)]
    return address_with(context["request"], columns=",".join(kept))


@register.simple_tag(takes_context=True)
def draw_card(context: RequestContext, card: Card) -> SafeString:
    """A card that a room above put on this page: its title, what it says, and where all of it stands."""
    request = context["request"]
    more = format_html('<a href="{}">{}</a>', card.url, card.url_word or _("All of it")) if card.url else ""
    said = render_to_string(card.template, {**card.context, "card": card}, request)
    return format_html(
        '<section class="sec"><header><h2>{}</h2>{}{}</header>{}</section>',
        card.title,
        optional('<span class="n">{}</span>', card.count),
        optional('<span class="end">{}</span>', more),
        said,
    )


@register.simple_tag
def account_state(person: Person, locked: set[int]) -> SafeString:
    """The state of a person's account, as a shape and a word."""
    return state(*STATES[state_of(person, locked)])
