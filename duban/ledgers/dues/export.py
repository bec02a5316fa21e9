"""The grid of one branch as a workbook: every member of the year, twelve months, sums; words where there is no number."""

from decimal import Decimal

from django.http import FileResponse
from django.utils.translation import gettext as _

from duban.ledgers.dues.actions import WORDS
from duban.ledgers.dues.months import months_of
from duban.ledgers.dues.queries import accounts_of
from duban.ledgers.dues.standing import Cell
from duban.orgs.export import workbook
from duban.orgs.models import Unit


def dues_workbook(unit: Unit, year: int) -> FileResponse:
    """The year as an .xlsx download. Six queries."""
    heads = [(_("member"), 12), (_("yuan a month"), 14)]
    heads += [(f"{month.month}" + _("(month)"), 9) for month in months_of(year)]
    heads += [(_("together"), 10), (_("voluntary"), 10)]
    rows = (
        [
            each.person.name,
            each.due.amount if each.due else _("no amount fixed"),
            *(_said(cell) for cell in each.cells),
            each.paid,
            each.voluntary,
        ]
        for each in accounts_of(unit, year)
    )
    return workbook(_("Dues of %(year)s") % {"year": year}, heads, rows)


def _said(cell: Cell) -> Decimal | str | None:
    return cell.amount if cell.is_paid else str(WORDS[cell.kind])
