"""A conversation as Markdown and docx: what was asked, answered and cited, word for word."""

import io
from datetime import UTC, datetime

from docx import Document

from chat.answer import Answer, Citation
from chat.talks.conversations import Conversation, Saved
from chat.talks.export import to_docx, to_markdown

AT = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
CITED = (
    Citation("a#（十七）", "（十七）", "若干措施", "黑银发〔2023〕25号", "费率\n不超过1.5%",
             (0, 9)),
    Citation("b#3", "3", "黔江措施", None, "见第3条", (0, 4)))
TEXT = ("**不超过 1.5%。** 黑龙江\\*如此。[1]\n\n|  | 洛阳 | 黑龙江 |\n| --- | --- | --- |\n"
        "| 规定 | 未作规定 | 一<br>二 [2] |\n\n- 第一\n- 第二 &lt;3%")
TALK = Conversation("c", "费率 *问*", 2, AT, AT)
SAVED = (Saved(1, "user", "# 多少？\n<b>急</b>", AT), Saved(2, "assistant", TEXT, AT,
                                                      Answer(TEXT, CITED), ("a",), 1))


def test_markdown():
    lines = to_markdown(TALK, SAVED).split("\n")
    assert lines[0] == "# 费率 \\*问\\*"
    assert "导出内容截至 2026-03-02 00:30:00" in lines
    assert lines[lines.index("## 提问（2026-03-02 00:30:00）") + 2:][:2] == [
        "> \\# 多少？", "> &lt;b\\>急&lt;/b\\>"]
    assert "\n".join(TEXT.split("\n")) in "\n".join(lines)
    assert "- [1] 《若干措施》（黑银发〔2023〕25号）（十七）：“费率 不超过1\\.5%”" in lines
    assert "- [2] 《黔江措施》第3条：“见第3条”" in lines


def read(data: bytes):
    document = Document(io.BytesIO(data))
    return document, [p.text for p in document.paragraphs]


def test_docx():
    document, texts = read(to_docx(TALK, SAVED))
    assert texts[:4] == ["费率 *问*", "导出内容截至 2026-03-02 00:30:00",
                         "提问（2026-03-02 00:30:00）", "# 多少？\n<b>急</b>"]
    assert "不超过 1.5%。 黑龙江*如此。[1]" in texts
    assert "[1] 《若干措施》（黑银发〔2023〕25号）（十七）：“费率 不超过1.5%”" in texts
    assert "第二 <3%" in texts
    [table] = document.tables
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["", "洛阳", "黑龙江"], ["规定", "未作规定", "一\n二 [2]"]]
    bold = [r.text for p in document.paragraphs for r in p.runs if r.bold]
    assert bold == ["不超过 1.5%。"]


def test_odd_answers_do_not_break_the_file():
    for text in ("", "|", "| --- |", "| a |\n| b | c |", "\x0b**", "** **", "|||"):
        _, texts = read(to_docx(TALK, (Saved(1, "assistant", text, AT, Answer(text)),)))
        assert texts[-1].startswith("以上内容")


def test_empty_conversation():
    assert to_markdown(TALK, ()).count("##") == 0
    assert len(read(to_docx(TALK, ()))[1]) == 3
