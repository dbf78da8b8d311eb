"""The catalog's files, and what is added to a user's folders."""

import json
from pathlib import Path

import openpyxl
import pytest

from corpus import errors
from corpus.catalog import load_all, load_catalog, read_all, read_catalog
from corpus.intake import add_files
from corpus.reader import read_policy

PAPER = "关于支持制造业的若干措施\n一、总体要求\n（一）加强对接。引导银行放款500万元。\n（二）好。"
HEADER = ("编号", "名称", "类别", "来源", "最高额度（万元）")
KEYS = ("id", "name", "kind", "source", "amount_max_wan")
ROWS = (("A1", "甲贷", "贷款", "官网", "500"), ("A2", "乙贷", "贷款", "官网", "很多"),
        ("A3", "丙贷", "贷款", "", "10"), ("A4", "丁贷", "贷款", "官网", ""))


def save(path: Path, content: str | bytes = PAPER) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


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


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl"])
def test_bad_rows_are_named_and_good_rows_kept(tmp_path, name):
    products, problems = read_catalog(save_catalog(tmp_path / name))
    assert [(p.id, p.amount_max_wan) for p in products] == [("A1", 500.0), ("A4", None)]
    second, third = (2, 3) if name == "a.jsonl" else (3, 4)
    column = "amount_max_wan" if name == "a.jsonl" else "最高额度（万元）"
    assert [problem.split("：")[0] for problem in problems] == [
        f"{name} 第 {second} 行 {column}", f"{name} 第 {third} 行 整行"]
    with pytest.raises(errors.BadRow, match=f"第 {second} 行 {column}"):
        load_catalog(tmp_path / name)


@pytest.mark.parametrize(("row", "column"), [
    ('{"id": "1"}', "name"), ("{broken", "整行"), ("[1]", "整行"),
    ('{"id": "1", "name": "甲", "kind": "贷款", "source": "官网", "colour": 1}', "colour")],
    ids=["missing", "broken", "no-object", "unknown"])
def test_bad_json_line(tmp_path, row, column):
    _, problems = read_catalog(save(tmp_path / "a.jsonl", f"\n{row}\n"))
    assert problems[0].startswith(f"a.jsonl 第 2 行 {column}：")


@pytest.mark.parametrize(("row", "column"), [
    (("", "甲贷", "贷款", "官网"), "编号"),
    (("A1", "甲贷", "贷款", "官网", "nan"), "最高额度（万元）"),
    (("A1", "甲贷", "贷款", "官网", "-5"), "最高额度（万元）"),
    (("A1", "甲贷", "贷款", "官网", "5", "多"), "第 6 列")],
    ids=["missing", "not-a-number", "negative", "beyond-the-header"])
def test_bad_cell_is_named_by_its_header(tmp_path, row, column):
    _, problems = read_catalog(save_catalog(tmp_path / "a.xlsx", (row,)))
    assert [problem.split("：")[0] for problem in problems] == [f"a.xlsx 第 2 行 {column}"]


def test_bad_cell_under_an_english_header_is_named_by_it(tmp_path):
    table = ",".join(KEYS) + "\nA1,甲贷,贷款,官网,很多"
    _, problems = read_catalog(save(tmp_path / "a.csv", table))
    assert problems[0].startswith("a.csv 第 2 行 amount_max_wan：")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_blank_rows_above_the_header_are_skipped(tmp_path, name):
    path = save_catalog(tmp_path / name)
    if name == "a.csv":
        save(path, b"\n,,\n" + path.read_bytes())
    else:
        book = openpyxl.load_workbook(path)
        book.active.insert_rows(1, 2)
        book.save(path)
    products, problems = read_catalog(path)
    assert [product.id for product in products] == ["A1", "A4"]
    assert problems[0].startswith(f"{name} 第 5 行")


def test_json_lines_end_at_line_feeds_only(tmp_path):
    row = '{"id": "1", "name": "甲\u2028\u0085乙", "kind": "贷款", "source": "官网"}'
    other = row.replace('"1"', '"2"')
    products, problems = read_catalog(save(tmp_path / "a.jsonl", f"{row}\r\n{other}\n"))
    assert ([product.name for product in products], problems) == (["甲\u2028\u0085乙"] * 2, [])


@pytest.mark.parametrize(("name", "data", "error"), [
    pytest.param("a.csv", b"", errors.EmptyFile, id="empty"),
    pytest.param("a.csv", ",".join(HEADER).encode(), errors.EmptyFile, id="header-alone"),
    pytest.param("a.csv", f"编号\n{'长' * 140_000}".encode(), errors.BadRow, id="endless-cell"),
    pytest.param("a.csv", b"\x00\x01\x02\x03", errors.BinaryFile, id="binary-csv"),
    pytest.param("a.xlsx", b"no zip archive", errors.BadRow, id="broken-xlsx"),
    pytest.param("a.csv", b"a" * 20_000_001, errors.BadRow, id="over-20-mb"),
])
def test_unreadable_catalog(tmp_path, name, data, error):
    with pytest.raises(error, match=name):
        read_catalog(save(tmp_path / name, data))


