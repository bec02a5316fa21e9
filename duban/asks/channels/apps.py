"""Django's entry for this wing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    """Channels."""

    name = "duban.asks.channels"
    label = "channels"

    def ready(self) -> None:
        """Groups are told by themselves; the administrator has a page."""
        from duban.asks.channels.jobs import tell_groups  # noqa: PLC0415 - needs the models, loaded by now
        from duban.asks.channels.permits import VIEW_CHANNEL  # noqa: PLC0415 - as above
        from duban.asks.schedule import Every, Job, add_job  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_job(Job("channels.tell_groups", _("Tell groups of new reminders"), Every(15), tell_groups, in_hours=True))
        add_entry(NavEntry(_("Channels"), "channel_list", "message", group=5, place=6, shown=shown_to(VIEW_CHANNEL)))
