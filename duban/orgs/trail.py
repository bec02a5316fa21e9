"""The trail as people read it: which entries are asked for, and each in words."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import dateformat, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.models import Entry
from duban.audit.queries import Fault, end_of_trail, faults_among
from duban.orgs.ledger import PAGE, address_with
from duban.orgs.models import Grant, Person, Post, Role, Unit, User
from duban.orgs.permits import PERMITS
from duban.orgs.person_fields import label
from duban.orgs.queries import entries_for
from duban.orgs.sealed import SEALED
from duban.ui.inputs import DayInput

LONGEST = 120
"""Characters of one value before it is cut: a scheme is a whole file."""
OWN: dict[str, str | Promise] = {
    "orgs.log_in": gettext_lazy("logged in"),
    "orgs.log_out": gettext_lazy("logged out"),
    "orgs.fail_log_in": gettext_lazy("did not get in"),
    "orgs.lock_account": gettext_lazy("was locked after wrong passwords"),
    "orgs.lock_address": gettext_lazy("an address was locked after wrong passwords"),
    "orgs.change_password": gettext_lazy("changed the password"),
    "orgs.reseal": gettext_lazy("sealed personal numbers anew"),
    "orgs.request_correction": gettext_lazy("asked for a correction"),
}
"""What is noted without a permit."""
FAULTS: dict[str, str | Promise] = {
    "altered": gettext_lazy("entry %(n)s was altered: it is not what was sealed"),
    "missing": gettext_lazy("entries from %(n)s on were removed"),
    "unlinked": gettext_lazy("entry %(n)s does not follow from the one before: one was inserted or replaced"),
    "end": gettext_lazy("entry %(n)s is not the end that was noted: entries behind it were removed"),
}
ORIGINS: dict[str, str | Promise] = {
    "command": gettext_lazy("command on the server"),
    "import": gettext_lazy("brought in"),
}
TOLD: dict[str, str | Promise] = {
    "made": gettext_lazy("made"),
    "evidence": gettext_lazy("evidence"),
    "returned": gettext_lazy("evidence that was returned"),
    "branches": gettext_lazy("branches"),
    "posts": gettext_lazy("posts that ended with it"),
    "merged": gettext_lazy("merged into it"),
    "founded": gettext_lazy("founded"),
    "ended": gettext_lazy("ended"),
    "people": gettext_lazy("people"),
    "members": gettext_lazy("members"),
    "below": gettext_lazy("units right below"),
    "moved": gettext_lazy("units that moved"),
    "order": gettext_lazy("order"),
    "posts_until": gettext_lazy("last days of these posts"),
    "step": gettext_lazy("step"),
}
"""What verbs tell of other records, each named by its key."""
NAMED: dict[str, QuerySet[Any]] = {
    "orgs.person": Person.objects.all(),
    "orgs.user": User.objects.all(),
    "orgs.unit": Unit.objects.all(),
    "orgs.grant": Grant.objects.select_related("person", "unit"),
    "orgs.post": Post.objects.all(),
}
"""Records of this room are called by name. What the others say stays with them: the trail is no way to their content."""


class FilterEntries(forms.Form):
    """What stands in the address of the trail. Nonsense is as if it were not there."""

    since_on = forms.DateField(required=False, widget=DayInput())
    until_on = forms.DateField(required=False, widget=DayInput())
    who = forms.CharField(required=False, max_length=50)
    verb = forms.ChoiceField(required=False)
    subject = forms.CharField(required=False, max_length=120)
    upto = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["verb"]
        choices.choices = [("", _("everything")), *verbs()]

    def wanted(self) -> dict[str, Any]:
        """Those of the fields that were sent and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def verbs() -> list[tuple[str, str]]:
    """(name, words) of everything that is noted."""
    done = {name: permit.label for name, permit in PERMITS.items() if permit.is_verb}
    return sorted(((name, str(word)) for name, word in {**OWN, **done}.items()), key=lambda each: each[0])


@dataclass(frozen=True)
class Change:
    """One field: what it was and what it became, in words."""

    name: str
    before: str
    after: str
    is_new: bool


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    entry: Entry
    verb: str
    origin: str
    subject: str
    changes: list[Change]


@dataclass(frozen=True)
class Stretch:
    """Fifty entries, newest first, and whether they hold."""

    entries: list[Entry]
    has_earlier: bool
    has_later: bool
    is_whole: bool
    count: int
    faults: list[Fault]

    def lines(self) -> list[Line]:
        """Each in words. One query for each kind of record of this room that is named."""
        names = _names(self.entries)
        return [_line(entry, names) for entry in self.entries]

    def problems(self) -> list[str]:
        """What does not hold, in words."""
        return [str(FAULTS[fault.problem]) % {"n": fault.number} for fault in self.faults]

    def addresses(self, request: HttpRequest) -> dict[str, str]:
        """The way to earlier and later entries, '' where there are none."""
        first, last = (self.entries[0].number, self.entries[-1].number) if self.entries else (0, 1)
        earlier, later = (
            address_with(request, upto=str(last - 1), after=""),
            address_with(request, after=str(first), upto=""),
        )
        return {"earlier": earlier if self.has_earlier else "", "later": later if self.has_later else ""}


