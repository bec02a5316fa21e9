"""Who may read files."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.permits import BUSINESS, permit

VIEW_FILE = permit("documents.view_file", _("Download files"), roles=BUSINESS, unit="file__unit")
