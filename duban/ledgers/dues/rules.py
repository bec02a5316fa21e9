"""What a member pays a month, by 中组发〔2008〕3号. Rates apply to the whole base, not to what lies above a step."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from duban.ledgers.dues.models import Basis
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

STEPS = (
    ("dues.first_upto", "dues.first_rate"),
    ("dues.second_upto", "dues.second_rate"),
    ("dues.third_upto", "dues.third_rate"),
)
LAST_RATE = "dues.fourth_rate"
RETIRED_STEP, RETIRED_RATES = "dues.retired_upto", ("dues.retired_low_rate", "dues.retired_high_rate")
FIXED, ROUNDING, AT_ONCE = "dues.fixed_low", "dues.rounding_step", "dues.months_at_once"
NEEDED = (*(code for step in STEPS for code in step), LAST_RATE, RETIRED_STEP, *RETIRED_RATES, FIXED, ROUNDING, AT_ONCE)
DEDUCT, LEFT_OUT = "dues.deduct.", "dues.left_out."
"""What is taken off the base, and what does not belong to it: practice differs, so each is a yes or no of a pack."""


@dataclass(frozen=True)
class Due:
    """What is to be paid a month, in yuan, and the rule that says so; `rate` is None for a fixed sum."""

    amount: Decimal
    rate: Fraction | None
    rule: RuleParameter

    @property
    def percent(self) -> str:
        """The rate as people write it: 0.5%; '' for a fixed sum."""
        return f"{_exact(self.rate * 100).normalize():f}%" if self.rate else ""


def monthly_due(basis: str, base: Decimal, day: datetime.date, book: Rulebook) -> Due:
    """The dues of one month.

    Args:
        basis: one of Basis.
        base: in yuan, what counts by the rule (after tax and what is deducted); ignored for a fixed sum.

    Raises:
        MissingRule: a rule does not hold on that day.
    """
    if basis == Basis.FIXED:
        rule = book.at(FIXED, day)
        return Due(_exact(rule.number), None, rule)
    rule = book.at(_rate(basis, base, day, book), day)
    step = book.number(ROUNDING, day)
    whole = (Fraction(base) * rule.number / step).limit_denominator(10**12)
    steps = (Decimal(whole.numerator) / Decimal(whole.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return Due((steps * _exact(step)).quantize(Decimal("0.01")), rule.number, rule)


def _rate(basis: str, base: Decimal, day: datetime.date, book: Rulebook) -> str:
    if basis == Basis.RETIRED:
        low, high = RETIRED_RATES
        return low if base <= book.number(RETIRED_STEP, day) else high
    return next((rate for upto, rate in STEPS if base <= book.number(upto, day)), LAST_RATE)


def _exact(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def deductions(day: datetime.date, book: Rulebook) -> list[RuleParameter]:
    """What is taken off the wage here before the rate is applied."""
    return [rule for rule in book.below(DEDUCT, day) if rule.number]


def left_out(day: datetime.date, book: Rulebook) -> list[RuleParameter]:
    """What does not count as wage at all."""
    return [rule for rule in book.below(LEFT_OUT, day) if rule.number]


def last_payable(day: datetime.date, book: Rulebook) -> datetime.date:
    """The last month that may be recorded on that day: the end of the quarter, where the rule lets a quarter be paid at once."""
    at_once = max(book.whole(AT_ONCE, day), 1)
    number = (day.month - 1) // at_once * at_once + at_once
    return datetime.date(day.year, min(number, 12), 1)
