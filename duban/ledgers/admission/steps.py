"""The steps of admission as content of packs, and as plain objects to reckon with."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.ledgers.admission.models import AdmissionStep, Stage
from duban.packs.contents import Content, Item, Said
from duban.packs.writing import put


class Decides(TextChoices):
    """Who decides a step."""

    APPLICANT = "applicant", gettext_lazy("the applicant")
    BRANCH = "branch", gettext_lazy("the branch")
    COMMITTEE = "committee", gettext_lazy("the branch committee, or the members' meeting")
    MEETING = "meeting", gettext_lazy("the members' meeting")
    ORGANISATION = "organisation", gettext_lazy("the party organisation")
    SUPERIOR = "superior", gettext_lazy("the superior committee")


TEXTS = ("code", "name", "stage", "opens", "basis", "article", "decides", "until", "extended")
FLAGS = ("recurs", "spans", "whole", "optional", "number", "hours", "vote", "months", "prompt")
LISTS = ("after", "rules")
LIMITS = ("not_before", "by")
KNOWN = (*TEXTS, *FLAGS, *LISTS, *LIMITS)


@dataclass(frozen=True)
class Within:
    """A limit that counts from another step: so much by the rule, or by the other rule in a special case."""

    start: str
    rule: str
    special: str = ""


@dataclass(frozen=True)
class Step:
    """One step as the pack says it."""

    code: str
    name: str
    stage: str
    opens: str
    basis: str
    article: str
    decides: str
    after: tuple[str, ...]
    rules: tuple[str, ...]
    not_before: Within | None
    by: Within | None
    until: str
    extended: str
    recurs: bool
    spans: bool
    whole: bool
    optional: bool
    number: bool
    hours: bool
    vote: bool
    months: bool
    prompt: bool
    pk: int = 0

    @property
    def is_superiors(self) -> bool:
        """Whether the superior committee decides it."""
        return self.decides == Decides.SUPERIOR

    @property
    def decider(self) -> str:
        """Who decides it, in words."""
        return str(Decides(self.decides).label)

    @property
    def cited(self) -> str:
        """《…》第…条."""
        return f"《{self.basis}》{self.article}"


def steps() -> list[Step]:
    """Every step in its order. One query."""
    return [step_of(row.said, row.pk) for row in AdmissionStep.objects.order_by("place", "code")]


def step_of(said: Said, pk: int = 0) -> Step:
    """A step from what the pack says."""
    fields: dict[str, Any] = {name: said.get(name, "") for name in TEXTS}
    fields |= {name: said.get(name) == "true" for name in FLAGS}
    fields |= {name: tuple(said.get(name, ())) for name in LISTS}
    fields |= {name: _within(said.get(name)) for name in LIMITS}
    return Step(**fields, pk=pk)


def _within(said: Any) -> Within | None:
    return Within(said["from"], said["rule"], said.get("special", "")) if said else None


# ---------------------------------------------------------------- as content of packs


def _read(document: Any, where: str) -> list[Item]:
    rows = document.get("steps") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "steps: […]")])
    codes = {row.get("code") for row in rows if isinstance(row, dict)}
    faults: list[tuple[str, str, str]] = []
    items = []
    for place, row in enumerate(rows):
        found = list(_faults(f"{where} {row.get('code') or place + 1}" if isinstance(row, dict) else where, row, codes))
        faults += found
        if not found:
            said = {"basis": document.get("basis", ""), **row, "place": str(place)}
            items.append(Item(row["code"], row["name"], {name: value for name, value in said.items() if value}))
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return items


def _faults(place: str, row: Any, codes: Collection[Any]) -> Iterator[tuple[str, str, str]]:
    if not isinstance(row, dict):
        yield place, str(row), "{code: …, name: …, stage: …, decides: …}"
        return
    for name in ("code", "name", "stage", "decides"):
        if not row.get(name):
            yield f"{place} {name}", _("not given"), _("a text")
    for name in sorted(set(row) - set(KNOWN)):
        yield f"{place} {name}", _("not known here"), "、".join(KNOWN)
    yield from _choices(place, row)
    named = [*_list(row.get("after")), *filter(None, [row.get("until"), row.get("extended")])]
    for name in LIMITS:
        limit = row.get(name)
        if limit and not (isinstance(limit, dict) and limit.get("from") and limit.get("rule")):
            yield f"{place} {name}", str(limit), "{from: application, rule: admission.talk_months}"
        elif limit:
            named.append(limit["from"])
    for code in named:
        if code not in codes:
            yield place, str(code), _("the code of a step in this file")


def _choices(place: str, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, known in (("stage", Stage), ("opens", Stage), ("decides", Decides)):
        if row.get(name) and row[name] not in known.values:
            yield f"{place} {name}", str(row[name]), "、".join(known.values)
    for name in FLAGS:
        if row.get(name, "") not in ("", "true"):
            yield f"{place} {name}", str(row[name]), "true"
    for name in LISTS:
        if not isinstance(row.get(name, []), list):
            yield f"{place} {name}", str(row[name]), "[…]"


def _list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _present(codes: Collection[str]) -> dict[str, Said]:
    rows = AdmissionStep.objects.filter(code__in=codes)
    return {row.code: {**row.said, "place": str(row.place)} for row in rows}


def _write(items: Sequence[Item]) -> None:
    rows = [
        {
            "code": item.code,
            "name": item.title,
            "place": int(item.said["place"]),
            "said": {name: value for name, value in item.said.items() if name != "place"},
        }
        for item in items
    ]
    put(AdmissionStep, ("code",), rows)


def _remove(codes: Collection[str]) -> None:
    AdmissionStep.objects.filter(code__in=codes).delete()


def _in_use(codes: Collection[str]) -> dict[str, str]:
    used = AdmissionStep.objects.filter(code__in=codes, records__isnull=False).distinct()
    return {step.code: _("recorded steps") for step in used}


CONTENT = Content(
    name="admission_steps",
    label=gettext_lazy("steps of admission"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
    place=40,
)
