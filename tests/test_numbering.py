"""Numbers at the head of a line, labels made of them, and the traps of numbering."""

import pytest

from corpus.numbering import Scheme, join_labels, parse_mark
from corpus.reader import parse_policy

MARKS = [
    ("han", "一、总体要求", Scheme.HAN, "一"),
    ("han-two-digits", "十二、其他", Scheme.HAN, "十二"),
    ("han-full-width-stop", "十二．其他", Scheme.HAN, "十二"),
    ("han-half-width-stop", "二. 其他", Scheme.HAN, "二"),
    ("han-before-a-lower-number", "五、一线城市", Scheme.HAN, "五"),
    ("han-sign", "㈠指导思想", Scheme.HAN_BRACKET, "（一）"),
    ("han-bracket", "（一）指导思想", Scheme.HAN_BRACKET, "（一）"),
    ("han-bracket-half-width", "(二)工作要求", Scheme.HAN_BRACKET, "（二）"),
    ("han-bracket-blanks", "( 二十一 ) 保障", Scheme.HAN_BRACKET, "（二十一）"),
    ("arabic", "1.提升信贷投放总量", Scheme.ARABIC, "1"),
    ("arabic-blank", "2. 制定工作计划", Scheme.ARABIC, "2"),
    ("arabic-full-width-stop", "1．提升总量", Scheme.ARABIC, "1"),
    ("arabic-full-width-digit", "３．提升总量", Scheme.ARABIC, "3"),
    ("arabic-comma", "10、深化对接", Scheme.ARABIC, "10"),
    ("arabic-before-latin", "9.IPO融资", Scheme.ARABIC, "9"),
    ("arabic-bracket", "（1）甲", Scheme.ARABIC_BRACKET, "（1）"),
    ("arabic-bracket-half-width", "(12) 甲", Scheme.ARABIC_BRACKET, "（12）"),
    ("arabic-closing-bracket", "3）甲", Scheme.ARABIC_BRACKET, "（3）"),
    ("arabic-sign", "⑿甲", Scheme.ARABIC_BRACKET, "（12）"),
    ("circled", "①甲", Scheme.CIRCLED, "①"),
    ("article", "第二十八条　银行应当", Scheme.ARTICLE, "第二十八条"),
    ("article-arabic", "第2条 银行应当", Scheme.ARTICLE, "第2条"),
    ("article-inserted", "第十条之一　银行应当", Scheme.ARTICLE, "第十条之一"),
    ("article-on-small-firms", "第三条中小企业应当", Scheme.ARTICLE, "第三条"),
    ("article-alone", "第三条", Scheme.ARTICLE, "第三条"),
    ("article-title-in-brackets", "第三条（适用范围）", Scheme.ARTICLE, "第三条"),
    ("chapter", "第一章　总则", Scheme.CHAPTER, "第一章"),
    ("chapter-no-blank", "第一章总则", Scheme.CHAPTER, "第一章"),
    ("section", "第二节", Scheme.SECTION, "第二节"),
    ("part", "第一编 物权", Scheme.PART, "第一编"),
    ("sub-part", "第一分编 通则", Scheme.PART, "第一分编"),
]
NO_MARKS = [
    ("article-provided", "第三条规定的情形除外"), ("article-called", "第三条所称企业"),
    ("article-within", "第三条中的企业"), ("tiers-of-cities", "三、四线城市"),
    ("sectors", "二、三产业"), ("han-decimal", "一.五倍"),
    ("article-listed", "第三条所列材料"), ("article-of", "第三条的规定执行"),
    ("article-paragraph", "第三条第二款规定"), ("article-and", "第三条和第四条"),
    ("article-to", "第三条至第五条"), ("article-list", "第三条、第四条规定"),
    ("inserted-article-provided", "第十条之一规定的"), ("third-party", "第三方平台"),
    ("first-batch", "第一批企业"), ("month", "2024.5"), ("rate", "1.5%以下"),
    ("amount", "12.5亿元"), ("version", "2.0版本"), ("year", "2023年"),
    ("han-year", "二〇二三年"), ("thousand", "1000、2000"), ("firms", "100家企业"),
    ("first-of-all", "第一，加强"), ("one-is", "一是加强"), ("prose", "加强对接"), ("empty", ""),
]


@pytest.mark.parametrize(("text", "scheme", "label"), [
    pytest.param(*row, id=name) for name, *row in MARKS])
def test_mark(text, scheme, label):
    mark = parse_mark(text)
    assert mark is not None
    assert (mark.scheme, mark.label) == (scheme, label)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NO_MARKS])
def test_no_mark(text):
    assert parse_mark(text) is None


@pytest.mark.parametrize(("text", "rest"), [
    ("（一） 指导思想", "指导思想"), ("2. 制定", "制定"), ("第二条　银行", "银行"), ("①甲", "甲")],
    ids=["bracket", "arabic", "article", "circled"])
def test_length_covers_number_and_blanks(text, rest):
    assert text[parse_mark(text).length :] == rest


