"""What an office keeps beside its documents: its paper, its chain, numbers given elsewhere, its own templates."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.documents.actions import keep_upload
from duban.documents.official.models import (
    Kind,
    OfficeProfile,
    OfficeTemplate,
    OutsideNumbers,
    PostStep,
    SymbolRegister,
)
from duban.documents.official.numbers import outside
from duban.documents.official.own import try_template
from duban.documents.official.permits import KEEPERS
from duban.documents.official.profiles import Post, profile_of
from duban.orgs.action import action, tell
from duban.orgs.models import Unit


@action("official.set_profile", gettext_lazy("set the office's paper"), roles=KEEPERS, unit="")
def set_profile(unit: Unit, *, by: Any, measures: dict[str, Any] | None = None, **said: Any) -> OfficeProfile:
    """机关版式: letterhead, word of the numbers, names, and the measures in which this office differs."""
    profile = profile_of(unit)
    before = {name: getattr(profile, name) for name in said}
    for name, value in said.items():
        setattr(profile, name, value)
    if measures is not None:
        tell(measures=[_as_text(profile.measures), _as_text(measures)])
        profile.measures = measures
    profile.save()
    tell(**{name: [before[name], value] for name, value in said.items() if value != before[name]})
    return profile


def _as_text(measures: dict[str, Any]) -> dict[str, str]:
    """For the trail, which keeps no floating numbers."""
    return {name: str(value) for name, value in measures.items()}


@action("official.set_chain", gettext_lazy("set whose word documents need"), roles=KEEPERS, unit="")
def set_chain(unit: Unit, *, by: Any, posts: Sequence[Post]) -> OfficeProfile:
    """审批程序: the posts in their order. Documents that are under way keep the chain they were sent with."""
    profile = profile_of(unit)
    profile.save()
    before = [str(step) for step in profile.steps.all()]
    profile.steps.all().delete()
    PostStep.objects.bulk_create(
        PostStep(
            profile=profile,
            place=place,
            sort=post.sort,
            post=post.post,
            role=post.role,
            unit=post.unit if post.unit.pk != unit.pk else None,
        )
        for place, post in enumerate(posts, start=1)
    )
    tell(steps=[before, [post.post for post in posts]])
    return profile


@action("official.note_outside_numbers", gettext_lazy("noted numbers given outside"), roles=KEEPERS, unit="")
def note_outside_numbers(
    unit: Unit, *, by: Any, series: str, year: int, first: int, last: int, reason: str
) -> OutsideNumbers:
    """登记线下用号: the next numbers pass them over.

    Raises:
        BadInput: they are out of order, or one of them is given here or noted already.
    """
    SymbolRegister.objects.get_or_create(issuer=unit, series=series, year=year)
    register = SymbolRegister.objects.select_for_update().get(issuer=unit, series=series, year=year)
    return outside(register, first, last, reason)


@action("official.add_office_template", gettext_lazy("entered a template of the office"), roles=KEEPERS, unit="")
def add_office_template(unit: Unit, *, by: Any, kind: str, upload: UploadedFile) -> OfficeTemplate:
    """本机关模板: documents of this kind are written into it from now on; the one before is not used any more.

    Raises:
        BadInput: it is no .docx, or cannot be filled: each blank that no document has is named.
    """
    try_template(upload.read(), Kind(kind))
    upload.seek(0)
    OfficeTemplate.objects.filter(unit=unit, kind=kind, retired_on=None).update(retired_on=clock.today())
    version = keep_upload(upload, unit=unit, title=str(Kind(kind).label), by=by)
    return OfficeTemplate.objects.create(unit=unit, kind=kind, file=version)


@action(
    "official.retire_office_template",
    gettext_lazy("took a template of the office out of use"),
    roles=KEEPERS,
    when=lambda template, by: template.retired_on is None,
)
def retire_office_template(template: OfficeTemplate, *, by: Any) -> None:
    """停用: the page of the standard is written again."""
    template.retired_on = clock.today()
    template.save(update_fields=["retired_on", "updated_at"])
