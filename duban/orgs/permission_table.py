"""The registry of permits as a page that people read: a change of policy is a change of this page."""

from django.urls import get_resolver
from django.utils import translation

from duban.orgs.models import Role
from duban.orgs.permits import PERMITS, Permit

HEAD = """# 权限表

由 `python manage.py permission_table` 从代码里的声明生成，测试核对；不要手改。

- 授权是（人、角色、单位），对这个单位和它下面的全部组织有效。
- ● 有此权限。◐ 有此权限，对上级下达的也有效（如查看约束自己的清单）。
- “本人”：事情是关于谁的，谁也有此权限，不问角色。
- 三个管理员角色互相排斥，也不与其他角色兼任。
- 看不到的对象一律答“没有这一页”（404），看得到而不能做的答“没有这项权限”（403），做晚了的答“已被别人改动”（409）。
"""


def permission_table() -> str:
    """The page, in Chinese: first what can be seen, then what can be done, roles across."""
    # Every room declares its permits beside its verbs and reads: they are known once all addresses are.
    get_resolver().url_patterns  # noqa: B018 - asking loads them
    with translation.override("zh-hans"):
        seen = [permit for permit in PERMITS.values() if not permit.is_verb]
        done = [permit for permit in PERMITS.values() if permit.is_verb]
        return "\n".join([HEAD, "## 查看", "", *_table(seen), "", "## 办理", "", *_table(done), ""])


def _table(permits: list[Permit]) -> list[str]:
    heads = ["权限", "说明", "按哪个单位", *(str(role.label) for role in Role)]
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for permit in sorted(permits, key=lambda each: each.name):
        mark = "◐" if permit.upward else "●"
        cells = [f"`{permit.name}`", str(permit.label), (permit.unit or "本身") + ("；本人" if permit.own else "")]
        cells += [mark if role in permit.roles else "" for role in Role]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
