"""查条款 as people see it: marks, cards, outline, citations, the Excel file."""

import io
import re
from datetime import date

import gradio as gr
import openpyxl
import pytest
from bs4 import BeautifulSoup

from chat.answer import cite
from corpus.catalog import load_all
from corpus.citation import official, official_form, source_address, spoken_label
from corpus.errors import BadIndex, NotFound, QuestionError, UnknownRegion
from corpus.product import Product
from indexing.cards import MOST, listing_html, related_html
from indexing.choices import LABELS
from indexing.filters import Filters
from indexing.lookup import Lookup
from indexing.lookup_sheet import HEADER, listing_xlsx
from indexing.marks import best_span, marked, query_words, words_in
from indexing.notices import problem
from indexing.outline import outline_html
from indexing.page import lookup_page

EVIL = "<img src=x onerror=alert(1)>{{value}}${alert(1)}"


@pytest.fixture(scope="module")
def lookup(searcher, settings):
    return Lookup(searcher, tuple(load_all(settings.catalog_dir)), date(2026, 5, 1))


@pytest.mark.parametrize(("text", "words", "expected"), [
    ("担保费率不超过1%", ("费率",), "担保<mark>费率</mark>不超过1%"),
    ("担保费率", ("担保", "费率"), "<mark>担保费率</mark>"),
    ("担保费率", ("担保费", "保费率"), "<mark>担保费率</mark>"),
    ("ＬＰＲ改革", ("lpr",), "<mark>ＬＰＲ</mark>改革"),
    ("㈠贷款", ("贷款",), "㈠<mark>贷款</mark>"),
    ("一\n二", (), "一<br>二"),
    ("<b>贷</b>", ("贷",), "&lt;b&gt;<mark>贷</mark>&lt;/b&gt;"),
    ("无", ("",), "无"),
], ids=["one", "touching", "overlapping", "width", "one-becomes-three", "lines", "markup", "empty"])
def test_marks(text, words, expected):
    assert marked(text, words) == expected


@pytest.mark.parametrize(("query", "expected"), [
    ("贷", ("贷",)), ("LPR 贷", ("lpr",)), ("请问贴息", ("贴息",)), ("，。", ())])
def test_words_worth_marking(query, expected):
    assert query_words(query) == expected


@pytest.mark.parametrize(("text", "words", "expected"), [
    ("担保费率", ("担保", "费率", "担保费率"), ("担保费率",)),
    ("担保和费率", ("担保", "费率", "担保费率"), ("担保", "费率")),
    ("无", ("担保",), ())])
def test_parts_of_longer_words_are_left_out(text, words, expected):
    assert words_in(text, words) == expected


def test_the_sentence_with_most_words_is_shown():
    text = "第一句说别的。" + "第二句有担保。" + "第三句有担保和费率。" + "尾" * 300
    start, end = best_span(text, ("担保", "费率"))
    assert text[start:end] == "第三句有担保和费率。"


@pytest.mark.parametrize(("label", "read"), [
    ("12", "第12条"), ("（九）", "（九）"), ("附件一", "附件一")])
def test_labels_are_read(label, read):
    assert spoken_label(label) == read


def test_citations_are_those_of_answers(policies):
    for policy in policies:
        for clause in policy.clauses:
            assert official(policy, clause) == cite(policy, clause, 0, 1).official


def test_the_official_form():
    form = official_form("甲办法", "甲发〔2023〕1号", "（十七）")
    assert form == "《甲办法》（甲发〔2023〕1号）（十七）"
    assert official_form("甲办法", None, "3") == "《甲办法》第3条"


def test_addresses_are_quoted():
    assert source_address("a b", "（一）", (3, 9)) == (
        "/policy/a%20b?start=3&end=9#%EF%BC%88%E4%B8%80%EF%BC%89")


def test_a_card_says_where_why_and_how_to_cite(lookup):
    page = BeautifulSoup(listing_html(lookup.find("过桥", Filters()), lookup), "lxml")
    card = page.select_one('[data-clause="luoyang-2017#18"]')
    assert "第18条" in card.h3.text
    assert card.select_one(".lk-badge").text == "目标期已过"
    assert "“过桥”→“还贷周转金”" in card.select_one(".lk-why").text
    assert card.select_one("[data-copy]")["data-copy"] == (
        "《洛阳市产融合作试点城市建设方案》（洛政办〔2017〕70号）第18条")
    link = card.select_one(".lk-acts a")["href"]
    assert re.fullmatch(r"/policy/luoyang-2017\?start=\d+&end=\d+#18", link)
    assert "还贷周转金" in [mark.text for mark in card.select("mark")]


def test_the_link_marks_the_sentence_that_is_shown(lookup):
    page = BeautifulSoup(listing_html(lookup.find("担保费率", Filters()), lookup), "lxml")
    card = page.select_one('[data-clause="heilongjiang-2023#（十七）"]')
    start, end = map(int, re.findall(r"=(\d+)", card.select_one(".lk-acts a")["href"]))
    source = next(p for p in lookup.policies if p.id == "heilongjiang-2023").source
    assert "担保费率" in source[start:end].replace("\n", "")


