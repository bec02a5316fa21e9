"""Who may see lists and tasks. Who may do what stands on each verb in actions/."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, COMMITTEE, UNIT, permit

DOERS = UNIT | {Role.BRANCH_SECRETARY}
# Who reviews is settled by the tree: the issuer of a unit's task is the committee, that of a branch's part is the unit.
REVIEWERS = UNIT | {Role.COMMITTEE_ADMIN}

VIEW_LIST = permit("duties.view_list", _("See issued lists"), roles=BUSINESS, upward=True)
VIEW_DRAFT = permit("duties.view_draft", _("See drafts of lists"), roles=COMMITTEE)
VIEW_CAMPAIGN = permit("duties.view_campaign", _("See campaigns"), roles=BUSINESS, upward=True)
VIEW_TASK = permit("duties.view_task", _("See tasks and their evidence"), roles=BUSINESS)
