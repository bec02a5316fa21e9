"""PANEL: weighted classes of raters, ballots by label or marks."""

from collections import defaultdict
from decimal import Decimal

from duban.scoring.facts import Ballot
from duban.scoring.scheme.rules import Criterion, Panel, RaterClass

from .desk import Desk
from .outcome import ONE, ZERO, Outcome, asked, missing, not_yet, show, show_number

Mean = tuple[Decimal | None, Decimal, Decimal]
"""(mean or None, valid ballots, ballots left out of the denominator)"""


def panel_bounds(rule: Panel, worth: Decimal | None) -> tuple[Decimal, Decimal]:
    """The least and the most that ballots can give."""
    full = rule.worth if rule.worth is not None else worth
    values = [ZERO, *(v for v in rule.ballot_values.values() if isinstance(v, Decimal))]
    if rule.combine == "rank_mean":
        values += [rule.rank_first, rule.rank_last]
    scale = ONE if full is None else full / rule.out_of
    return min(values) * scale, max([*values, rule.out_of]) * scale


def panel(rule: Panel, unit: str, desk: Desk, worth: Decimal | None) -> Outcome:
    worth = rule.worth if rule.worth is not None else worth
    low, high = panel_bounds(rule, worth)
    ballots = desk.units[unit].ballots.get(rule.code, [])
    if not ballots:
        if rule.opens is not None and desk.as_of < rule.opens:
            return not_yet(f"{rule.opens:%m月%d日}起测评", high)
        return missing("还没有测评结果", low, high)
    keys = tuple(b.key for b in ballots)
    known = {c.who for c in rule.classes}
    strange = next((b.who for b in ballots if b.who not in known), None)
    if strange is not None:
        return asked(f"评价主体“{strange}”不在方案里", low, high, keys)
    total, weight, words, empty = ZERO, ZERO, [], []
    for rater_class in rule.classes:
        mean, valid, left_out, fault = _class_mean(rule, rater_class, unit, desk)
        if fault:
            return asked(fault, low, high, keys)
        if mean is None:
            empty.append(rater_class.who)
            continue
        total += mean * rater_class.weight
        weight += rater_class.weight
        aside = f"，不计{show(left_out)}票" if left_out else ""
        count = f"（有效{show(valid)}票{aside}）" if valid else ""
        words.append(f"{rater_class.who}{show_number(mean)}{count}×{show(rater_class.weight)}")
    if empty and (rule.empty_class == "ask" or not weight):
        return asked(f"{'、'.join(empty)}没有有效票", low, high, keys)
    # A class without valid ballots gives its weight to the others in proportion: the divisor is what remains.
    mean = total / (weight if empty or rule.empty_class == "redistribute" else _whole(rule))
    points = mean if worth is None else mean / rule.out_of * worth
    outcome = Outcome(points=points, quantity=mean, facts=keys, who="、".join(c.who for c in rule.classes))
    moved = f"；{'、'.join(empty)}没有有效票，权重按比例归其他主体" if empty else ""
    outcome.reason = f"{'，'.join(words)}，合成{show_number(mean)}{moved}"
    return outcome


def _whole(rule: Panel) -> Decimal:
    return sum((c.weight for c in rule.classes), ZERO)


