"""The printed 一本通: links that lead somewhere, sound Word and HTML, PDF through LibreOffice."""

import re
import shutil
import sys
from datetime import date
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from corpus.catalog import INSTRUMENTS, load_catalog
from corpus.errors import PrintError
from corpus.place import gazetteer
from corpus.product import Product
from matcher.booklet.compile import compile_booklet
from matcher.booklet.layout import Heading, anchors, links
from matcher.booklet.paper_docx import save_docx
from matcher.booklet.paper_html import html_page
from matcher.booklet.parts import booklet_blocks
from matcher.booklet.printing import page_numbers, save_booklet, save_showcase, to_pdf
from matcher.booklet.showcase_rules import read_rules
from matcher.booklet.word import plain

DAY = date(2026, 11, 20)
HOSTILE = '<script>alert("1")</script>&\x00\x0b\ufffe]]>'
PAGE = "https://example.com/?a=1&b=2"
FACTS = {"amount_max_wan": 500, "rate_max_pct": 3.85, "term_max_months": 12, "guarantees": "信用"}
BANKS = [
    Product(id="1", name="速贷", kind="贷款", institution="甲银行", source=PAGE,
            source_title="甲银行网站", source_date="2026-01",
            conditions_text="成立\n两年", **FACTS),
    Product(id="2", name=HOSTILE, kind=HOSTILE, needs=(HOSTILE,), institution=HOSTILE,
            aliases=(HOSTILE,), target=HOSTILE, conditions_text=HOSTILE,
            source="javascript:alert(1)", source_title=HOSTILE)]


@pytest.fixture(scope="module")
def booklet(policies):
    catalog = [*load_catalog(INSTRUMENTS), *BANKS]
    return compile_booklet(policies, catalog, region=gazetteer().one("黑龙江"), compiled_on=DAY,
                           before=catalog[5:-1], rules=read_rules())


@pytest.fixture(scope="module")
def blocks(booklet):
    return booklet_blocks(booklet)


@pytest.fixture(scope="module")
def word(booklet, blocks, tmp_path_factory):
    path = tmp_path_factory.mktemp("word") / "booklet.docx"
    save_docx(booklet.title, blocks, path, {"papers": 7})
    return docx.Document(path)


