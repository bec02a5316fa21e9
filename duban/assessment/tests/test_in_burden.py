"""The self-check reads schemes in force anew, and wants the number in the plan of every period."""

import datetime

import pytest

from duban.assessment import in_burden
from duban.assessment.models import Period, Scheme
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)


def period(text: str, plan_number: str = "") -> Period:
    unit = factories.tree().committee
    scheme = Scheme.objects.create(unit=unit, name="方案", version="1", text=text, plan_number=plan_number)
    return Period.objects.create(
        unit=unit, year=2026, name="2026", scheme=scheme, starts_on=TODAY, ends_on=TODAY, closes_on=TODAY
    )


def test_a_period_without_a_number_in_the_plan_is_found():
    planned = period("", plan_number="1号")
    assert in_burden.every_period_is_planned(TODAY).is_kept
    Scheme.objects.filter(pk=planned.scheme_id).update(plan_number="")

    assert not in_burden.every_period_is_planned(TODAY).is_kept


def test_a_forbidden_source_in_a_scheme_in_force_is_found():
    from duban.scoring.tests.test_scheme_docs import EXAMPLES  # noqa: PLC0415 - the worked scheme of the handbook

    right = EXAMPLES[0].text
    assert "source_kind: register" in right
    running = period(right, plan_number="1号")
    assert in_burden.no_forbidden_source(TODAY).is_kept
    Scheme.objects.filter(pk=running.scheme_id).update(
        text=right.replace("source_kind: register", "source_kind: articles")
    )

    found = in_burden.no_forbidden_source(TODAY)
    assert not found.is_kept
    assert not in_burden.no_forbidden_source(TODAY + datetime.timedelta(days=1)).say.endswith("）")