def _class_mean(
    rule: Panel, rater_class: RaterClass, unit: str, desk: Desk
) -> tuple[Decimal | None, Decimal, Decimal, str]:
    criteria = rater_class.criteria or rule.criteria or [Criterion(name="", weight=ONE)]
    total, weight, fewest, left_out = ZERO, ZERO, None, ZERO
    for criterion in criteria:
        ballots = [
            b
            for b in desk.units[unit].ballots.get(rule.code, [])
            if b.who == rater_class.who and (b.criterion == criterion.name or not criterion.name)
        ]
        fault = _fault(rule, ballots)
        if fault:
            return None, ZERO, ZERO, fault
        mean, valid, out = _mean(rule, criterion, rater_class, ballots, unit, desk)
        left_out += out
        if mean is None:
            if len(criteria) > 1 and weight:
                return None, ZERO, ZERO, f"{rater_class.who}的“{criterion.name}”没有有效票"
            fewest = ZERO
            continue
        total += mean * criterion.weight
        weight += criterion.weight
        fewest = valid if fewest is None else min(fewest, valid)
    if not weight:
        return None, ZERO, left_out, ""
    if weight != sum((c.weight for c in criteria), ZERO):
        return None, ZERO, ZERO, f"{rater_class.who}有测评项没有有效票"
    if fewest and fewest < rule.min_valid:
        return None, ZERO, ZERO, f"{rater_class.who}有效票{show(fewest)}张，少于{rule.min_valid}张"
    return total / weight, fewest or ZERO, left_out, ""


def _fault(rule: Panel, ballots: list[Ballot]) -> str:
    for ballot in ballots:
        if ballot.choice is not None and ballot.choice not in rule.ballot_values:
            return f"票面“{ballot.choice}”没有折分"
        if ballot.choice is None and ballot.mark is None:
            return f"{ballot.who}的票没有选项也没有得分"
        if ballot.mark is not None and not ZERO <= ballot.mark <= rule.out_of:
            return f"{ballot.who}打了{show(ballot.mark)}分，应在0至{show(rule.out_of)}分之间"
    return ""


def _mean(
    rule: Panel, criterion: Criterion, rater_class: RaterClass, ballots: list[Ballot], unit: str, desk: Desk
) -> Mean:
    if rule.combine == "rank_mean":
        return _mean_of_places(rule, criterion, rater_class, unit, desk)
    values: list[tuple[Decimal, Decimal]] = []
    left_out = ZERO
    for ballot in ballots:
        value = ballot.mark if ballot.choice is None else rule.ballot_values[ballot.choice]
        if value == "exclude":
            left_out += ballot.count
        elif isinstance(value, Decimal):
            values.append((value, ballot.count))
    if rule.combine == "trimmed":
        values = _trimmed(values, rule.trim)
    valid = sum((count for _, count in values), ZERO)
    if not valid:
        return None, ZERO, left_out
    return sum((value * count for value, count in values), ZERO) / valid, valid, left_out


def _trimmed(values: list[tuple[Decimal, Decimal]], trim: int) -> list[tuple[Decimal, Decimal]]:
    """Without the highest and the lowest marks; with too few to trim, nothing is valid."""
    out = sorted(values)
    for side in (0, -1):
        spare = Decimal(trim)
        while spare and out:
            value, count = out[side]
            taken = min(spare, count)
            spare -= taken
            if count == taken:
                out.pop(side)
            else:
                out[side] = (value, count - taken)
    return out


def _mean_of_places(rule: Panel, criterion: Criterion, rater_class: RaterClass, unit: str, desk: Desk) -> Mean:
    """Each rater's marks turned into places among the units that rater marked, first … last spread evenly."""
    marks: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for name, of_unit in sorted(desk.units.items()):
        for b in of_unit.ballots.get(rule.code, []):
            if (
                b.who == rater_class.who
                and b.mark is not None
                and (b.criterion == criterion.name or not criterion.name)
            ):
                marks[b.rater][name] = b.mark
    values = []
    for _, of_rater in sorted(marks.items()):
        if unit not in of_rater:
            continue
        higher = sum(1 for v in of_rater.values() if v > of_rater[unit])
        equal = sum(1 for v in of_rater.values() if v == of_rater[unit])
        place = Decimal(higher) + Decimal(equal + 1) / 2
        n = len(of_rater)
        share = ZERO if n == 1 else (place - 1) / (n - 1)
        values.append(rule.rank_first - (rule.rank_first - rule.rank_last) * share)
    if not values:
        return None, ZERO, ZERO
    return sum(values, ZERO) / len(values), Decimal(len(values)), ZERO
