"""The steps, rules and calendar of the core pack as plain objects, and ways to reckon with them."""

import datetime
from functools import cache

from duban.base.workdays import WorkCalendar
from duban.ledgers.admission.rules import Done, Line, Reckoner
from duban.ledgers.admission.steps import Step, step_of
from duban.packs.folder import folder_named, read_folder
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

TODAY = datetime.date(2026, 11, 23)


def on(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@cache
def _folder():
    return read_folder(folder_named("core"))


@cache
def known_steps() -> list[Step]:
    return [step_of(item.said) for item in _folder().items["admission_steps"]]


@cache
def book(**values: str) -> Rulebook:
    """The rules of the pack, with other values: book(admission__notice_workdays="7")."""
    values = {name.replace("__", "."): value for name, value in values.items()}
    return Rulebook(
        RuleParameter(
            code=item.said["code"],
            title=item.said["title"],
            value=values.get(item.said["code"], item.said["value"]),
            unit=item.said["unit"],
            basis=item.said["basis"],
            article=item.said["article"],
            from_on=on(item.said["from"]) if item.said["from"] else None,
            until_on=on(item.said["to"]) if item.said["to"] else None,
            is_local=bool(item.said["local"]),
        )
        for item in _folder().items["rules"]
    )


@cache
def work_days() -> WorkCalendar:
    years = _folder().items["calendar"]
    days = {on(day): said[0] for item in years for day, said in item.said["days"].items()}
    return WorkCalendar(days, frozenset(int(item.code) for item in years))


def reckoner(today: datetime.date = TODAY, **values: str) -> Reckoner:
    return Reckoner(known_steps(), book(**values), work_days(), today)


def done(text: str, until: str = "", **more) -> Done:
    return Done(on(text), on(until) if until else None, **more)


def way(**taken: Done | list[Done]) -> dict[str, list[Done]]:
    return {code: each if isinstance(each, list) else [each] for code, each in taken.items()}


def line(code: str, recorded: dict[str, list[Done]], wanted: Reckoner | None = None, born_in: str = "") -> Line:
    found = (wanted or reckoner()).lines(recorded, born_in)
    return next(each for each in found if each.step.code == code)


def said(code: str, recorded: dict[str, list[Done]], wanted: Reckoner | None = None, born_in: str = "") -> list[str]:
    return [each.say for each in line(code, recorded, wanted, born_in).findings]
