"""合规自查: AF-1 to AF-15, what each asks, on what basis, how it is kept, and what can be looked up right now.

A rule may have several checks; rooms above add theirs with `add_check`. A check looks at the rows as they are and can fail.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Result:
    """What a check found: whether the rule is kept, in one sentence with its number, and where one sees it."""

    is_kept: bool
    say: str
    url: str = ""


Check = Callable[[datetime.date], Result]
_checks: dict[str, list[Check]] = {}


def add_check(rule: str, check: Check) -> None:
    """Look at it on the page of the self-check; the same function twice is taken once.

    Args:
        rule: "AF-4".
    """
    found = _checks.setdefault(rule, [])
    if check not in found:
        found.append(check)


def checks_of(rule: str) -> list[Check]:
    """The checks of a rule, in the order in which rooms added them."""
    return list(_checks.get(rule, []))


def add_own() -> None:
    """The checks of this wing."""
    from duban.asks.burden import own_checks as own  # noqa: PLC0415 - needs the models, which are not loaded before

    for rule, check in own.CHECKS:
        add_check(rule, check)


@dataclass(frozen=True)
class Rule:
    """One anti-formalism rule."""

    code: str
    title: str | Promise
    basis: str | Promise
    kept: str | Promise


APPS = _("Opinions against formalism at one's fingertips (2023); Measures for government mobile applications (2026)")
BURDEN = _("Provisions on countering formalism to lighten the burden of the base (2024)")
TITLES = _("Measures for creation and demonstration activities, trial (2022)")

RULES = (
    Rule("AF-1", _("No personal check-in"), APPS,
         _("Attendance is typed once by the one who takes the minutes. Nobody signs in; place and camera are switched off.")),
    Rule("AF-2", _("No points or ranking of persons"), APPS,
         _("Organisations are scored by an approved scheme; lists stand in establishment order.")),
    Rule("AF-3", _("Use of the system is not management data"), APPS,
         _("Nothing keeps when somebody was last here; no page counts log-ins or time on line.")),
    Rule("AF-4", _("Forbidden sources of indicators"), APPS,
         _("A scheme that scores study time, log-ins, likes, articles or remarks is refused, with the rule cited.")),
    Rule("AF-5", _("Collect once, use again"), BURDEN,
         _("What is known here is not asked again; every request says its basis, and what overlaps is shown before it is sent.")),
    Rule("AF-6", _("Evidence is optional and small"), BURDEN,
         _("A sentence is enough. A file is asked for only where a regulation does; records have no field for photos.")),
    Rule("AF-7", _("Supervision and assessment only by plan"), BURDEN,
         _("No period of assessment and no inspection without the number in the approved plan.")),
    Rule("AF-8", _("What is asked is counted before it is asked"), BURDEN,
         _("Over the cap a request needs a second signature with a reason.")),
    Rule("AF-9", _("No automatic veto"), BURDEN,
         _("What would weigh heavily is a proposal; a person decides and says why.")),
    Rule("AF-10", _("No title without approval"), TITLES,
         _("There is no creation with a plaque here; self-check within one's own body only.")),
    Rule("AF-11", _("Reminders in working time, to posts"), APPS,
         _("What is reminded outside working hours goes out on the next working day, in one digest.")),
    Rule("AF-12", _("Documents shorter and fewer"), BURDEN,
         _("Documents are counted against last year; their length is counted while they are written.")),
    Rule("AF-13", _("Complaint and suggestion on every page"), APPS,
         _("Every page has the entry; the answer stands in the open, the author unnamed.")),
    Rule("AF-14", _("What the base entered is given back"), BURDEN,
         _("Lists, records and results go out as workbooks, exactly as they are filtered.")),
    Rule("AF-15", _("No borrowing of people by software"), BURDEN,
         _("Nobody is called up here; the register of approved secondments is off.")),
)  # fmt: skip
