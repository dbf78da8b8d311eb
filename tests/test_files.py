"""Files: bytes to text, other formats to text, catalogs, and what is added to a user's folders."""

import json
import random
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus import errors
from corpus.catalog import load_all, load_catalog, read_catalog
from corpus.convert import to_text
from corpus.decode import decode
from corpus.intake import add_files
from corpus.library import BUILT_IN, corpus_hash, load_policies, policy_files
from corpus.reader import read_policy

PAPER = "关于支持制造业的若干措施\n一、总体要求\n（一）加强对接。引导银行放款500万元。\n（二）好。"
HEADER = ("编号", "名称", "类别", "来源", "最高额度（万元）")
KEYS = ("id", "name", "kind", "source", "amount_max_wan")
ROWS = (("A1", "甲贷", "贷款", "官网", "500"), ("A2", "乙贷", "贷款", "官网", "很多"),
        ("A3", "丙贷", "贷款", "", "10"), ("A4", "丁贷", "贷款", "官网", ""))


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


def save_catalog(path: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    """Write `rows` as the suffix of `path` says."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in (HEADER, *rows):
            book.active.append(row)
        book.save(path)
        return path
    if path.suffix == ".csv":
        return save(path, "\n".join(",".join(row) for row in (HEADER, *rows)))
    objects = [{k: v for k, v in zip(KEYS, row, strict=True) if v} for row in rows]
    return save(path, "\n".join(json.dumps(o, ensure_ascii=False) for o in objects))


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


@pytest.mark.parametrize("suffix", [".pdf", ".PDF"])
def test_pdf(tmp_path, suffix):
    assert to_text(save(tmp_path / f"a{suffix}", pdf(PAPER))) == PAPER


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_html_without_navigation_and_scripts(tmp_path, charset):
    paragraphs = "".join(f"<p>{line}</p>" for line in PAPER.splitlines())
    page = (f'<html><head><meta charset="{charset}"><script>x()</script></head><body>'
            f"<nav>首页</nav>{paragraphs}<footer>版权</footer></body></html>")
    assert to_text(save(tmp_path / "a.html", page.encode(charset))) == PAPER


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.pdf", "a.docx"])
def test_clauses_are_the_same_in_each_format(tmp_path, name):
    writers = {".pdf": lambda path: save(path, pdf(PAPER)), ".docx": save_docx}
    path = tmp_path / name
    policy = read_policy(writers.get(path.suffix, save)(path))
    assert [c.id for c in policy.clauses][:3] == ["a#文首", "a#（一）", "a#（二）"]
    assert policy.clause("（一）").text == "加强对接。引导银行放款500万元。"


@pytest.mark.parametrize("toml", ["region = ", 'colour = "red"'], ids=["broken", "unknown-key"])
def test_bad_data_file(tmp_path, toml):
    save(tmp_path / "a.toml", toml)
    with pytest.raises(errors.SourceError, match=r"a\.toml"):
        read_policy(save(tmp_path / "a.txt"))


def test_data_file_beside_the_text(tmp_path):
    save(tmp_path / "a.toml", 'region = "涧西"\nplaces = ["厂区"]\ntargets_end = 2030')
    policy = read_policy(save(tmp_path / "a.txt"))
    told = (policy.region.name, policy.places, policy.nicknames, policy.targets_end)
    assert told == ("涧西区", ("厂区",), (), 2030)


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


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl"])
def test_bad_rows_are_named_and_good_rows_kept(tmp_path, name):
    products, problems = read_catalog(save_catalog(tmp_path / name))
    assert [(p.id, p.amount_max_wan) for p in products] == [("A1", 500.0), ("A4", None)]
    second, third = (2, 3) if name == "a.jsonl" else (3, 4)
    assert [problem.split("：")[0] for problem in problems] == [
        f"{name} 第 {second} 行 amount_max_wan", f"{name} 第 {third} 行 整行"]
    with pytest.raises(errors.BadRow, match=f"第 {second} 行 amount_max_wan"):
        load_catalog(tmp_path / name)


@pytest.mark.parametrize(("row", "column"), [
    ('{"id": "1"}', "name"), ("{broken", "整行"), ("[1]", "整行"),
    ('{"id": "1", "name": "甲", "kind": "贷款", "source": "官网", "colour": 1}', "colour")],
    ids=["missing", "broken", "no-object", "unknown"])
def test_bad_json_line(tmp_path, row, column):
    _, problems = read_catalog(save(tmp_path / "a.jsonl", f"\n{row}\n"))
    assert [problem.split("：")[0] for problem in problems] == [f"a.jsonl 第 2 行 {column}"]


@pytest.mark.parametrize(("name", "data", "error"), [
    pytest.param("a.csv", b"", errors.EmptyFile, id="empty"),
    pytest.param("a.csv", ",".join(HEADER).encode(), errors.EmptyFile, id="header-alone"),
    pytest.param("a.csv", b"\x00\x01\x02\x03", errors.BinaryFile, id="binary-csv"),
    pytest.param("a.xlsx", b"no zip archive", errors.BinaryFile, id="broken-xlsx"),
    pytest.param("a.csv", b"a" * 20_000_001, errors.BinaryFile, id="over-20-mb"),
])
def test_unreadable_catalog(tmp_path, name, data, error):
    with pytest.raises(error):
        read_catalog(save(tmp_path / name, data))


def test_built_in_catalog_quotes_clauses():
    clauses = {clause.id: clause for policy in load_policies() for clause in policy.clauses}
    for product in load_catalog():
        clause = clauses[product.clause]
        assert product.quote in clause.quote(0, len(clause.text)), product.id


def files_under(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_policies_and_catalogs_are_added(tmp_path):
    own = tmp_path / "own"
    files = [save_docx(tmp_path / "甲.docx"), save_catalog(tmp_path / "b.csv")]
    lines = add_files(files, own / "policies", own / "catalog")
    assert lines[:2] == ["已加入《关于支持制造业的若干措施》（甲）：4 条条款，适用 全国",
                         "已加入产品库 b.csv：2 项"]
    assert lines[2].startswith("  未采用：b.csv 第 3 行 amount_max_wan：")
    assert files_under(own) == ["catalog/b.csv", "policies/甲.txt"]
    added = read_policy(own / "policies" / "甲.txt")
    assert [c.text for c in added.clauses] == [c.text for c in read_policy(files[0]).clauses]
    assert [p.id for p in load_all(own / "catalog")][-2:] == ["A1", "A4"]


def test_same_id_replaces_the_policy(tmp_path):
    own = tmp_path / "own"
    for text in (PAPER, PAPER.replace("500", "800")):
        add_files([save(tmp_path / "a.md", text)], own, own)
    assert files_under(own) == ["a.txt"]
    assert "800万元" in (own / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("bad", ["no-clauses.txt", "nowhere.txt", "broken.xlsx", "picture.png"])
def test_a_bad_file_leaves_everything_as_it_was(tmp_path, bad):
    own = tmp_path / "own"
    add_files([save(tmp_path / "a.txt")], own, own)
    changed = save(tmp_path / "a.txt", PAPER.replace("500", "800"))
    if bad != "nowhere.txt":
        save(tmp_path / bad, "没有编号。")
    with pytest.raises(errors.SourceError):
        add_files([changed, save_catalog(tmp_path / "b.csv"), tmp_path / bad], own, own)
    assert files_under(own) == ["a.txt"]
    assert "500万元" in (own / "a.txt").read_text(encoding="utf-8")


def test_folder_that_cannot_be_written(tmp_path):
    blocked = save(tmp_path / "file")
    for source in (save(tmp_path / "a.txt"), save_catalog(tmp_path / "b.csv")):
        with pytest.raises(errors.RongceError, match="file"):
            add_files([source], blocked, blocked)