def test_a_long_list_is_cut_and_says_so(lookup):
    html = listing_html(lookup.find("贷款", Filters()), lookup)
    assert len(BeautifulSoup(html, "lxml").select("#lk-clauses article")) == MOST
    assert f"只列出前 {MOST} 项" in html


@pytest.mark.parametrize("query", [EVIL, f"{EVIL} 贷款"], ids=["no-hit", "hits"])
def test_what_was_typed_is_never_markup(lookup, query):
    html = listing_html(lookup.find(query, Filters()), lookup)
    assert BeautifulSoup(html, "lxml").find("img") is None
    assert "{{" not in html
    assert "${" not in html


def test_what_a_catalog_says_is_never_markup(searcher):
    product = Product(id="x", name=EVIL, kind=EVIL, institution=EVIL, region=EVIL, target=EVIL,
                      source="javascript:alert(1)", source_title=EVIL, amount_text=EVIL)
    lookup = Lookup(searcher, (product,))
    page = BeautifulSoup(listing_html(lookup.find("onerror", Filters()), lookup), "lxml")
    assert page.select_one(".lk-offer h3").text.count(EVIL) == 2
    assert page.find("img") is None
    assert page.select_one(".lk-offer a") is None


def test_related_clauses_are_links(lookup):
    page = BeautifulSoup(related_html(lookup.related("heilongjiang-2023#（九）"), lookup), "lxml")
    assert len(page.select("li a")) >= 2
    assert related_html([], lookup) == "<p>其他文件中没有相近的条款。</p>"


def test_the_outline_nests_and_shows_the_place(policies):
    policy = next(p for p in policies if p.id == "luoyang-2017")
    page = BeautifulSoup(outline_html(policy, "luoyang-2017#附件二.1"), "lxml")
    links = page.select("nav a")
    assert len(links) == len(policy.clauses)
    assert all(page.find(id=link["href"][1:]) for link in links)
    here = page.select_one("nav a[aria-current]")
    assert here["href"] == "#lk-at-附件二.1"
    above = [li.find("span").text for li in here.find_parents("li") if li.find("span")]
    assert above == ["二、工作职责", "附件"]
    assert page.select_one(".lk-here")["id"] == "lk-at-附件二.1"


@pytest.mark.parametrize("policy_id", ["heilongjiang-2023", "luoyang-2017", "nfra-2024"])
def test_lists_of_the_outline_are_closed(policies, policy_id):
    html = outline_html(next(p for p in policies if p.id == policy_id))
    for tag in ("ul", "li", "section", "nav", "div"):
        assert len(re.findall(f"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag


@pytest.mark.parametrize(("error", "said"), [
    (QuestionError(300, "too long"), "查找内容太长（300 字）"),
    (QuestionError("。", "no words"), "没有看到文字"),
    (UnknownRegion("<b>火星"), "&lt;b&gt;火星"),
    (UnknownRegion("鼓楼区", "南京市鼓楼区、福州市鼓楼区"), "有多处：南京市鼓楼区"),
    (NotFound("条款", "x"), "找不到这一条"),
    (BadIndex("/data/index", "locked"), "政策资料没有加载成功"),
], ids=["long", "no-words", "place", "places", "clause", "index"])
def test_problems_are_sentences(error, said):
    html = problem(error)
    assert said in html
    assert 'role="alert"' in html
    assert "/data" not in html


def test_the_excel_file_opens_again(lookup):
    listing = lookup.find("过桥", Filters())
    sheet = openpyxl.load_workbook(io.BytesIO(
        listing_xlsx(listing, lookup, "http://host:1/"))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == HEADER
    assert len(rows) == 1 + len(listing.clauses) + len(listing.offers)
    of = dict(zip(HEADER, next(row for row in rows if "第18条" in row[2]), strict=True))
    assert of["引用"] == "《洛阳市产融合作试点城市建设方案》（洛政办〔2017〕70号）第18条"
    assert of["状态"] == "目标期已过"
    assert of["链接"].startswith("http://host:1/policy/luoyang-2017?start=")
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["C"].width > 20


@pytest.mark.parametrize("name", ["=1+1", "+cmd|x", "@SUM(A1)", "-2", "坏\x00字"])
def test_nothing_in_the_excel_file_is_a_formula(searcher, name):
    product = Product(id="x", name=f"{name} 甲贷", kind="贷款", source="=HYPERLINK(1)")
    lookup = Lookup(searcher, (product,))
    listing = lookup.find("甲贷", Filters())
    sheet = openpyxl.load_workbook(io.BytesIO(listing_xlsx(listing, lookup, ""))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert f"{name} 甲贷".replace("\x00", "") in [cell.value for cell in cells]


def test_a_page_that_cannot_load_says_so():
    def broken():
        raise BadIndex("/data/index", "locked")

    with gr.Blocks() as blocks:
        lookup_page(broken, broken)
    loads = [event.fn for event in blocks.fns.values()
             if event.fn and ("load" in {name for _, name in event.targets})]
    shown, *others = loads[0]()
    assert "政策资料没有加载成功" in shown
    assert len(others) == 1 + len(LABELS)
    search = next(event.fn for event in blocks.fns.values()
                  if "submit" in {name for _, name in event.targets})
    assert "政策资料没有加载成功" in search("贷款", *["全部"] * len(LABELS))
