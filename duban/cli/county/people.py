"""Names for people who do not exist."""

import random
from collections.abc import Iterator

_SURNAMES = "赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭鲁韦马苗方任袁柳鲍史唐费廉岑薛雷贺倪汤滕罗毕郝安常乐于傅卞齐康伍余顾孟黄穆萧尹"
_FIRST = "文书春若永开长明志晓雨新正思子云海玉清建国秀立光润佳宗予沛承"
_SECOND = "静敏远河兰年燕涛薇宁川峰琴华平安航岚松青霞林泽瑶恒舟宇晨洁"


def names(dice: random.Random) -> Iterator[str]:
    """One name after the other without end; the same name may come again, as it does in life."""
    while True:
        yield dice.choice(_SURNAMES) + dice.choice(_FIRST) + dice.choice(_SECOND) * (dice.random() > 0.12)
