"""What 查条款 says beside its lists: how to begin, what went wrong, as HTML."""

from corpus.errors import NotFound, QuestionError, RongceError, UnknownRegion
from indexing.lookup import LONGEST_QUERY
from indexing.marks import safe

_EXAMPLES = {"按说法查": ("过桥", "压货款", "没有抵押物"),
             "按用语查": ("担保费率", "应收账款", "知识产权质押"), "按文号查": ("金发〔2024〕5号",)}
_SENTENCES = {
    "too long": f"查找内容太长（{{value}} 字），请精简到 {LONGEST_QUERY} 字以内。",
    "no words": "没有看到文字，请输入要查的词，例如“担保费率”。"}


def empty() -> str:
    """Return what one can do, with examples to press."""
    rows = "".join(f"<li>{way}：{'、'.join(map(_example, words))}</li>"
                   for way, words in _EXAMPLES.items())
    return ('<div class="lk-note"><p><b>输入几个词就开始查找，不必是原文用语。</b></p>'
            f"<ul>{rows}<li>按单位查：在“责任单位”里选一个，不输入词也能列出全部条款</li></ul></div>")


def note(text: str) -> str:
    """Return a remark as HTML."""
    return f'<div class="lk-note" role="status"><p>{safe(text)}</p></div>'


def problem(error: RongceError) -> str:
    """Return the sentence for `error` as HTML."""
    if isinstance(error, QuestionError):
        text = _SENTENCES[error.detail].format(value=error.value)
    elif isinstance(error, UnknownRegion):
        advice = (f"有多处：{error.detail}，请写全省市名称。" if error.detail
                  else "不认识，请从列表里选。")
        text = f"地区“{str(error.value)[:30]}”{advice}"
    elif isinstance(error, NotFound):
        text = "找不到这一条，文件可能已更换，请重新查找。"
    else:
        text = "暂时查不了条款：政策资料没有加载成功。请稍后刷新页面，或请管理员查看服务日志。"
    return f'<div class="lk-note lk-bad" role="alert"><p>{safe(text)}</p></div>'


def _example(words: str) -> str:
    return f'<button type="button" data-query="{words}">{words}</button>'
