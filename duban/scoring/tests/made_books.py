"""Books made by chance for a scheme, and both together: what a few units reported, judged, voted and imported, with gaps."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from duban.scoring.facts import Ballot, Book, Exemption, Fact, Imported, Judgement, Unit
from duban.scoring.scheme.model import Scheme

from .made_schemes import START, TAGS, schemes

MATTERS = (None, "路灯", "停车", "绿化")


def day_of(random: Random) -> date:
    return START + timedelta(days=random.randrange(365))


def event(random: Random, unit: str, tag: str, key: str, *, least: int = 0) -> Fact:
    """Something that happened, under any tag of events."""
    attributes = {"级别": random.choice(TAGS[tag]["levels"])}
    if tag == "抽查":
        attributes["对象"] = random.choice(["东村", "西村"])
    matter, role = random.choice(MATTERS), random.choice([None, "主", "协"])
    attributes |= {"事项": matter} if matter else {}
    attributes |= {"角色": role} if role else {}
    return Fact(unit, tag, key, Decimal(random.randint(least, 3)), day_of(random), attributes=attributes)


def book_for(scheme: Scheme, random: Random) -> Book:
    """What three or four units reported, judged, voted and imported, with gaps."""
    units, facts = [], []
    for n in range(random.randint(3, 4)):
        attributes = {"类别": random.choice(["甲类", "乙类"]), "系数": random.choice([Decimal(1), Decimal("1.35")])}
        units.append(Unit(f"单位{n}", attributes))
    for unit in units:
        for tag, kind in TAGS.items():
            key = f"{unit.name}/{tag}"
            if kind["kind"] == "event":
                facts += [event(random, unit.name, tag, f"{key}{n}") for n in range(random.randint(0, 3))]
            elif kind["kind"] == "dated":
                for n in range(random.randint(0, 2)):
                    done = random.choice([None, day_of(random)])
                    facts.append(Fact(unit.name, tag, f"{key}{n}", Decimal(1), done, day_of(random)))
            elif random.random() < 0.75:
                values = {
                    "yes_no": random.random() < 0.5,
                    "label": random.choice(["好", "中", "差"]),
                    "number": Decimal(random.randint(0, 12)) / 10,
                }
                facts.append(Fact(unit.name, tag, key, values[kind["kind"]], day_of(random)))
        facts.append(Fact(unit.name, "完成率", f"{unit.name}/上年", Decimal("0.5"), date(2025, 12, 31)))
    return _with_people(random, scheme, Book(units, facts))


def _with_people(random: Random, scheme: Scheme, book: Book) -> Book:
    """Marks, ballots, imports, rulings and exemptions for the lines that ask for them."""
    marks, ballots, imports, exemptions = [], [], [], []
    lines = [line for group in scheme.groups for indicator in group.indicators for line in indicator.lines]
    opting = [i.code for group in scheme.groups for i in group.indicators if i.applies is not None]
    for unit in (u.name for u in book.units):
        for line in lines:
            key, present = f"{unit}/{line.code}", random.random() < 0.75
            if line.rule == "JUDGE" and present:
                for n in range(2 if line.times == "each" else 1):
                    points = random.choice([line.min, line.max, line.min + 1])
                    marks.append(
                        Judgement(unit, line.code, f"{key}m{n}", points, who="考核办", reason="属实", matter=str(n))
                    )
            if line.rule == "PANEL" and present:
                for who in random.choice([("领导",), ("领导", "群众")]):
                    for choice in ("满意", "不满意", "不了解"):
                        count = Decimal(random.randint(0, 6))
                        ballots.append(Ballot(unit, line.code, f"{key}{who}{choice}", who, "", choice, count))
            if line.rule == "IMPORT" and present:
                value = Decimal(random.randint(1, 4))
                out_of = Decimal(random.choice([10, 7, 9]))
                imports.append(Imported(unit, line.code, f"{key}i", value, out_of, provenance="通报"))
        if random.random() < 0.2:
            marks.append(Judgement(unit, "veto", f"{unit}/veto", upheld=True, who="工委会", reason="查实"))
        exemptions += [Exemption(unit, code, f"{unit}/{code}x", "无此项") for code in opting if random.random() < 0.2]
    return replace(book, judgements=marks, ballots=ballots, imports=imports, exemptions=exemptions)


seeds = st.integers(0, 2**32).map(Random)
"""Chance for rows: drawing each cell from a strategy would cost ten times what scoring costs."""


@st.composite
def cases(draw: st.DrawFn) -> tuple[Scheme, Book]:
    """A scheme and a book for it."""
    scheme = draw(schemes())
    return scheme, book_for(scheme, draw(seeds))
