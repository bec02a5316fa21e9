"""Between the upload of a list and its confirmation: what was typed, which file it was, what the officer looks at.

The file lies in the store under its digest. The address of the preview carries a signed note of the rest, and to confirm is
to send that note back: nothing can come in that was not looked at, and nothing waits in a table.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.documents.actions import hold_upload
from duban.documents.store import is_whole, path_of
from duban.documents.uploads import clean_name
from duban.duties import forms
from duban.duties.drafts import DutyDraft
from duban.duties.list_workbook.columns import COLUMNS
from duban.duties.list_workbook.read import read_list
from duban.duties.list_workbook.verdicts import ReadList, Row, first_of
from duban.duties.models import ResponsibilityList
from duban.duties.queries.lists import category_names, issuers_for, lists_for, patterns_to_start
from duban.duties.task_page import address_with
from duban.orgs.models import Unit
from duban.ui.shapes import Chip, Link

SALT = "duties.import_list"
HOLDS_SECONDS = 24 * 3600
PAGE = 50
TYPED = ("unit", "year", "title", "basis")


@dataclass(frozen=True)
class Note:
    """What was uploaded and typed, by which account."""

    account: int
    unit: int
    year: int
    title: str
    basis: str
    sha256: str
    name: str


def held(user: Any, *, unit: Unit, year: int, title: str, basis: str, workbook: UploadedFile) -> str:
    """Keep the workbook; the signed note of it, as it stands in the address of its preview."""
    kept = hold_upload(workbook)
    note = Note(user.pk, unit.pk, year, title, basis, kept.sha256, clean_name(workbook.name or ""))
    return signing.dumps(asdict(note), salt=SALT, compress=True)


def note_of(user: Any, text: str) -> Note:
    """The note that was signed for this account.

    Raises:
        NotAllowed: the person may bring in lists nowhere.
        BadInput: it was changed, belongs to another account, or is older than a day.
    """
    known_issuer(user)
    note = _opened(user, text)
    if note is None:
        raise BadInput(_("This preview has run out. Choose the workbook once more; nothing was brought in."))
    return note


def _opened(user: Any, text: str) -> Note | None:
    try:
        note = Note(**signing.loads(text, salt=SALT, max_age=HOLDS_SECONDS))
    except signing.BadSignature:
        return None
    return note if note.account == user.pk else None


def known_issuer(user: Any) -> Any:
    """The person, who may bring in lists somewhere.

    Raises:
        NotAllowed: nowhere.
    """
    if not issuers_for(user).exists():
        raise NotAllowed
    return user


def new_list(user: Any, form: forms.NewList) -> dict[str, Any]:
    """What the page of a new list shows: both ways to one, the given form as it was filled in."""
    starts = form if isinstance(form, forms.StartList) else forms.StartList(user=user)
    return {
        "form": form if isinstance(form, forms.ImportList) else forms.ImportList(user=user),
        "start": starts if patterns_to_start().exists() else None,
        "crumb": way()[:1],
    }


def typed_before(user: Any, asked: QueryDict) -> dict[str, Any]:
    """What was typed for a preview (`list`) or a list (`like`), to choose another workbook for it; nothing for nonsense."""
    note, key = _opened(user, asked.get("list", "")), asked.get("like", "")
    if note:
        return {name: getattr(note, name) for name in TYPED}
    if not (key.isascii() and key.isdecimal()):
        return {}
    found = lists_for(user).filter(pk=int(key)).values(*TYPED).first()
    return dict(found) if found else {}


def body_of(user: Any, note: Note) -> Unit:
    """The body that issues the list.

    Raises:
        NotAllowed: the person may not bring in its lists, or not any more.
    """
    body = issuers_for(user).filter(pk=note.unit).first()
    if body is None:
        raise NotAllowed
    return body


def read(note: Note) -> ReadList:
    """The workbook of the note, read anew.

    Raises:
        Conflict: the content is not in the store any more, or not what it was.
    """
    if not is_whole(note.sha256):
        raise Conflict(_("The workbook is not there any more. Choose it once more; nothing was brought in."))
    return read_list(path_of(note.sha256), name=note.name, year=note.year, categories=category_names())


def confirmed(note: Note) -> dict[str, Any]:
    """The arguments of the verb: exactly what was looked at.

    Raises:
        BadInput: something is wrong with the list; each place of it.
    """
    found = read(note)
    drafts: Sequence[DutyDraft] = found.drafts
    if not drafts:
        told, more = first_of(found.all_faults)
        left = [(_("further"), _("%(n)s more of the same kind") % {"n": more}, _("as above"))] if more else []
        raise BadInput(_("The list has faults. Nothing was brought in."), places=[*told, *left])
    return {"year": note.year, "title": note.title, "basis": note.basis, "duties": drafts}


def preview_of(request: HttpRequest) -> dict[str, Any]:
    """Everything the page of the preview shows."""
    text = request.GET.get("list", "")
    note = note_of(request.user, text)
    body, found = body_of(request.user, note), read(note)
    rows = {
        "": found.rows,
        "wrong": [row for row in found.rows if row.faults],
        "look": [row for row in found.rows if row.remarks],
    }
    chosen = request.GET.get("rows", "wrong" if rows["wrong"] else "")
    told, more = first_of(found.faults)
    before = _before(request.user, note)
    return {
        "note": note,
        "signed": text,
        "body": body,
        "crumb": [*way(), Link(_("Look at the rows"))],
        "headings": [column.heading for column in COLUMNS],
        "chips": _chips(request, rows, chosen),
        "page": Paginator(rows.get(chosen, found.rows), PAGE).get_page(request.GET.get("page")),
        "duties": len(found.rows),
        "wrong": len(rows["wrong"]),
        "faults": len(found.all_faults),
        "told": told,
        "more": more,
        "remarks": found.remarks,
        "may_confirm": bool(found.drafts),
        "before": before,
        "before_count": before.duties.count() if before else 0,
        "again_url": f"{reverse('import_list')}?{urlencode({'list': text})}",
    }


def way() -> list[Link]:
    """The way from the lists to the page where one is brought in."""
    return [Link(_("Lists"), reverse("list_list")), Link(_("Bring in a list"), reverse("import_list"))]


def _chips(request: HttpRequest, rows: dict[str, Sequence[Row]], chosen: str) -> list[Chip]:
    words = {"": _("all"), "wrong": _("to correct"), "look": _("to look at")}
    return [
        Chip(words[name], f"?{address_with(request, rows=name)}", name == chosen, len(rows[name]))
        for name in words
        if rows[name] or name in ("", chosen)
    ]


def _before(user: Any, note: Note) -> ResponsibilityList | None:
    """The list of the same year and title that is there already."""
    return lists_for(user).filter(unit=note.unit, year=note.year, title=note.title).first()