class Page(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def test_html_links_lead_somewhere(booklet, blocks):
    page = Page(html_page(booklet.title, blocks))
    ids, targets = page.all("id"), page.all("href")
    assert len(ids) == len(set(ids)) > 80
    inside = {target[1:] for target in targets if target.startswith("#")}
    assert inside <= set(ids)
    assert {card.anchor for card in booklet.cards} <= inside
    assert [t for t in targets if not t.startswith("#")] == [PAGE] * 3


def test_html_stands_alone_and_is_escaped(booklet, blocks):
    text = html_page(booklet.title, blocks)
    page = Page(text)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe"})
    assert page.all("src") == []
    assert "url(" not in text
    assert "@import" not in text
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;" in text
    assert "javascript:" not in text.replace("javascript:alert(1)（", "")
    assert all(rule in text for rule in ("@page{size:A4", "prefers-color-scheme:dark",
                                         "break-inside:avoid", "width=device-width"))


def test_every_place_is_named_once(blocks):
    named = list(anchors(blocks))
    assert len(named) == len(set(named))
    assert {link[1:] for link in links(blocks) if link.startswith("#")} <= set(named)
    assert all(re.fullmatch(r"[a-z][a-z0-9]{0,38}", name) for name in named)


def test_word_bookmarks_and_links(word, blocks):
    body = word.element.body
    named = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert named == list(anchors(blocks))
    numbers = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(numbers) == len(set(numbers))
    assert numbers == [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd"))]
    targets = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert set(filter(None, targets)) <= set(named)
    assert len(targets) > 200
    outside = [link.get(qn("r:id")) for link in body.iter(qn("w:hyperlink"))]
    addresses = {word.part.rels[key].target_ref for key in filter(None, outside)}
    assert addresses == {PAGE}


def test_word_page_numbers(word, blocks):
    codes = [code.text.strip() for code in word.element.body.iter(qn("w:instrText"))]
    wanted = [block.page_of for block in blocks if getattr(block, "page_of", "")]
    assert codes == [f"PAGEREF {anchor} \\h" for anchor in wanted]
    assert {"papers", "products", "index", "kind1", "paper1"} <= set(wanted)
    line = next(p for p in word.paragraphs if p.text.startswith("四、政策摘要\t"))
    assert line.text.split("\t")[-1] == "7"
    foot = word.sections[0].footer.paragraphs[0]
    assert [code.text for code in foot._p.iter(qn("w:instrText"))] == [" PAGE "]
    assert word.sections[0].header.paragraphs[0].text == "黑龙江省制造业金融政策与产品一本通"


def test_word_headings_are_real(word, blocks):
    for level in (1, 2, 3):
        found = [p.text for p in word.paragraphs if p.style.name == f"Heading {level}"]
        wanted = [b for b in blocks if isinstance(b, Heading) and b.level == level]
        assert len(found) == len(wanted) > 5
        assert all(text.startswith(plain(b.text))
                   for text, b in zip(found, wanted, strict=True))


def test_word_rows_do_not_split(word):
    tables = word.tables[1:]  # after the cover
    assert len(tables) > 70
    for table in tables:
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    card = next(t for t in tables if t.cell(0, 0).text == "机构" and "甲银行" in t.cell(0, 1).text)
    together = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in card.rows]
    assert together == [True] * (len(card.rows) - 1) + [False]


def test_word_is_a4_and_chinese(word):
    section = word.sections[0]
    assert section.page_width == pytest.approx(Mm(210), abs=Mm(1))
    assert section.page_height == pytest.approx(Mm(297), abs=Mm(1))
    for style, font in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体")):
        fonts = word.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
    assert {language.get(qn("w:eastAsia")) for language in
            word.styles.element.iter(qn("w:lang"))} == {"zh-CN"}


def test_showcase_stands_in_the_booklet_and_alone(booklet, blocks, tmp_path):
    assert "示例（非官方评选）" in html_page("", blocks)
    for suffix in ("md", "html"):
        path = tmp_path / f"best.{suffix}"
        save_showcase(booklet.showcase, path)
        text = path.read_text(encoding="utf-8")
        assert "甲银行 速贷" in text
        assert "示例（非官方评选）" in text
        assert suffix == "md" or {t[1:] for t in Page(text).all("href") if t[0] == "#"} <= set(
            Page(text).all("id"))


def fake_converter(folder, monkeypatch, body: str) -> None:
    """Put a `soffice` on PATH that runs `body` with `folder`, `stem` and sys at hand."""
    program = folder / "soffice"
    program.write_text(
        f"#!{sys.executable}\nimport sys, pathlib, time\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        f"made = folder / (pathlib.Path(sys.argv[-1]).stem + '.pdf')\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def pdf_with_outline(path, titles):
    """Write a PDF of as many pages as `titles`, an outline entry for each."""
    count = len(titles)
    outline = 3 + count
    pages = " ".join(f"{3 + i} 0 R" for i in range(count))
    objects = [f"<</Type/Catalog/Pages 2 0 R/Outlines {outline} 0 R>>",
               f"<</Type/Pages/Count {count}/Kids[{pages}]>>",
               *("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>" for _ in titles),
               f"<</Count {count}/First {outline + 1} 0 R/Last {outline + count} 0 R>>"]
    for i, title in enumerate(titles):
        follow = f"/Next {outline + 2 + i} 0 R" if i + 1 < count else ""
        objects.append(f"<</Title({title})/Parent {outline} 0 R/Dest[{3 + i} 0 R/Fit]{follow}>>")
    text, offsets = "%PDF-1.4\n", []
    for i, content in enumerate(objects, 1):
        offsets.append(len(text))
        text += f"{i} 0 obj{content}endobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    path.write_text(f"{text}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
                    f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n"
                    f"startxref\n{len(text)}\n%%EOF")
    return path


def test_page_numbers_come_from_the_outline(tmp_path):
    headings = [Heading(1, "甲", "a"), Heading(2, "乙"), Heading(1, "丙", "c")]
    whole = pdf_with_outline(tmp_path / "a.pdf", ["1", "2", "3"])
    assert page_numbers(headings, whole) == {"a": 1, "c": 3}
    assert page_numbers(headings[:2], whole) == {}


def test_pdf_is_what_the_converter_makes(booklet, tmp_path, monkeypatch):
    whole = pdf_with_outline(tmp_path / "whole.pdf", ["1"])
    fake_converter(tmp_path, monkeypatch, f"made.write_bytes(open({str(whole)!r}, 'rb').read())")
    save_booklet(booklet, tmp_path / "out.PDF")
    assert (tmp_path / "out.PDF").read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(("body", "said"), [
    ("sys.exit('没有字体')", "没有生成 PDF（没有字体）"),
    ("sys.exit(77)", "没有生成 PDF（退出码 77）"),
    ("pass", "没有生成 PDF（退出码 0）")], ids=["complains", "fails", "makes-nothing"])
def test_converter_that_fails(booklet, tmp_path, monkeypatch, body, said):
    fake_converter(tmp_path, monkeypatch, body)
    with pytest.raises(PrintError) as caught:
        save_booklet(booklet, tmp_path / "out.pdf")
    assert said in caught.value.detail
    assert not (tmp_path / "out.pdf").exists()
    save_booklet(booklet, tmp_path / "out.docx")  # which needs none
    assert docx.Document(tmp_path / "out.docx").paragraphs[0].text.split("\n") == [
        "黑龙江省", "制造业金融政策与产品一本通"]


def test_broken_pdf_gives_no_numbers(booklet, tmp_path, monkeypatch):
    fake_converter(tmp_path, monkeypatch, "made.write_text('nonsense')")
    save_booklet(booklet, tmp_path / "out.docx")
    with pytest.raises(PrintError, match="读不出来"):
        page_numbers([], tmp_path / "soffice")


def test_converter_that_hangs(tmp_path, monkeypatch):
    fake_converter(tmp_path, monkeypatch, "time.sleep(60)")
    with pytest.raises(PrintError, match=r"超过 0\.5 秒"):
        to_pdf(str(tmp_path / "soffice"), tmp_path / "a.docx", 0.5)


def test_without_a_converter(booklet, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrintError, match=r"请安装 LibreOffice.*\.html"):
        save_booklet(booklet, tmp_path / "out.pdf")
    save_booklet(booklet, tmp_path / "out.docx")
    assert len(docx.Document(tmp_path / "out.docx").tables) > 70


@pytest.mark.parametrize(("name", "said"), [
    ("out.doc", ".docx、.html、.pdf"), ("out", ".docx、.html、.pdf"),
    ("none/out.html", "无法写入"), ("none/out.docx", "无法写入")])
def test_file_that_cannot_be_written(booklet, tmp_path, monkeypatch, name, said):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrintError) as caught:
        save_booklet(booklet, tmp_path / name)
    assert said in caught.value.detail


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_real_pdf_and_its_page_numbers(booklet, blocks, tmp_path):
    save_booklet(booklet, tmp_path / "out.docx")
    made = to_pdf(shutil.which("soffice"), tmp_path / "out.docx")
    pages = page_numbers(blocks, made)
    assert set(pages) == set(anchors(blocks))
    lines = [p.text for p in docx.Document(tmp_path / "out.docx").paragraphs]
    assert f"四、政策摘要\t{pages['papers']}" in lines
