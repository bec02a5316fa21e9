"""Who may see documents. Who may do what stands on each verb; whose word a document needs stands in its chain."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

DRAFTERS = UNIT | {Role.COMMITTEE_ADMIN, Role.BRANCH_SECRETARY}
KEEPERS = UNIT | {Role.COMMITTEE_ADMIN}
VIEW_DOCUMENT = permit("official.view_document", _("See official documents of the unit"), roles=BUSINESS, unit="issuer")
VIEW_PROFILE = permit("official.view_profile", _("See the office's paper and its templates"), roles=BUSINESS, unit="")
