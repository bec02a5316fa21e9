"""What an assessment says of a cadre: the grade of the unit in a period that is over, for those in office at its end.

The grade is the unit's. No points, no place, nothing about the person.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duban.assessment.models import Standing
from duban.base import clock
from duban.ledgers.cadres.duty_record import Line, Part
from duban.orgs.models import Person, Post
from duban.orgs.permits import above_of


def grade_lines(person: Person) -> Iterator[Line]:
    """A line for each graded unit in which, or below which, the person held a post on the last day. Two queries."""
    posts = list(Post.objects.filter(person=person).values_list("unit__path", "since_on", "until_on"))
    paths = {each for path, _since, _until in posts for each in (path, *above_of(path))}
    rows = Standing.objects.filter(unit__path__in=paths, period__closes_on__lt=clock.today()).exclude(grade="")
    for standing in rows.select_related("unit", "period__unit").order_by("-period__ends_on", "unit__path"):
        end = standing.period.ends_on
        if any(
            path.startswith(standing.unit.path) and since <= end and (until is None or until >= end)
            for path, since, until in posts
        ):
            said = {"unit": standing.unit.name, "period": standing.period.name, "grade": standing.grade}
            yield Line(
                Part.RESULTS,
                standing.key,
                end,
                _("%(unit)s was graded “%(grade)s” in %(period)s") % said,
                standing.period.unit,
            )