def stretch_of(request: HttpRequest, wanted: dict[str, Any]) -> Stretch:
    """The entries that the address asks for. Paged by number: a million entries are never counted. Three queries."""
    # The end first: an entry that is added meanwhile must not look like a fault.
    end = end_of_trail()
    rows = _filtered(entries_for(request.user), wanted)
    if "after" in wanted:
        found = list(rows.filter(number__gt=wanted["after"]).order_by("number")[: PAGE + 1])
        entries, later, earlier = found[:PAGE][::-1], len(found) > PAGE, wanted["after"] > 0
    else:
        rows = rows.filter(number__lte=wanted["upto"]) if "upto" in wanted else rows
        found = list(rows.order_by("-number")[: PAGE + 1])
        entries, later, earlier = found[:PAGE], "upto" in wanted, len(found) > PAGE
    is_whole = not wanted.keys() & {"since_on", "until_on", "who", "verb", "subject"}
    faults = faults_among(entries, is_stretch=is_whole)
    newest = entries[0].number if entries else 0
    if (
        is_whole
        and not later
        and (newest < end.count or any(entry.digest != end.digest for entry in entries if entry.number == end.count))
    ):
        faults.append(Fault(newest, "end"))
    return Stretch(entries, earlier, later, is_whole, end.count, faults)


def _filtered(rows: QuerySet[Entry], wanted: dict[str, Any]) -> QuerySet[Entry]:
    if "since_on" in wanted:
        rows = rows.filter(at__gte=_midnight(wanted["since_on"]))
    if "until_on" in wanted:
        rows = rows.filter(at__lt=_midnight(wanted["until_on"] + datetime.timedelta(days=1)))
    if "who" in wanted:
        named = User.objects.filter(Q(name__icontains=wanted["who"]) | Q(username__icontains=wanted["who"]))
        rows = rows.filter(by__in=list(named.values_list("pk", flat=True)[:PAGE]))
    for name in wanted.keys() & {"verb", "subject"}:
        rows = rows.filter(**{name: wanted[name].strip()})
    return rows


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    """Key of a record → its name, for the records of this room that these entries are about."""
    keys: set[str] = set()
    for entry in entries:
        keys.add(entry.subject)
        for name, pair in entry.detail.items():
            keys |= {_key_of(entry, name, value) for side in _pair(pair) for value in _several(side)}
    names: dict[str, str] = {}
    for kind, rows in NAMED.items():
        wanted = {
            int(pk) for found, _colon, pk in (key.partition(":") for key in keys) if found == kind and pk.isdecimal()
        }
        if wanted:
            names |= {f"{kind}:{row.pk}": str(row) for row in rows.filter(pk__in=wanted)}
    return names


def _line(entry: Entry, names: dict[str, str]) -> Line:
    permit = PERMITS.get(entry.verb)
    return Line(
        entry,
        str(permit.label if permit else OWN.get(entry.verb, entry.verb)),
        str(ORIGINS.get(entry.origin, entry.origin)),
        _said(entry.subject, names),
        [_change(entry, name, pair, names) for name, pair in entry.detail.items()],
    )


def _change(entry: Entry, name: str, pair: Any, names: dict[str, str]) -> Change:
    before, after = (_words(entry, name, value, names) for value in _pair(pair))
    field = _field(entry, name)
    known = {"role": _("role"), "field": _("which number"), **TOLD}
    return Change(str(field.verbose_name if field else known.get(name, name)), before, after, _pair(pair)[0] is None)


def _pair(pair: Any) -> Sequence[Any]:
    return pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else (value,)


def _model(kind: str) -> type[Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None  # a record of a room that is gone, or no record


def _field(entry: Entry, name: str) -> Field | None:
    model = _model(entry.subject.partition(":")[0])
    fields = {field.attname: field for field in model._meta.concrete_fields} if model else {}
    return fields.get(name)


def _key_of(entry: Entry, name: str, value: Any) -> str:
    """The key of the record that a value of this field names; '' when it names none."""
    if name in TOLD:
        return str(value or "")
    field = _field(entry, name)
    related = field.related_model if field and field.is_relation and value is not None else None
    return f"{related._meta.label_lower}:{value}" if related else ""  # type: ignore[union-attr]


def _said(key: str, names: dict[str, str]) -> str:
    """A record in words: what it is and its name, or its number in the room it belongs to."""
    kind, _colon, pk = key.partition(":")
    model = _model(kind)
    if model is None:
        return key
    name = names.get(key) or (_("unknown") if pk == "?" else f"#{pk}")
    return f"{model._meta.verbose_name} {name}"


def _words(entry: Entry, name: str, value: Any, names: dict[str, str]) -> str:
    """A value in words."""
    if value is None or value == "":
        return _("empty")
    if isinstance(value, list):
        return "、".join(_words(entry, name, each, names) for each in value)
    if key := _key_of(entry, name, value):
        # What kind of record it is, the field's own name says already.
        return names[key] if key in names and name != "made" else _said(key, names)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = _field(entry, name)
    told: dict[str, dict[Any, Any]] = {"role": dict(Role.choices), "field": {each: label(each) for each in SEALED}}
    choices = dict(field.flatchoices) if field else told.get(name, {})  # type: ignore[attr-defined]
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    if field and field.get_internal_type() == "DateTimeField" and (at := parse_datetime(str(value))):
        return dateformat.format(timezone.localtime(at), "Y-m-d H:i")
    return Truncator(str(value)).chars(LONGEST)
