"""The seats of a party committee and how their titles are said: 书记 of a branch is its 支部书记."""

_BODIES = (
    "",
    "支部",
    "党支部",
    "联合党支部",
    "总支",
    "党总支",
    "党总支部",
    "党委",
    "机关党委",
    "支委会",
    "支部委员会",
    "总支部委员会",
    "委员会",
    "机关委员会",
)
_SEATS = (
    *(
        "书记",
        "副书记",
        "专职副书记",
        "委员",
        "组织委员",
        "宣传委员",
        "纪检委员",
        "纪律检查委员",
        "统战委员",
        "青年委员",
        "妇女委员",
    ),
    *("群团委员", "群工委员", "保密委员", "生产委员", "学习委员", "文体委员"),
)
_TITLES = {f"{body}{seat}": seat for body in _BODIES for seat in _SEATS}
"""The whole titles of posts that a party committee fills by election (选举工作条例: 书记、副书记、委员) → the seat.

Posts of the league and of a discipline commission (团支部书记, 机关纪委书记) are filled elsewhere, and are none of them.
"""
_BODY_OF = {"general_branch": "总支", "primary_committee": "党委"}


def seat_of(title: str, unit: str = "") -> str:
    """The seat that the whole title means, with or without the name of the organisation `unit`; '' when it is none."""
    return _TITLES.get(title.strip().removeprefix(unit), "")


def title_of(seat: str, kind: str, unit: str = "") -> str:
    """The usual title of a seat in an organisation of this kind and name."""
    body = _BODY_OF.get(kind, "支部")
    return f"机关{body}{seat}" if body == "党委" and "机关" in unit else f"{body}{seat}"