def files_under(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_policies_and_catalogs_are_added(tmp_path):
    own = tmp_path / "own"
    files = [save(tmp_path / "甲.md"), save_catalog(tmp_path / "b.csv")]
    lines = add_files(files, own / "policies", own / "catalog", region="洛阳")
    assert lines[:2] == ["已加入《关于支持制造业的若干措施》（甲）：3 条条款，适用 河南省洛阳市",
                         "已加入产品库 b.csv：2 项"]
    assert lines[2].startswith("  未采用：b.csv 第 3 行 最高额度（万元）：")
    assert files_under(own) == ["catalog/b.csv", "policies/甲.toml", "policies/甲.txt"]
    added = read_policy(own / "policies" / "甲.txt")
    assert [c.text for c in added.clauses] == [c.text for c in read_policy(files[0]).clauses]
    assert [p.id for p in load_all(own / "catalog")][-2:] == ["A1", "A4"]


def test_suffix_of_an_added_catalog_may_be_in_capitals(tmp_path):
    save_catalog(tmp_path / "b.csv").rename(tmp_path / "B.CSV")
    assert [product.id for product in load_all(tmp_path)][-2:] == ["A1", "A4"]


def test_bad_rows_of_the_users_files_are_logged_and_returned(tmp_path, caplog):
    save_catalog(tmp_path / "b.csv")
    save(tmp_path / "c.xlsx", "no zip archive")
    products, problems, _ = read_all(tmp_path)
    assert [p.id for p in products][-2:] == ["A1", "A4"]
    assert [problem.split("：")[0] for problem in problems] == [
        "b.csv 第 3 行 最高额度（万元）", "b.csv 第 4 行 整行", "c.xlsx 整个文件没有采用"]
    load_all(tmp_path)
    assert [record.args[0] for record in caplog.records] == problems


def test_a_row_replaces_what_bears_its_id(tmp_path):
    own = tmp_path / "own"
    row = ("B001", "我行专精特新贷款", "贷款", "官网", "800")
    lines = add_files([save_catalog(tmp_path / "b.csv", (row,))], own, own)
    assert lines == ["已加入产品库 b.csv：1 项", "  已替换：编号 B001 原为“专精特新贷款”"
                     "（华夏银行（福建）），现为“我行专精特新贷款”"]
    products = load_all(own)
    assert len(products) == len(load_catalog())
    assert [p.amount_max_wan for p in products if p.id == "B001"] == [800]


def test_of_two_files_the_one_added_later_counts(tmp_path):
    own = tmp_path / "own"
    for name, amount in (("z.csv", "100"), ("a.csv", "200")):
        row = ("A1", "甲贷", "贷款", "官网", amount)
        lines = add_files([save_catalog(tmp_path / name, (row,))], own, own)
    assert lines[1] == "  已替换：编号 A1 原为“甲贷”，现为“甲贷”"
    assert [p.amount_max_wan for p in load_all(own)][-1] == 200


def test_the_same_file_again_replaces_only_itself(tmp_path):
    own = tmp_path / "own"
    path = save_catalog(tmp_path / "b.csv", ROWS[:1])
    add_files([path], own, own)
    assert add_files([path], own, own) == ["已替换产品库 b.csv：1 项"]
    assert len(load_all(own)) == len(load_catalog()) + 1


def test_a_namesake_is_kept_and_named(tmp_path):
    rows = (ROWS[0], ("A9", "甲贷", "贷款", "官网", "10"))
    lines = add_files([save_catalog(tmp_path / "b.csv", rows)], tmp_path / "own", tmp_path / "own")
    assert lines[0] == "已加入产品库 b.csv：2 项"
    assert lines[1].startswith("  同名：“甲贷”有两项，编号 A1 和 A9，都已保留")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl"])
def test_an_id_used_twice_in_a_file_is_a_bad_row(tmp_path, name):
    products, problems = read_catalog(save_catalog(tmp_path / name, (ROWS[0], ROWS[3], ROWS[0])))
    assert [product.id for product in products] == ["A1", "A4"]
    first, third = (1, 3) if name == "a.jsonl" else (2, 4)
    assert problems == [f"{name} 第 {third} 行 编号：“A1”与第 {first} 行重复"]


@pytest.mark.parametrize("name", ["a.xlsm", "A.XLSM"])
def test_macros_are_refused(tmp_path, name):
    with pytest.raises(errors.BadRow, match="宏"):
        add_files([save(tmp_path / name, b"PK")], tmp_path / "own", tmp_path / "own")


def test_data_file_comes_with_its_policy(tmp_path):
    own = tmp_path / "own"
    save(tmp_path / "a.toml", 'region = "涧西"')
    lines = add_files([save(tmp_path / "a.md")], own, own)
    assert lines[0].endswith("适用 河南省洛阳市涧西区")
    assert files_under(own) == ["a.toml", "a.txt"]
    assert read_policy(own / "a.txt").region.name == "涧西区"


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
