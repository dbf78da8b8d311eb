"""What programs send to /api and get from it; the same objects as the command line's JSON lines.

Models of what comes back are for the description only: what is sent is what `chat.wire` makes.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from matcher.reading.profile import LABELS, MOST_SIGNS, Profile

_EXAMPLE = {"region": "黑龙江", "industry": "传感器", "need_amount_wan": 300, "purpose": "买设备",
            "collateral": [], "text": "我们在哈尔滨做传感器，没有抵押物，想贷300万买设备"}


def _profile_schema() -> dict[str, Any]:
    schema = Profile.model_json_schema()
    for name, told in schema["properties"].items():
        told["description"] = LABELS[name]
        for text in (told, *told.get("anyOf", ())):
            if text.get("type") == "string" and "enum" not in text:
                text["maxLength"] = MOST_SIGNS
    kept = {"type": "object", "properties": schema["properties"], "additionalProperties": False}
    return {"anyOf": [kept, {"type": "null"}], "examples": [_EXAMPLE],
            "description": "企业画像，各项与网页表单相同；不知道的不写。"}


Firm = Annotated[dict[str, Any] | None, WithJsonSchema(_profile_schema())]
Place = Annotated[str | None, Field(
    max_length=100, description="企业所在地区，如 黑龙江、洛阳、涧西区", examples=["黑龙江"])]
Identity = Annotated[int | Annotated[str, Field(max_length=200)] | None, Field(
    description="原样带回，便于对应", examples=["1"])]
Question = Annotated[str, Field(
    description="问题，最多 2000 字", examples=["担保费率最高多少？"])]


class _In(BaseModel):
    model_config = ConfigDict(strict=True)


class Said(_In):
    """之前的一句话。"""

    role: str = Field(default="", max_length=50, description="user 或 assistant，其他的不读")
    content: str = Field(description="原文；每句读前 2000 字，整个对话读最近 4 万字")


class SearchIn(_In):
    """查条款的请求。"""

    id: Identity = None
    question: Question
    region: Place = None
    history: Annotated[list[Said] | None, Field(
        max_length=1000, description="之前的对话，旧的在前")] = None
    k: int = Field(default=10, ge=1, le=100, description="条数", examples=[10])


class AskIn(_In):
    """提问的请求，与命令行 ask --jsonl 的一行相同。"""

    id: Identity = None
    question: Question
    region: Place = None
    history: Annotated[list[Said] | None, Field(
        max_length=1000, description="之前的对话，旧的在前")] = None
    profile: Firm = None
    stream: bool = Field(default=False, description="true：逐段返回（text/event-stream）",
                         examples=[False])


class MatchIn(_In):
    """配产品的请求：写 profile，或用 question 一句话说明。"""

    id: Identity = None
    profile: Firm = None
    question: Annotated[str | None, Field(max_length=MOST_SIGNS)] = None
    region: Place = None


class Cited(BaseModel):
    """一处引用；quote 是原文。"""

    clause: str = Field(examples=["heilongjiang-2023#（十七）"])
    label: str = Field(examples=["（十七）"])
    document: str
    number: str | None
    quote: str


class Named(BaseModel):
    """一项产品或政策工具，和写明它的条款。"""

    name: str
    clauses: list[str]


class Answered(BaseModel):
    """回答；文中的 [n] 对应 citations 的第 n 项。"""

    id: int | str | None
    answer: str = Field(description="Markdown", examples=["担保费率原则上不超过 1.5%。[1]"])
    refused: bool = Field(description="文件里没有所问的内容时为 true")
    reason: str | None
    region: str | None
    citations: list[Cited]
    products: list[Named]
    ask: list[str] = Field(description="还值得问的画像字段")
    catalog: str | None = Field(description="产品库另有的记载，不算文件依据")
    ms: float


class Hit(BaseModel):
    """找到的一条条款。"""

    clause: str
    score: float
    document: str
    heading: str
    text: str


class Found(BaseModel):
    """找到的条款，最相关的在前。"""

    id: int | str | None
    hits: list[Hit]


class Match(BaseModel):
    """一项适合的产品或政策工具。"""

    name: str
    institution: str | None
    clauses: list[str]
    source: str
    verdict: str = Field(examples=["满足", "待确认"])
    met: list[str]
    unknown: list[str]
    standing: str
    why: str
    amount: str | None
    rate: str | None
    term: str | None


class Excluded(BaseModel):
    """不适合的一项和原因。"""

    name: str
    clauses: list[str]
    why: str


class Asked(BaseModel):
    """还需要了解的一项。"""

    field: str
    question: str


class Matched(BaseModel):
    """匹配的结果。"""

    id: int | str | None
    matches: list[Match]
    excluded: list[Excluded]
    routing: str | None
    ask: list[Asked]
    note: str
    ms: float


class Fault(BaseModel):
    """错误：code 给程序，message 给人。"""

    code: str = Field(examples=["invalid_request"])
    message: str = Field(examples=["问题是空的，请写下您想问的政策或产品。"])


class Failed(BaseModel):
    """出错时的回应。"""

    error: Fault


class Health(BaseModel):
    """运行状况。"""

    status: str = Field(examples=["ok"], description="ok 或 unavailable")
    assistant: str = Field(examples=["ready"], description="ready 或 loading")
    database: str = Field(examples=["ok"], description="ok 或 failed")
