"""Who may see what is asked. Who may do what stands on each verb."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, COMMITTEE, permit

VIEW_BURDEN = permit("burden.view_burden", _("See what is asked of organisations"), roles=BUSINESS)
VIEW_REQUEST = permit("burden.view_request", _("See requests with whom they ask"), roles=BUSINESS, unit="issuer")
VIEW_REPORT = permit("burden.view_report", _("See the quarterly report on burdens"), roles=COMMITTEE, unit="")
VIEW_SELF_CHECK = permit(
    "burden.view_self_check",
    _("See how the anti-formalism rules are kept"),
    roles=COMMITTEE | {Role.AUDIT_ADMIN},
    unit="",
)
VIEW_SUGGESTION = permit(
    "burden.view_suggestion", _("Read suggestions with their answers"), roles=set(Role), upward=True
)
