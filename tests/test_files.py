"""Files: bytes to text, other formats to text, and the data file beside a policy."""

import random
from pathlib import Path

import docx
import pytest

from corpus import errors
from corpus.convert import to_text
from corpus.decode import decode
from corpus.intake import add_files
from corpus.library import BUILT_IN, corpus_hash, load_policies, policy_files
from corpus.reader import read_policy

PAPER = "关于支持制造业的若干措施\n一、总体要求\n（一）加强对接。引导银行放款500万元。\n（二）好。"


def save(path: Path, content: str | bytes = PAPER) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def save_docx(path: Path) -> Path:
    """Write the lines of PAPER, a table and one more clause."""
    document = docx.Document()
    for line in PAPER.splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "技改贷", "2000万元"
    document.add_paragraph("（三）表后的条款。")
    document.save(str(path))
    return path


def pdf(text: str) -> bytes:
    """Make a PDF of one page by hand, in a font that every PDF reader knows."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in text.splitlines())
    stream = f"BT /F 12 Tf 20 TL 50 780 Td\n{shown}ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        "/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>")
    body, places = "%PDF-1.4\n", ""
    for number, content in enumerate(objects, 1):
        places += f"{len(body):010} 00000 n \n"
        body += f"{number} 0 obj{content}endobj\n"
    return (f"{body}xref\n0 7\n0000000000 65535 f \n{places}trailer<</Size 7/Root 1 0 R>>\n"
            f"startxref\n{len(body)}\n%%EOF").encode()


@pytest.mark.parametrize("encoding", [
    "utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_decode(encoding):
    assert decode(PAPER.encode(encoding), "a.txt") == PAPER


def test_decode_big_endian_with_mark():
    assert decode(b"\xfe\xff" + PAPER.encode("utf-16-be"), "a.txt") == PAPER


@pytest.mark.parametrize("path", policy_files([BUILT_IN]), ids=lambda path: path.stem)
def test_decode_policies_in_other_encodings(path):
    text = path.read_text(encoding="utf-8")
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), path.name) == text


@pytest.mark.parametrize(("name", "data", "error"), [
    pytest.param("a.txt", b"", errors.EmptyFile, id="empty"),
    pytest.param("a.docx", b"", errors.EmptyFile, id="empty-docx"),
    pytest.param("a.txt", b" \r\n\t\n", errors.EmptyFile, id="blank"),
    pytest.param("a.txt", "\ufeff\u3000\n".encode(), errors.EmptyFile, id="ideographic-blank"),
    pytest.param("a.pdf", pdf(""), errors.EmptyFile, id="pdf-without-text"),
    pytest.param("a.html", b"<p> </p>", errors.EmptyFile, id="html-without-text"),
    pytest.param("a.txt", random.Random(7).randbytes(500), errors.BinaryFile, id="random-bytes"),
    pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", errors.BinaryFile, id="png"),
    pytest.param("a.txt", b"\xff\xfe\x00\xd8a", errors.BinaryFile, id="broken-utf-16"),
    pytest.param("a.docx", b"no zip archive", errors.BinaryFile, id="broken-docx"),
    pytest.param("a.pdf", b"%PDF-1.4 broken", errors.BinaryFile, id="broken-pdf"),
    pytest.param("a.pdf", pdf(PAPER)[9:60], errors.BinaryFile, id="cut-pdf"),
    pytest.param("a.doc", b"x", errors.UnsupportedFormat, id="old-word"),
    pytest.param("a", b"x", errors.UnsupportedFormat, id="no-suffix"),
    pytest.param("a.txt", "没有编号。".encode(), errors.NoClauses, id="no-clauses"),
])
def test_unreadable_policy(tmp_path, name, data, error):
    with pytest.raises(error, match=r"^\w+: 'a"):
        read_policy(save(tmp_path / name, data))


@pytest.mark.parametrize("name", ["nowhere.txt", "."], ids=["missing", "folder"])
def test_missing_policy(tmp_path, name):
    with pytest.raises(errors.MissingFile):
        read_policy(tmp_path / name)


def test_docx_keeps_the_table_in_its_place(tmp_path):
    text = to_text(save_docx(tmp_path / "a.docx"))
    assert text == f"{PAPER}\n技改贷\t2000万元\n（三）表后的条款。"


def test_docx_prints_a_merged_cell_once(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for i, cell in enumerate("甲乙丙丁戊己庚辛壬"):
        table.cell(i // 3, i % 3).text = cell
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖"
    document.save(str(tmp_path / "a.docx"))
    assert to_text(tmp_path / "a.docx") == "横\t丙\n竖\t戊\t己\n辛\t壬"


@pytest.mark.parametrize("suffix", [".pdf", ".PDF"])
def test_pdf(tmp_path, suffix):
    assert to_text(save(tmp_path / f"a{suffix}", pdf(PAPER))) == PAPER


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_html_without_navigation_and_scripts(tmp_path, charset):
    paragraphs = "".join(f"<p>{line}</p>" for line in PAPER.splitlines())
    page = (f'<html><head><meta charset="{charset}"><script>x()</script></head><body>'
            f"<nav>首页</nav>{paragraphs}<footer>版权</footer></body></html>")
    assert to_text(save(tmp_path / "a.html", page.encode(charset))) == PAPER


@pytest.mark.parametrize(("html", "text"), [
    pytest.param("<p><b>一</b>、总体<span>要求</span></p><p>甲<br>乙</p>", "一、总体要求\n甲\n乙",
                 id="inline-tags"),
    pytest.param("<div>甲<div>乙</div>丙</div><ul><li>丁<li>戊</ul>", "甲\n乙\n丙\n丁\n戊",
                 id="block-tags"),
    pytest.param("<p>\n  甲乙\n  <i>丙</i>\n  open\n  API</p>", "甲乙丙open API",
                 id="source-lines"),
    pytest.param("<pre>甲\n乙</pre>", "甲\n乙", id="printed-lines"),
    pytest.param("<table><tr><th>甲<td><p>乙</p><tr><td><td>丙</table>", "甲\t乙\n丙", id="table"),
    pytest.param("<table><tr><td><p>甲</p><p>乙</p><table><tr><td>丙<td>丁</table></table>",
                 "甲\n乙\n丙\t丁", id="table-as-layout"),
    pytest.param("<p>甲<!-- 乙 --></p>", "甲", id="comment"),
])
def test_html_breaks_lines_at_block_tags_only(tmp_path, html, text):
    assert to_text(save(tmp_path / "a.html", f"<body>{html}</body>")) == text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.pdf", "a.docx"])
def test_clauses_are_the_same_in_each_format(tmp_path, name):
    writers = {".pdf": lambda path: save(path, pdf(PAPER)), ".docx": save_docx}
    path = tmp_path / name
    policy = read_policy(writers.get(path.suffix, save)(path))
    assert [c.id for c in policy.clauses][:3] == ["a#文首", "a#（一）", "a#（二）"]
    assert policy.clause("（一）").text == "加强对接。引导银行放款500万元。"


@pytest.mark.parametrize(("toml", "key"), [
    ("region = ", ""), ('colour = "red"', "colour"), ("region = 4103", "region"),
    ('region = "火星"', "region"), ('region = "鼓楼区"', "region"), ('places = "厂区"', "places"),
    ("nicknames = [1]", "nicknames"), ('targets_end = "2030"', "targets_end")],
    ids=["broken", "unknown-key", "number", "no-place", "shared-name", "text-for-list",
         "number-in-list", "text-for-number"])
def test_bad_data_file(tmp_path, toml, key):
    save(tmp_path / "a.toml", toml)
    with pytest.raises(errors.SourceError, match=rf"a\.toml' {key}"):
        read_policy(save(tmp_path / "a.txt"))


def test_data_file_beside_the_text(tmp_path):
    save(tmp_path / "a.toml", 'region = "涧西"\nplaces = ["厂区"]\ntargets_end = 2030')
    policy = read_policy(save(tmp_path / "a.txt"))
    told = (policy.region.name, policy.places, policy.nicknames, policy.targets_end)
    assert told == ("涧西区", ("厂区",), (), 2030)


@pytest.mark.parametrize(("region", "notes", "full_name"), [
    (None, "", "地区未载明"), ("涧西", "", "河南省洛阳市涧西区"),
    ("黔江", 'region = "洛阳"\nnicknames = ["甲办法"]\n', "重庆市黔江区")],
    ids=["unknown", "given", "given-over-the-data-file"])
def test_the_region_of_an_added_policy(tmp_path, region, notes, full_name):
    path = save(tmp_path / "甲.txt")
    if notes:
        save(tmp_path / "甲.toml", notes)
    lines = add_files([path], tmp_path / "own", tmp_path / "catalog", region=region)
    policy = read_policy(tmp_path / "own" / "甲.txt")
    assert policy.region.full_name == full_name
    assert policy.nicknames == (("甲办法",) if notes else ())
    assert ("没有找到发文机关和地区" in "".join(lines)) == (region is None)


def test_an_unknown_region_adds_nothing(tmp_path):
    with pytest.raises(errors.UnknownRegion):
        add_files([save(tmp_path / "甲.txt")], tmp_path / "own", tmp_path / "c", region="某地")
    assert not (tmp_path / "own").exists()


def test_own_policies_are_added_and_replace_built_in_ones(tmp_path):
    save(tmp_path / "nfra-2024.txt")
    save(tmp_path / "z.md")
    save(tmp_path / "notes.log")
    policies = {policy.id: policy for policy in load_policies(tmp_path, tmp_path / "nowhere")}
    assert list(policies) == sorted(policies)
    assert len(policies) == 6
    assert policies["nfra-2024"].title == "关于支持制造业的若干措施"


def test_corpus_hash_depends_on_texts_and_not_on_order(tmp_path):
    built_in = load_policies()
    assert corpus_hash(built_in) == corpus_hash(built_in[::-1])
    assert corpus_hash(built_in) != corpus_hash(built_in[1:])
