"""Which pages are measured, for whom, and what the best peer needs for the same work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """What the best peer needs for the same work, on the same class of machine.

    alone_ms: one request at a time, least of several; rps: requests a second with eight at a time, SQLite; None was not
    measured. `is_bar`: ours must be five times better.
    """

    name: str
    work: str
    alone_ms: float
    rps: float | None
    queries: int
    kb: float
    is_bar: bool = False


@dataclass(frozen=True)
class Page:
    """One page: its name in the table, who asks, and whether htmx asks for its fragment."""

    key: str
    title: str
    who: str
    peer: Peer | None = None
    fragment: bool = False


CISO, HORILLA = "CISO Assistant", "Horilla"
_HOME = Peer(HORILLA, "home page", 81, 18.7, 142, 151)
_TREE = Peer(CISO, "organisation tree, 110 units", 114, None, 445, 25)

PAGES = (
    Page("home_officer", "待办，工委管理员", "gongwei", _HOME),
    Page("home_secretary", "待办，单位书记", "shuji", _HOME),
    Page("home_branch", "待办，支部书记", "zhibu", _HOME),
    Page("standing", "我的得分", "shuji", Peer(CISO, "one unit's tree with scores", 100, 17.6, 142, 84, True)),
    Page("matrix", "单位×指标，110×37", "gongwei", Peer(CISO, "dashboard over 110 units", 263, 5.6, 40, 0.6, True)),
    Page("tasks", "任务，一页50条", "gongwei", Peer(CISO, "list, page of 50", 69, 26.3, 110, 35, True)),
    Page("units", "组织，全县", "gongwei", _TREE),
    Page("unit", "组织，一个单位", "gongwei", _TREE),
    Page("people", "人员，2,740人", "gongwei", Peer(HORILLA, "employee list, page", 799, 2.23, 1302, 526, True)),
    Page("people_rows", "人员，只换表格", "gongwei", Peer(HORILLA, "its table", 145, 10.5, 231, 131), fragment=True),
    Page("chip", "一个单位的总分", "gongwei", Peer(CISO, "one global score", 27, 75.4, 7, 0.3), fragment=True),
    Page("log_in", "登录页", ""),
)
