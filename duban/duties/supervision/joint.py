"""How a notice stands in the chain: it hangs on an issue, else on a task."""

from django.utils.translation import ngettext

from duban.duties.chain import Joint
from duban.duties.supervision.models import SupervisionNotice
from duban.duties.supervision.queries.notices import may_see, notices_on

NOTICE = Joint(
    model=SupervisionNotice,
    page="supervision_notice",
    may_see=may_see,
    word=lambda notice: notice.number,
    many=lambda n: ngettext("%(n)s supervision notice", "%(n)s supervision notices", n) % {"n": n},
    above=lambda notice: notice.issue or notice.task,
    hang_on=notices_on,
)
