"""An office's paper: its own profile over the standard's measures, and whose word its documents need."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duban.base.errors import DomainError
from duban.documents.official.models import Approval, Kind, OfficeProfile
from duban.documents.official.sheet.layout import Layout, layout_from
from duban.documents.official.sheet.paper import DOCUMENT, MINUTES
from duban.orgs.models import Grant, Role, Unit

SIGNERS = (Role.COMMITTEE_LEADER, Role.UNIT_SECRETARY, Role.BRANCH_SECRETARY, Role.COMMITTEE_ADMIN)
"""Who signs where no chain is set: the highest of these that somebody holds on the very unit."""


class NoStandard(DomainError):
    """The measures of the standard are not installed."""

    status = 409


@dataclass(frozen=True)
class Post:
    """One place in a chain, with its unit."""

    sort: str
    post: str
    role: str
    unit: Unit


def profile_of(unit: Unit) -> OfficeProfile:
    """The office's own profile; an unsaved empty one while it has none. One query."""
    return OfficeProfile.objects.filter(unit=unit).first() or OfficeProfile(unit=unit)


def layout_of(profile: OfficeProfile) -> Layout:
    """The measures: the standard's, and over them what the office has set.

    Raises:
        NoStandard: the pack that brings them is not installed.
    """
    standard = OfficeProfile.objects.filter(unit=None).first()
    if standard is None:
        raise NoStandard(_("The measures of official documents are not installed. Install the core pack."))
    return layout_from({**standard.measures, **profile.measures})


def letterhead_of(profile: OfficeProfile, kind: Kind) -> str:
    """发文机关标志: the name with 文件, the name alone on a letter, with 会议纪要 on minutes."""
    assert profile.unit is not None  # noqa: S101 - the standard's own row prints nothing
    name = (profile.letterhead or profile.unit.seal_name).removesuffix("文件")
    return name + {DOCUMENT: "文件", MINUTES: "会议纪要"}.get(kind.form, "")


def signature_of(profile: OfficeProfile) -> str:
    """The name below the text."""
    return profile.signature or (profile.unit.seal_name if profile.unit else "")


def printer_of(profile: OfficeProfile) -> str:
    """印发机关."""
    return profile.printed_by or signature_of(profile)


def chain_of(profile: OfficeProfile) -> list[Post]:
    """Whose word a document of this office needs, in order; the last one signs. Two queries.

    Without steps of its own: the one who leads the unit signs.
    """
    unit: Any = profile.unit
    rows = profile.steps.select_related("unit") if profile.pk else []
    steps = [Post(step.sort, step.post, step.role, step.unit or unit) for step in rows]
    if any(step.sort == Approval.Sort.SIGN for step in steps):
        return steps
    held = set(Grant.objects.in_force().filter(unit=unit).values_list("role", flat=True))
    role = next((each for each in SIGNERS if each in held), Role.BRANCH_SECRETARY)
    return [*steps, Post(Approval.Sort.SIGN, str(Role(role).label), role, unit)]
