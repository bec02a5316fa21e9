"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """Reminders."""

    name = "duban.asks.reminders"
    label = "reminders"

    def ready(self) -> None:
        """The digest goes out by itself; the bell stands in the head of every page."""
        from duban.asks.reminders.jobs import remind_each_workday  # noqa: PLC0415 - needs the models, loaded by now
        from duban.asks.reminders.notes import warning_notes  # noqa: PLC0415 - as above
        from duban.asks.reminders.sources import add_notes  # noqa: PLC0415 - as above
        from duban.asks.schedule import EachWorkday, Job, add_job  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_notes(warning_notes)
        add_job(
            Job(
                "reminders.remind",
                _("Digest of the month, and what has become overdue"),
                EachWorkday(),
                remind_each_workday,
                in_hours=True,
            )
        )
        add_entry(NavEntry(_("Reminders"), "reminder_list", "bell", group=9, place=0))
