"""Packs are installed, upgraded and removed; a year of the work calendar is confirmed."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.orgs.action import action, tell
from duban.orgs.models import Role, Unit
from duban.packs.calendar import changes_to, days_of_notice, keep_year
from duban.packs.contents import contents
from duban.packs.folder import folder_named, read_folder
from duban.packs.models import Pack, PackItem, WorkCalendarYear
from duban.packs.plan import WRITTEN, Change, Plan, plan_of


@action("packs.install_pack", gettext_lazy("installed a pack"), roles={Role.COMMITTEE_ADMIN}, unit="")
def install_pack(unit: Unit, *, by: Any, code: str, seen: str) -> Pack:
    """Install or upgrade the pack as it was previewed.

    Args:
        seen: the fingerprint of the preview.

    Raises:
        BadInput: there is no such pack, or it does not hold.
        Conflict: the pack or the data changed since the preview.
    """
    path = folder_named(code)
    if path is None:
        raise BadInput(_("There is no pack %(code)s.") % {"code": code})
    plan = plan_of(code, read_folder(path))
    if plan.fingerprint != seen:
        raise Conflict
    return _carry_out(plan, by=by)


@action("packs.uninstall_pack", gettext_lazy("removed a pack"), roles={Role.COMMITTEE_ADMIN}, unit="")
def uninstall_pack(unit: Unit, *, by: Any, code: str, seen: str) -> None:
    """Take away what the pack brought, except what is in use or was changed here; that stays as the installation's own.

    Raises:
        Conflict: it is gone, or the data changed since the preview.
    """
    plan = plan_of(code, None)
    pack = Pack.objects.filter(code=code).first()
    if pack is None or plan.fingerprint != seen:
        raise Conflict
    for content in reversed(contents()):
        content.remove([line.code for line in plan.of(content, Change.REMOVE)])
    record("packs.uninstall_pack", pack.key, by=by, detail={"version": [pack.version, None]})
    pack.delete()


def install_folder(path: Path) -> Pack:
    """Install a folder without a preview. No permit: run by the command on the server itself, and by the demonstration.

    Raises:
        BadInput: it does not hold.
    """
    folder = read_folder(path)
    with transaction.atomic():
        return _carry_out(plan_of(folder.head.code, folder), by=None)


def _carry_out(plan: Plan, *, by: Any) -> Pack:
    """Write what the plan says, in the caller's transaction."""
    if plan.folder is None:
        raise ValueError("nothing to install")
    head = plan.folder.head
    was = Pack.objects.filter(code=plan.code).values_list("version", flat=True).first()
    pack, _new = Pack.objects.update_or_create(
        code=plan.code,
        defaults={
            "title": head.title,
            "version": head.version,
            "issuer": head.issuer,
            "summary": head.summary,
            "fingerprint": plan.folder.fingerprint,
            "installed_at": clock.now(),
        },
    )
    for content in contents():
        content.write([line.item for line in plan.of(content, *WRITTEN) if line.item is not None])
    for content in reversed(contents()):
        content.remove([line.code for line in plan.of(content, Change.REMOVE)])
    # What somebody changed here keeps the digest it came with: the next upgrade sees again that it was changed.
    kept = {(item.content, item.code): item.digest for item in pack.items.all()}
    pack.items.all().delete()
    PackItem.objects.bulk_create(
        PackItem(
            pack=pack,
            content=line.content.name,
            code=line.code,
            title=line.title[:200],
            digest=kept.get((line.content.name, line.code), line.item.digest if line.item else "")
            if line.change in (Change.KEEP_LOCAL, Change.KEEP_USED)
            else (line.item.digest if line.item else ""),
        )
        for line in plan.lines
        if line.change not in (Change.REMOVE, Change.KEEP_OTHER) and not _owned_elsewhere(line, kept)
    )
    detail = {"version": [was, head.version], **{change.value: [None, n] for change, n in plan.counts().items()}}
    record("packs.install_pack", pack.key, by=by, detail=detail)
    return pack


def _owned_elsewhere(line: Any, kept: dict[tuple[str, str], str]) -> bool:
    """Same words, but another pack brought them: it stays theirs."""
    return (
        line.change is Change.SAME
        and (line.content.name, line.code) not in kept
        and PackItem.objects.filter(content=line.content.name, code=line.code).exists()
    )


@action(
    "packs.confirm_calendar_year", gettext_lazy("entered the notice of a year"), roles={Role.COMMITTEE_ADMIN}, unit=""
)
def confirm_calendar_year(
    unit: Unit, *, by: Any, year: int, notice: str, text: str, replaces: bool = False
) -> WorkCalendarYear:
    """The holidays of a year as the pasted notice says them; the year counts as confirmed from now on.

    Args:
        replaces: the year is entered already and the person has seen what changes.

    Raises:
        BadInput: the text is not understood as a whole; or the year is entered with other days and `replaces` is not said.
    """
    days = days_of_notice(text, year)
    changes = changes_to(year, days)
    if changes and not replaces:
        raise BadInput(
            _("The year %(year)s is entered already. Tick that it is to be replaced when this is meant.")
            % {"year": year},
            places=changes,
        )
    if changes:
        tell(days=[[f"{day} {was}" for day, was, _now in changes], [f"{day} {now}" for day, _was, now in changes]])
    return keep_year(year, notice, days)
