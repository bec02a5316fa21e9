"""Who may see records. Who may do what stands on each verb; who may enter which kind stands in the kind."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

VIEW_RECORD = permit("ledgers.view_record", _("See records"), roles=BUSINESS)
VIEW_LIFE = permit("ledgers.view_life", _("See what organisational life owes"), roles=BUSINESS, unit="")
KEEPERS = UNIT | {Role.BRANCH_SECRETARY}
"""Who enters the records of their own organisations unless the kind says otherwise."""
