"""What the self-check asks of assessment: no forbidden source in a scheme in force (AF-4), no period outside the plan (AF-7)."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.asks.burden.checks import Result
from duban.assessment.models import Period, Scheme
from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text


def no_forbidden_source(day: datetime.date) -> Result:
    """AF-4: every scheme in force is read anew as if it were published today."""
    found = [
        f"{scheme}：{fault.found}"
        for scheme in Scheme.objects.filter(periods__closes_on__gte=day).distinct()
        for fault in _faults(scheme.text)
    ]
    said = _("Forbidden sources in schemes in force: %(n)s") % {"n": len(found)}
    return Result(not found, f"{said}（{'、'.join(found)}）" if found else said, reverse("scheme_list"))


def _faults(text: str) -> list:
    try:
        load_text(text, live=True)
    except Refused as refused:
        return [fault for fault in refused.problems if str(fault.cites).startswith("AF-4")]
    return []


def every_period_is_planned(day: datetime.date) -> Result:
    """AF-7: every period of assessment has the number in the approved plan."""
    n = Period.objects.filter(scheme__plan_number="").count()
    return Result(
        not n, _("Periods of assessment without a number in the plan: %(n)s") % {"n": n}, reverse("period_list")
    )
