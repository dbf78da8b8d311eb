"""The request and the answer of /v1/chat/completions, as OpenAI describes them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from chat.api.models import Cited, Firm, Named, Place

MODEL = "rongce"
ROLES = ("system", "developer", "user", "assistant")
Unsupported = Annotated[Any, WithJsonSchema({
    "anyOf": [{"type": "array", "maxItems": 0}, {"type": "null"}],
    "description": "不支持，写了返回 400"})]


class Part(BaseModel):
    """内容的一段；只读 type 为 text 的。"""

    model_config = ConfigDict(strict=True)
    type: str = Field(max_length=50, examples=["text"], json_schema_extra={"enum": ["text"]})
    text: str | None = None


class ChatMessage(BaseModel):
    """一条消息。"""

    model_config = ConfigDict(strict=True)
    role: str = Field(max_length=50, examples=["user"], json_schema_extra={"enum": [*ROLES]},
                      description="system、developer（读过但不改变回答）、user 或 assistant")
    content: str | list[Part] | None = Field(default=None, examples=["担保费率最高多少？"])


class StreamOptions(BaseModel):
    """流式返回的选项。"""

    model_config = ConfigDict(strict=True)
    include_usage: bool = False


class ChatIn(BaseModel):
    """与 OpenAI 相同的请求；temperature 等其余参数可以写，不起作用。"""

    model_config = ConfigDict(strict=True)
    model: str = Field(max_length=100, description="固定为 rongce", examples=[MODEL],
                       json_schema_extra={"enum": [MODEL]})
    messages: list[ChatMessage] = Field(
        min_length=1, max_length=2000, description="最后一条是用户的问题",
        examples=[[{"role": "user", "content": "担保费率最高多少？"}]])
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=None, description="只支持 1", examples=[1],
                          json_schema_extra={"enum": [1, None]})
    region: Place = None
    profile: Firm = None
    tools: Unsupported = None
    functions: Unsupported = None
    audio: Annotated[Any, WithJsonSchema(
        {"type": "null", "description": "不支持，写了返回 400"})] = None
    logprobs: bool | None = Field(default=None, description="不支持 true",
                                  json_schema_extra={"enum": [False, None]})
    response_format: Annotated[Any, WithJsonSchema(
        {"enum": [{"type": "text"}, None], "description": "只支持 text"})] = None


class Reply(BaseModel):
    """回答的消息；后四项是本产品另加的。"""

    role: Literal["assistant"]
    content: str
    refusal: None
    citations: list[Cited]
    refused: bool
    reason: str | None
    products: list[Named]


class Choice(BaseModel):
    """唯一的一个回答。"""

    index: int
    message: Reply
    logprobs: None
    finish_reason: Literal["stop"]


class Usage(BaseModel):
    """用量，按字数计。"""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """一次回答。"""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage


class OpenAIFault(BaseModel):
    """OpenAI 格式的错误。"""

    message: str
    type: str = Field(examples=["invalid_request_error"])
    param: str | None
    code: str | None


class OpenAIFailed(BaseModel):
    """出错时的回应。"""

    error: OpenAIFault


class Model(BaseModel):
    """一个模型。"""

    id: str = Field(examples=[MODEL])
    object: Literal["model"]
    created: int
    owned_by: str


class Models(BaseModel):
    """模型的列表。"""

    object: Literal["list"]
    data: list[Model]
