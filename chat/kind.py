"""What kind of answer a question wants, from its wording alone."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """The shape of the answer that a question asks for."""

    FACT = "fact"
    FIGURE = "figure"
    UNIT = "unit"  # who is responsible
    COMPARE = "compare"
    LIST = "list"
    VALIDITY = "validity"  # number, date, status of a document
    FIRM = "firm"  # a firm describes itself and asks what fits
    GREETING = "greeting"


class Figure(StrEnum):
    """What a figure question counts."""

    RATE = "rate"
    MONEY = "money"
    TIME = "time"
    COUNT = "count"
    PHONE = "phone"
    ANY = "any"


_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.GREETING, re.compile(r"^(你好|您好|嗨|hi|hello|在吗|谢谢|多谢|再见|早上好|下午好|晚上好|你是谁|你能做什么|你会什么)[，。！!~？? 呀啊吗了]*$", re.I)),
    (Kind.COMPARE, re.compile(r"区别|不一样|不同|相比|对比|比较|差在|分别|各(是|自|叫|卡|拉|强调|定)|哪边|哪个地方")),
    (Kind.VALIDITY, re.compile(r"文号|哪(年|天|一年)(发|印|出|的文)|什么时候(发|印|出台)|正式(文件|的|版)|生效|有效期|失效|作废|过期|现行|谁(发|印)的|署名|征求意见稿(还是|吗)|解释权|谁(负责)?解释")),
    (Kind.UNIT, re.compile(r"归谁|谁(来)?(管|牵头|负责|落实|挑头|打头|去推|出面|配合|协调|主办|办理)|哪(个|几个|些|家|几家)(部门|单位|委局|机构|衙门)|责任(单位|部门)|牵头(单位|部门)|找谁|找哪|交给(谁|哪)|分给谁|哪(几)?家(牵头|管|负责)|啥部门|什么部门|当头儿")),
    (Kind.LIST, re.compile(r"列(出|一下|举)|所有|全部(的)?(政策|产品|条款|平台|基金|补贴)|有哪些(政策|产品|条款|规定|措施|平台|基金)|都有(啥|哪些|什么)")),
    (Kind.FIRM, re.compile(r"我们?(是|厂|公司|企业|家|在).{0,60}(有(啥|什么|哪些|没有)|怎么办|咋办|能用|沾上|路子|门路|靠)|我们是.{4,}")),
    (Kind.FIGURE, re.compile(r"多少|几(个|成|家|户|年|天|次|回|号|倍|折|点|人|条|只|百|千|万|级|月)|多大|多久|多长|最高|最低|上限|下限|封顶|顶格|百分之|利率|费率|比例|额度|电话|几点")),
)
_FIGURES: tuple[tuple[Figure, re.Pattern[str]], ...] = (
    (Figure.PHONE, re.compile(r"电话|手机号|联系方式|热线|微信号|邮箱|地址|几点(上班|开门|下班)|上班时间|办公时间")),
    (Figure.RATE, re.compile(r"利率|费率|利息(是)?(多少|几)|贴(息)?几|几个点|几成|百分之|百分比|比例|占比|多少个点|千分之|增速|涨幅")),
    (Figure.MONEY, re.compile(r"多少(钱|资金|万|亿|贷款|额度|美元|美金)|额度|(贷|借|批|补|奖|给|放)多少|封顶|总盘子|多大(规模|盘子)?|规模|上限|顶格")),
    (Figure.TIME, re.compile(r"几(年|天|个月|号|月)|多久|多长时间|什么时候|啥时候|哪(年|天|一天)|期限|最长|隔多")),
    (Figure.COUNT, re.compile(r"几(家|户|个|人|条|只|次|回|场)|多少(家|户|个|人|条|次)")),
)
_PRESENT: dict[Figure, re.Pattern[str]] = {
    Figure.RATE: re.compile(r"\d\s*[%‰]|百分之|千分之|个百分点|不低于.{0,12}增速|翻番|倍"),
    Figure.MONEY: re.compile(r"\d\s*(万|亿|千元|元|美元)"),
    Figure.TIME: re.compile(r"\d\s*(年|个?月|日|天|小时)|每(年|半年|季度|月|季)|[一二三四五六七八九十两]年|定期|不定期|按月|适时|上半年|下半年"),
    Figure.COUNT: re.compile(r"\d\s*(家|户|个|人|名|条|只|次|场|所|万人|户（个）)|[一二三四五六七八九十两]\s*[家户个次场条只]|逐[个户]"),
    Figure.PHONE: re.compile(r"\d{3,4}-?\d{7,8}|@"),
    Figure.ANY: re.compile(r"\d|[一二三四五六七八九十两]\s*[家户个次场条只年]|不低于|不高于|不降低|每(年|半年|季|月)"),
}


def kind_of(question: str, *, places: int = 0) -> Kind:
    """Return the kind of `question`; `places` counts the regions or documents it names."""
    if places >= 2:
        return Kind.COMPARE
    for kind, pattern in _KINDS:
        if kind is Kind.COMPARE and places < 2:
            continue
        if pattern.search(question):
            return kind
    return Kind.FACT


def figures_asked(question: str) -> list[Figure]:
    """Return what figures `question` asks for; [] when it asks for none."""
    found = [figure for figure, pattern in _FIGURES if pattern.search(question)]
    if not found and re.search(r"多少|几[个成]", question):
        found = [Figure.ANY]
    return found


def states(text: str, figure: Figure) -> bool:
    """Whether `text` states any figure of this sort."""
    return bool(_PRESENT[figure].search(text))
