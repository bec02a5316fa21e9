"""Who may see packs and rules. Who may install stands on the verbs."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, permit

VIEW_RULE = permit("packs.view_rule", _("See rule parameters and the work calendar"), roles=BUSINESS, unit="")
VIEW_PACK = permit("packs.view_pack", _("See packs"), roles={Role.COMMITTEE_ADMIN}, unit="")
