"""How an issue stands in the chain: it hangs on a task, or on a duty itself."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.duties.chain import Joint
from duban.duties.issues.models import Issue
from duban.duties.issues.permits import VIEW_ISSUE
from duban.duties.issues.queries import issues_on

ISSUE = Joint(
    model=Issue,
    page="issue",
    may_see=VIEW_ISSUE.allows,
    word=lambda issue: _("Issue %(number)s") % {"number": issue.number},
    many=lambda n: ngettext("%(n)s issue", "%(n)s issues", n) % {"n": n},
    above=lambda issue: issue.task or issue.duty,
    hang_on=issues_on,
)
