"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackgroundConfig(AppConfig):
    """Background work."""

    name = "duban.asks.background"
    label = "background"

    def ready(self) -> None:
        """Add the administrator's page, and the job that tidies up behind the others."""
        from duban.asks.background.loop import tidy  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.background.permits import VIEW_JOB  # noqa: PLC0415 - as above
        from duban.asks.schedule import EachDay, Job, add_job  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_job(Job("background.tidy", _("Remove old runs of background work"), EachDay(2), tidy))
        add_entry(NavEntry(_("Background work"), "job_list", "refresh", group=5, place=5, shown=shown_to(VIEW_JOB)))
