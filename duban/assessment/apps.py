"""Django's entry for this room."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """Periods, schemes, standings."""

    name = "duban.assessment"

    def ready(self) -> None:
        """Listen to the rooms below, add the room's pages, and say what duty records hold of grades."""
        from duban.asks.burden.checks import add_check  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.schedule import EachDay, Job, add_job  # noqa: PLC0415 - as above
        from duban.assessment import receivers  # noqa: F401, PLC0415 - as above
        from duban.assessment.in_burden import every_period_is_planned, no_forbidden_source  # noqa: PLC0415 - as above
        from duban.assessment.in_cadres import grade_lines  # noqa: PLC0415 - as above
        from duban.assessment.jobs import rescore_each_day  # noqa: PLC0415 - as above
        from duban.assessment.patterns import CONTENT  # noqa: PLC0415 - as above
        from duban.assessment.permits import VIEW_MATRIX, VIEW_SCHEME, VIEW_STANDING  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.duty_record import add_lines  # noqa: PLC0415 - as above
        from duban.orgs.permits import UNIT, roles_of, shown_to  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_content(CONTENT)
        add_job(Job("assessment.rescore", _("Compute scores as of the day"), EachDay(6), rescore_each_day))
        add_lines(grade_lines)
        add_check("AF-4", no_forbidden_source)
        add_check("AF-7", every_period_is_planned)

        def has_own_unit(request: HttpRequest) -> bool:
            """The committee sees every unit's score and has none of its own."""
            return bool(VIEW_STANDING.reach(request.user)) and bool(roles_of(request.user) & UNIT)

        for place, (label, url_name, icon, shown) in enumerate(
            (
                (_("My unit's score"), "my_standing", "chart-bar", has_own_unit),
                (_("Units by indicators"), "period_list", "table", shown_to(VIEW_MATRIX)),
                (_("Assessment schemes"), "scheme_list", "file-text", shown_to(VIEW_SCHEME)),
            )
        ):
            add_entry(NavEntry(label, url_name, icon, group=4, place=place, shown=shown))