@pytest.mark.parametrize(("path", "label"), [
    (["一"], "一"), (["五", "（一）"], "五（一）"), (["附件二", "1"], "附件二.1"),
    (["附件", "一"], "附件一"), (["1", "（1）"], "1（1）"), (["1", "2"], "1.2"),
    (["附件1", "二"], "附件1.二"), (["（一）", "1"], "（一）1"),
    (["第一章", "第一条"], "第一章第一条")],
    ids=["alone", "han-bracket", "annex-arabic", "annex-han", "arabic-bracket", "arabic-arabic",
         "annex-digit-han", "bracket-arabic", "chapter-article"])
def test_join_labels(path, label):
    assert join_labels(path) == label


def read(text: str) -> list[tuple[str, str]]:
    """Read `text`; return label and text of each clause but 文首."""
    policy = parse_policy(f"关于支持的若干措施\n{text}", "p")
    assert policy.unaccounted == ()
    return [(clause.label, clause.text) for clause in policy.clauses if clause.label != "文首"]


def test_annex_that_restarts_numbering():
    annex = "附  件\n名单\n一、成员\n丙。\n二、职责\n1.丁。\n2.戊。"
    assert read(f"一、措施\n1.甲。\n2.乙。\n{annex}") == [
        ("1", "甲。"), ("2", "乙。"), ("附件一", "成员\n丙。"), ("附件二.1", "丁。"),
        ("附件二.2", "戊。")]


def test_numbered_annexes():
    assert read("1.甲。\n附件1\n1.乙。\n附件2：\n1.丙。") == [
        ("1", "甲。"), ("附件1.1", "乙。"), ("附件2.1", "丙。")]


def test_annex_before_the_first_number_is_the_main_text():
    policy = parse_policy(
        "关于印发《措施》的通知\n附件：措施\n2023年1月1日\n附件\n措施\n一、甲。乙。", "p")
    assert [clause.label for clause in policy.clauses] == ["文首", "一"]


@pytest.mark.parametrize(("text", "labels"), [
    ("一、甲\n（一）乙。\n（二）丙。\n二、丁\n（三）戊。", ["（一）", "（二）", "（三）"]),
    ("一、甲\n（一）乙。\n（二）丙。\n二、丁\n（一）戊。", ["一（一）", "（二）", "二（一）"]),
    ("一、甲\n（一）乙。\n二、丙\n（二）丁。\n二、戊\n（三）己。", ["（一）", "（二）", "（三）"]),
    ("# 一、甲\n（一）乙。\n#### 二、丙\n(二)丁。\n### 五、戊\n（三）己。",
     ["（一）", "（二）", "（三）"]),
    ("一、甲。乙。\n二、丙\n（一）丁\n1.戊。\n2.己。", ["一", "1", "2"]),
    ("1.甲。\n1.乙。", ["1", "1·2"]),
], ids=["running", "restarted", "heading-number-twice", "heading-levels", "mixed-depth", "twice"])
def test_label_is_the_shortest_unique_path(text, labels):
    assert [label for label, _ in read(text)] == labels


def test_contents_are_front_matter():
    body = "第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。"
    policy = parse_policy(f"管理办法\n目　录\n第一章　总则\n第二章　附则\n{body}", "p")
    assert [(c.label, c.heading_path) for c in policy.clauses] == [
        ("文首", ()), ("第一条", ("第一章 总则",)), ("第二条", ("第二章 附则",))]
    assert policy.unaccounted == ()


@pytest.mark.parametrize("attached", [
    "附件：1.申报表\n2.清单", "附件：\n1.2023年申报表\n2.清单\n3.样表", "附件1.申报表\n2.清单"],
    ids=["first-on-the-line", "below-the-line", "no-colon"])
def test_list_of_attachments_is_no_clause(attached):
    body = "一、总体\n甲乙丙。\n二、措施\n1.甲。\n2.乙。"
    assert [label for label, _ in read(f"{body}\n{attached}")] == ["一", "1", "2", "文末"]
    assert [label for label, _ in read(f"{attached}\n{body}")] == ["一", "1", "2"]


def test_below_an_article_nothing_is_a_clause():
    assert read("第一条　银行应当：\n（一）甲；\n（二）乙。\n第二条　本办法施行。") == [
        ("第一条", "银行应当：\n（一）甲；\n（二）乙。"), ("第二条", "本办法施行。")]


def test_line_that_refers_to_an_article_stays_in_its_clause():
    assert read("第一条　甲。\n第二条　乙。\n第一条规定的除外。\n第三条　丙。") == [
        ("第一条", "甲。"), ("第二条", "乙。\n第一条规定的除外。"), ("第三条", "丙。")]


@pytest.mark.parametrize("tail", [
    "本政策由人民银行负责解释。有关政策予以评估。", "本措施自印发之日起施行，有效期3年。",
    "主 送：各县区。", "抄送：市委。\n2023年10月16日印发"],
    ids=["interpretation", "in-force", "recipients", "copies-and-print-date"])
def test_what_follows_the_last_clause_is_the_tail(tail):
    told = read(f"（一）甲。乙。\n（二）丙。丁。\n\n{tail}")
    assert [label for label, _ in told] == ["（一）", "（二）", "文末"]
    assert told[1][1] == "丙。丁。"


def test_tail_begins_after_the_last_statement_of_units():
    assert read("（一）甲。乙。（责任单位：市金融办）\n各银行要抓好落实。")[-1] == (
        "文末", "各银行要抓好落实。")
