"""Who may send workbooks. What their rows may change, the permits of each kind of rows say."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import UNIT, permit

SENDERS = frozenset({Role.COMMITTEE_ADMIN, Role.BRANCH_SECRETARY}) | UNIT
VIEW_BATCH = permit("exchange.view_batch", _("See the workbooks one has sent oneself"), roles=SENDERS)
