"""Organisations, people and posts as sheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

import duban.orgs.actions  # noqa: F401 - declares the permits of its verbs
from duban.base.privacy import masked
from duban.base.workbook.cells import Wrong, narrow, quoted
from duban.base.workbook.kinds import Choice, Day, Month, Named, Whole, Words
from duban.base.workbook.sheet import Column, Sheet
from duban.orgs.ethnic_groups import EthnicGroup
from duban.orgs.exchange import BATCH, MOST_NAMES, ORGANISATION, Desk, Desks, Exchange, within
from duban.orgs.identity_column import IDENTITY, IDENTITY_DIGEST, Numbers, with_identity
from duban.orgs.models import Person, Post, Unit, UnitCategory, UnitKind, UnitQuerySet, User
from duban.orgs.permits import BRING_IN_UNIT, FOUND_BY_SHEET, PERMITS, VIEW_PERSON, VIEW_UNIT, below
from duban.orgs.person_checks import is_name, wrong_days
from duban.orgs.placing import expected_above, fits, found_above
from duban.orgs.post_sheet import POSTS, PostDesk
from duban.orgs.sealed import clear_or_nothing, put_sealed
from duban.orgs.signals import categories_changed
from duban.orgs.somebody import plain
from duban.orgs.tree import fresh_steps, hold_tree

# ---------------------------------------------------------------- organisations

_BY_APPROVAL = _("it changes by an approval, on the page of the organisation")

UNITS = Sheet(
    "组织",
    (
        Column("name", "组织名称", Words(120), _("The full name"), "示例局机关第一党支部", 34, is_needed=True, is_key=True, is_fixed=_BY_APPROVAL),
        Column("full_name", "印章全称", Words(200), _("The name as on the seal; empty: the same as the name"), "中共示例局机关第一支部委员会", 34,
               is_fixed=_BY_APPROVAL),
        Column("short_name", "简称", Words(30), _("How lists call it"), "第一党支部", 16, is_fixed=_BY_APPROVAL),
        Column("parent", "上级组织", ORGANISATION, _("The organisation it is subordinate to"), "示例局机关党委", 30,
               is_needed=True, is_key=True, is_fixed=_("moving it, on the page of the organisation")),
        Column("kind", "组织类型", Named(_("one of the kinds of the drop-down")), _("Its rules follow from it: term, meetings"),
               "党支部", 14, is_needed=True, is_fixed=_BY_APPROVAL),
        Column("category", "单位类别", Named(_("one of the categories of the drop-down")), _("Units of a category are assessed alike"),
               "党群综合类", 16),
        Column("staff_count", "编制数", Whole(0, 9_999_999), _("Establishment of the organ"), "", 10),
        Column("member_count", "党员数", Whole(0, 999_999), _("Members of its own, without those of organisations below"), "23", 10),
    ),
    (
        _("Organisations above stand before those below them."),
        _("For organisations that stand already. One that is founded now is entered with its approval, on the page of the one above."),
    ),
)  # fmt: skip


class UnitDesk(Desk):
    """Organisations: found by name and the one above; founded in the order of the sheet."""

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        super().__init__(exchange, user, desks)
        self.kinds = {narrow(each.name): each for each in UnitKind.objects.all()}
        self.categories = {narrow(each.name): each for each in UnitCategory.objects.all()}
        self._classed: set[int] = set()

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """See Desk."""
        return within(
            VIEW_UNIT.scope(self.user, Unit.objects.select_related("kind", "category")), asked, "path"
        ).filter(UnitQuerySet.stands())

    def known(self) -> QuerySet:
        """See Desk."""
        return super().known().filter(UnitQuerySet.stands()).select_related("kind", "category")

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        return self.desks.units.parent_of(obj) if column.field == "parent" else getattr(obj, column.field)

    def choices(self) -> dict[str, Sequence[str]]:
        """See Desk."""
        parents = self.desks.units.names(self.may_add)
        return {
            "parent": parents if len(parents) <= MOST_NAMES else (),
            "kind": [each.name for each in self.kinds.values()],
            "category": [each.name for each in self.categories.values()],
        }

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        parent = kept.get("parent")
        return plain(kept["name"]), parent.path if parent else ""

    def refer(self, column: Column, text: str, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        if column.field == "parent":
            return self.desks.units.find(text)
        known: Mapping[str, Any] = self.kinds if column.field == "kind" else self.categories
        found = known.get(narrow(text))
        if found is None:
            raise Wrong(quoted(text), "、".join(each.name for each in known.values()) or gettext("none is entered yet"))
        return found

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """A new one stands below a kind below which its own does."""
        kind, above = kept.get("kind"), kept.get("parent")
        if obj is None and kind and above and not fits(kind, above.kind):
            yield "kind", Wrong(found_above(kind, above.kind), expected_above(kind))

    def places(self, kept: Mapping[str, Any]) -> Iterator[tuple[str, Unit]]:
        """A new one belongs to the one above."""
        yield "parent", kept["parent"]

    def unit_of_row(self, obj: Any) -> Unit:
        """See Desk."""
        return obj

    def questions(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, str]]:
        """Another organisation of this name in the same organ: two branches may share it, as the page asks too."""
        if obj is not None:
            return
        organ = kept["parent"]
        while organ is not None and not organ.kind.is_assessed:
            organ = self.desks.units.parent_of(organ)
        for other in self.desks.units.of_name(kept["name"]) if organ else ():
            if other is not kept["parent"] and other.path.startswith(organ.path):
                question = gettext(
                    "Another organisation of this name stands in the same organ: %(name)s. Are both right?"
                )
                yield "name", question % {"name": self.desks.units.name_of(other)}
                return

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        unit = Unit(**{name: value for name, value in kept.items() if name != "parent"})
        unit.above = kept["parent"]
        return unit

    def add(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        unit = super().add(kept)
        self.desks.units.add_below(kept["parent"], unit)
        return unit

    def create(self, objs: Sequence[Any]) -> None:
        """Behind the last child of each parent, level by level."""
        # As every verb that changes the tree: one at a time.
        hold_tree()
        keys = sorted({unit.above.pk for unit in objs if unit.above.pk})
        parents = {
            each.pk: each
            for at in range(0, len(keys), BATCH)
            for each in Unit.objects.filter(pk__in=keys[at : at + BATCH])
        }
        last = fresh_steps(parents.values())
        for unit in objs:
            parent = parents.get(unit.above.pk, unit.above) if unit.above.pk else unit.above
            last[parent.path] = number = last.get(parent.path, 0) + 1
            if number >= 10**Unit.steplen:
                raise ValueError("more children than a level of the tree has places for")
            unit.path, unit.depth, unit.numchild = f"{parent.path}{number:0{Unit.steplen}d}", parent.depth + 1, 0
            parent.numchild += 1
        Unit.objects.bulk_create(objs, BATCH)
        grown = list(parents.values())
        Unit.objects.bulk_update(grown, ["numchild"], BATCH)

    def change(self, obj: Any, kept: Mapping[str, Any]) -> None:
        """See Desk; the one above never changes here."""
        super().change(obj, {name: value for name, value in kept.items() if name != "parent"})

    def update(self, objs: Sequence[Any], fields: Iterable[str]) -> None:
        """Who is of another category is assessed otherwise."""
        fields = set(fields)
        super().update(objs, fields)
        if fields & {"category", "category_id"}:
            self._classed |= {obj.pk for obj in objs}

    def settle(self) -> None:
        """See Desk. A standing computed anew holds its period, which everybody locks after records and people."""
        if self._classed:
            categories_changed.send(Unit, units=self._classed)

    def remove(self, objs: QuerySet) -> None:
        """See Desk; the ones above have fewer below them then."""
        for above in {path[: -Unit.steplen] for path in objs.values_list("path", flat=True)}:
            gone = objs.filter(below(above), depth=len(above) // Unit.steplen + 1).count()
            Unit.objects.filter(path=above).update(numchild=F("numchild") - gone)
        keys = list(objs.values_list("pk", flat=True))
        for at in range(0, len(keys), BATCH):
            # Not the tree library's delete, which looks at every row by itself.
            Unit._base_manager.filter(pk__in=keys[at : at + BATCH])._raw_delete(objs.db)


# ---------------------------------------------------------------- people

EDUCATION = {
    "10": "研究生教育", "20": "大学本科", "30": "大学专科", "40": "中等职业教育", "60": "普通高级中学教育", "70": "初级中学教育",
    "80": "小学教育", "90": "其他",
}  # fmt: skip
"""GB/T 4658-2006, the levels; words of a sheet belong to the format, in any language."""

PEOPLE = Sheet(
    "人员",
    (
        Column("name", "姓名", Words(50), _("As on the identity card"), "李某某", 12, is_needed=True, is_key=True),
        Column("unit", "所在组织", ORGANISATION, _("Where the person belongs to"), "示例局机关第一党支部", 34, is_needed=True,
               is_key=True, is_fixed=_("transferring the person, on the page of the person")),
        Column("membership", "政治面貌", Choice({"full": "正式党员", "probationary": "预备党员", "none": "非党员"}, {"党员": "full", "中共党员": "full", "正式": "full",
               "中共预备党员": "probationary", "预备": "probationary", "群众": "none", "非党员": "none"}),
               _("Whether a member of the party"), "正式党员", 12, is_needed=True,
               is_fixed=_("a change of membership has its day, on the page of the person")),
        Column("since_on", "何时起在本组织", Day(), _("From when the person counts here; empty: since before the book began"), "2024-07-01", 15,
               is_fixed=_("transferring the person, on the page of the person")),
        Column("sex", "性别", Choice({"1": "男", "2": "女"}), _("For the yearly statistics only; lists and downloads do not show it"),
               "女", 8, is_private=True),
        Column("born_in", "出生年月", Month(), _("For the structure by age; the day is not kept"), "1985-03", 12),
        Column("ethnic_group", "民族", EthnicGroup(20), _("For the yearly statistics only; lists and downloads do not show it"),
               "汉族", 10, is_private=True),
        Column("education", "学历", Choice(EDUCATION, {"研究生": "10", "硕士研究生": "10", "博士研究生": "10", "大学": "20",
               "本科": "20", "大专": "30", "专科": "30", "中专": "40", "高中": "60", "初中": "70", "小学": "80"}),
               _("The highest one"), "大学本科", 12),
        Column("joined_on", "入党日期", Day(), _("The day of the meeting that admitted the person as a probationary member"), "2010-06-18", 13),
        Column("converted_on", "转正日期", Day(), _("Party standing counts from this day"), "2011-06-18", 13),
    ),
    (_("No identity numbers, mobile numbers or addresses: rows that hold them are not taken."),),
)  # fmt: skip


class PersonDesk(Desk):
    """People: found by name and organisation."""

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        super().__init__(exchange, user, desks)
        self.numbers = Numbers()

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """See Desk."""
        rows = within(VIEW_PERSON.scope(self.user, Person.objects.here().select_related("unit")), asked, "unit__path")
        if words := asked.get("q", "").strip()[:50]:
            rows = rows.filter(name__icontains=words)
        if asked.get("membership") in Person.Membership.values:
            rows = rows.filter(membership=asked["membership"])
        return rows.order_by("unit__path", "pk")

    def known(self) -> QuerySet:
        """See Desk."""
        here = VIEW_PERSON.scope(self.user, Person.objects.here())
        return here.select_related("unit").order_by("pk")

    def choices(self) -> dict[str, Sequence[str]]:
        """See Desk."""
        names = self.desks.units.names(self.may_add)
        return {"unit": names if len(names) <= MOST_NAMES else ()}

    def everybody(self) -> Iterator[Person]:
        """Those who are here, and those whom the sheet adds."""
        self._load()
        return (person for same in self._by_key.values() for person in same)

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        return plain(kept["name"]), kept["unit"].path

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        return clear_or_nothing(obj, IDENTITY) if column.field == IDENTITY else super().said(obj, column)

    def shown(self, column: Column, words: str) -> str:
        """See Desk; an identity number is kept with its middle hidden."""
        return masked(words) if column.field == IDENTITY else words

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        person = Person(**{name: value for name, value in kept.items() if name != IDENTITY})
        put_sealed(person, IDENTITY, kept.get(IDENTITY) or "")
        return person

    def change(self, obj: Any, kept: Mapping[str, Any]) -> None:
        """See Desk."""
        super().change(obj, {name: value for name, value in kept.items() if name != IDENTITY})
        if kept.get(IDENTITY):
            put_sealed(obj, IDENTITY, kept[IDENTITY])

    def columns_of(self, fields: Iterable[str]) -> set[str]:
        """See Desk; the digest goes with the number."""
        return {*fields, *([IDENTITY_DIGEST] if IDENTITY in fields else [])}

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """A name, the order of the days, and none ahead, as on the page of the person."""
        if not is_name(kept["name"]):
            yield (
                "name",
                Wrong(quoted(kept["name"]), gettext("a name: characters or letters, without figures and signs")),
            )
        for fault in wrong_days(kept):
            yield fault.field, Wrong(fault.found, fault.expected)
        if kept.get(IDENTITY):
            yield from self.numbers.faults(kept, obj)

    def questions(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, str]]:
        """Somebody comes to be called as another one of the same organisation."""
        if any(other is not obj for other in self._by_key.get(self.key_of(kept), ())):
            yield "name", gettext("Somebody of this name is here already. Are there two?")

    def update(self, objs: Sequence[Any], fields: Iterable[str]) -> None:
        """The account is called as the person is."""
        fields = set(fields)
        super().update(objs, fields)
        name = Person.objects.filter(pk=OuterRef("person")).values("name")
        for at in range(0, len(objs) if "name" in fields else 0, BATCH):
            User.objects.filter(person__in=objs[at : at + BATCH]).update(name=Subquery(name))


EXCHANGES = (
    Exchange("units", _("Organisations"), UNITS, Unit, VIEW_UNIT, BRING_IN_UNIT, UnitDesk, add=FOUND_BY_SHEET, place=10),
    Exchange("people", _("People"), PEOPLE, Person, VIEW_PERSON, PERMITS["orgs.change_person"], PersonDesk, add=PERMITS["orgs.add_person"], place=20, today=with_identity),
    Exchange("posts", pgettext_lazy("held", "Posts"), POSTS, Post, VIEW_PERSON, PERMITS["orgs.appoint"], PostDesk, place=30),
)  # fmt: skip
