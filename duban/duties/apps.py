"""Django's entry for this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    """Lists, tasks, evidence, review."""

    name = "duban.duties"

    def ready(self) -> None:
        """Ask people what is due, add the room's pages, listen to the rooms below, say what cadres did and have in hand."""
        from duban.asks.burden.asking import add_cause  # noqa: PLC0415 - needs the models, which are not loaded before
        from duban.asks.sources import add_source  # noqa: PLC0415 - as above
        from duban.duties import receivers  # noqa: F401, PLC0415 - as above
        from duban.duties.burden import asking_of_draft  # noqa: PLC0415 - as above
        from duban.duties.chain import DUTY, TASK, add_joint  # noqa: PLC0415 - as above
        from duban.duties.drafts import CONTENT  # noqa: PLC0415 - as above
        from duban.duties.in_cadres import OPEN_TASKS, task_lines  # noqa: PLC0415 - as above
        from duban.duties.permits import VIEW_CAMPAIGN, VIEW_LIST, VIEW_TASK  # noqa: PLC0415 - as above
        from duban.duties.queries.asks import task_asks, task_changes, task_days  # noqa: PLC0415 - as above
        from duban.duties.queries.lists import years_of_tasks  # noqa: PLC0415 - as above
        from duban.duties.serving import tasks_served  # noqa: PLC0415 - as above
        from duban.duties.still_open import open_tasks  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.duty_record import add_lines  # noqa: PLC0415 - as above
        from duban.ledgers.cadres.open_work import add_open_work  # noqa: PLC0415 - as above
        from duban.ledgers.serving import add_serving  # noqa: PLC0415 - as above
        from duban.orgs.permits import shown_to  # noqa: PLC0415 - as above
        from duban.orgs.still_open import add_still_open  # noqa: PLC0415 - as above
        from duban.packs.calendar import use_years  # noqa: PLC0415 - as above
        from duban.packs.contents import add_content  # noqa: PLC0415 - as above
        from duban.ui.navigation import NavEntry, add_entry  # noqa: PLC0415 - as above

        add_still_open(open_tasks)
        add_content(CONTENT)
        add_cause("duties.responsibilitylist", asking_of_draft, "responsibility_list")
        add_joint(DUTY)
        add_joint(TASK)
        use_years(_("days of tasks"), years_of_tasks)
        add_serving(tasks_served)
        add_source(task_asks, task_changes, task_days)
        add_lines(task_lines)
        add_open_work(OPEN_TASKS)
        add_entry(NavEntry(_("Lists"), "list_list", "list", group=1, place=1, shown=shown_to(VIEW_LIST)))
        add_entry(NavEntry(_("Tasks"), "task_list", "checks", group=1, place=2, shown=shown_to(VIEW_TASK)))
        add_entry(
            NavEntry(_("Units by months"), "control_plan", "layout-grid", group=1, place=3, shown=shown_to(VIEW_TASK))
        )
        add_entry(
            NavEntry(_("Campaigns"), "campaign_list", "clipboard-list", group=1, place=4, shown=shown_to(VIEW_CAMPAIGN))
        )
