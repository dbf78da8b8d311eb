"""The white list: good rows in, bad ones named by row and column, every change on record."""

import io
import time

import openpyxl
import pytest

from corpus.errors import (
    BinaryFile,
    Conflict,
    EmptyFile,
    FormError,
    MissingFile,
    NotAllowed,
    NotFound,
    UnsupportedFormat,
)
from corpus.records.audit import read_log
from corpus.records.engine import open_records
from matcher.desk.credit_code import check_digit, code_problem, tidy_code
from matcher.desk.whitelist import (
    change_entry,
    export_xlsx,
    import_file,
    list_entries,
    remove_entry,
)
from matcher.desk.whitelist_file import COLUMNS

HEAD = ["企业名称", "统一社会信用代码", "项目", "地区", "责任银行", "备注"]
ONE, TWO = "91350100M000100Y43", "911101085923662400"  # of GB 32100, and of a public register


def code(number: int) -> str:
    body = f"91230102MA{number:07d}"
    return body + check_digit(body)


def row(number: int, **changes: str) -> list[str]:
    values = {"企业名称": f"企业{number}", "统一社会信用代码": code(number), "项目": "",
              "地区": "哈尔滨", "责任银行": "工商银行", "备注": ""} | changes
    return [values[name] for name in HEAD]


def xlsx(path, rows):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in rows:
        sheet.append(cells)
    book.save(path)
    return path


def csv(path, rows, encoding="utf-8"):
    path.write_text("\n".join(",".join(cells) for cells in rows), encoding=encoding)
    return path


@pytest.mark.parametrize(("text", "want"), [
    (ONE, None), (TWO, None), (" 91350100 m000100y43 ", None), ("９１３５０１００M000100Y43", None),
    ("91350100M000100Y44", "校验码不对"), ("91350100M000100Y4", "17 位"), ("", "0 位"),
    ("91350100M000100O43", "“O”"), ("91350100M000100Y4Ｉ", "“I”"), ("9.13501E+17", "应为 18 位")])
def test_credit_code(text, want):
    problem = code_problem(tidy_code(text))
    assert problem is None if want is None else want in (problem or "")


def test_any_wrong_digit_and_swap_is_seen():
    for i in range(17):
        other = "1" if ONE[i] != "1" else "2"
        assert code_problem(ONE[:i] + other + ONE[i + 1:])
        if ONE[i] != ONE[i + 1]:
            assert code_problem(ONE[:i] + ONE[i + 1] + ONE[i] + ONE[i + 2:])


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gbk"])
def test_import(records, people, tmp_path, kind):
    rows = [["重点企业白名单"], HEAD, row(1, 项目="一期"), row(2, 地区="洛阳市", 责任银行="")]
    path = tmp_path / ("a.xlsx" if kind == "xlsx" else "a.csv")
    xlsx(path, rows) if kind == "xlsx" else csv(path, rows, "gbk" if kind == "gbk" else "utf-8")
    done = import_file(records, people.policy, path)
    assert (done.added, done.changed, done.unchanged, done.merged, done.problems) == (
        2, 0, 0, (), ())
    one, two = list_entries(records, people.policy)
    assert (one.listed.firm, one.listed.credit_code, one.listed.project, one.listed.region) == (
        "企业1", code(1), "一期", "2301")
    assert (two.listed.region, two.listed.bank) == ("4103", "")
    assert (one.change, one.changed_by, one.changed_at) == ("加入", "政策丁", records.now())


@pytest.mark.parametrize(("head", "parts"), [
    (["企业名称", "信用", "地址", "责任银行"],
     ["缺少“统一社会信用代码”“地区”", "不认识“信用”“地址”"]),
    ([*HEAD, "地区", "电话"], ["不认识“电话”", "重复“地区”"]),
    (["a", "b"], ["缺少", "不认识“a”“b”"])])
def test_wrong_columns_are_named_together(records, people, tmp_path, head, parts):
    with pytest.raises(FormError) as caught:
        import_file(records, people.policy, csv(tmp_path / "a.csv", [head, row(1)]))
    assert caught.value.value == "表头"
    assert all(part in caught.value.detail for part in parts)


def test_bad_rows_are_named_and_good_ones_kept(records, people, tmp_path):
    rows = [HEAD, row(1), row(2, 统一社会信用代码=code(2)[:17] + "?", 地区="天堂"), [],
            row(3, 企业名称=""), row(4, 地区="朝阳区"), row(5, 备注="x" * 201), row(6)]
    done = import_file(records, people.policy, xlsx(tmp_path / "a.xlsx", rows))
    told = [p.split("：")[0] for p in done.problems]
    assert told == ["第 3 行 统一社会信用代码", "第 3 行 地区", "第 5 行 企业名称", "第 6 行 地区",
                    "第 7 行 备注"]
    assert "“?”" in done.problems[0]
    assert "有多处" in done.problems[3]
    assert [e.listed.firm for e in list_entries(records, people.policy)] == ["企业1", "企业6"]


def test_duplicates_are_named_and_merged(records, people, tmp_path):
    rows = [HEAD, row(1, 责任银行=""), row(2), row(1, 备注="急", 企业名称="企业一"),
            row(1, 项目="二期"), [*row(2)[:1], f" {code(2).lower()} ", *row(2)[2:]]]
    done = import_file(records, people.policy, csv(tmp_path / "a.csv", rows))
    assert done.added == 3, "a second project is an entry of its own"
    assert done.merged == (
        f"第 4 行与第 2 行是同一家（{code(1)}），已合并；企业名称由“企业1”改为“企业一”",
        f"第 6 行与第 3 行是同一家（{code(2)}），已合并")
    merged = next(e.listed for e in list_entries(records, people.policy, words=code(1))
                  if not e.listed.project)
    assert (merged.firm, merged.bank, merged.note) == ("企业一", "工商银行", "急")


def test_second_import_changes_what_differs(records, people, tmp_path, clock):
    import_file(records, people.policy, csv(tmp_path / "a.csv", [HEAD, row(1), row(2)]))
    before = {e.listed.firm: e.id for e in list_entries(records, people.policy)}
    clock.forward(days=1)
    done = import_file(records, people.policy, csv(tmp_path / "b.csv", [
        HEAD, row(1, 责任银行="农业银行"), row(2, 责任银行="", 备注=""), row(3)]))
    assert (done.added, done.changed, done.unchanged) == (1, 1, 1), "blank cells change nothing"
    entries = {e.listed.firm: e for e in list_entries(records, people.policy)}
    assert {firm: entries[firm].id for firm in before} == before
    assert entries["企业1"].change == "责任银行由“工商银行”改为“农业银行”"
    assert entries["企业1"].changed_at == clock()
    assert entries["企业2"].change == "加入"
    [line] = read_log(records, people.policy, action="修改白名单")
    assert (line.target, line.before, line.after) == (
        before["企业1"], {"责任银行": "工商银行"}, {"责任银行": "农业银行"})


def test_change_and_remove(records, people, tmp_path):
    import_file(records, people.policy, csv(tmp_path / "a.csv", [HEAD, row(1), row(2)]))
    one, two = list_entries(records, people.policy)
    changed = change_entry(records, people.policy, one.id, {"责任银行": "农业银行", "地区": "洛阳"})
    assert (changed.listed.bank, changed.listed.region) == ("农业银行", "4103")
    assert changed.change == (
        "地区由“黑龙江省哈尔滨市”改为“河南省洛阳市”；责任银行由“工商银行”改为“农业银行”")
    with pytest.raises(Conflict):
        change_entry(records, people.policy, one.id, {"统一社会信用代码": code(2)})
    for bad, label in (({"电话": "1"}, "电话"), ({"企业名称": ""}, "企业名称"),
                       ({"统一社会信用代码": "1"}, "统一社会信用代码")):
        with pytest.raises(FormError) as caught:
            change_entry(records, people.policy, one.id, bad)
        assert caught.value.value == label
    remove_entry(records, people.policy, two.id)
    with pytest.raises(NotFound):
        remove_entry(records, people.policy, two.id)
    assert [e.action for e in read_log(records, None, target=two.id)] == [
        "移出白名单", "加入白名单"]


def test_formulas_are_text(records, people, tmp_path):
    trick = "=HYPERLINK(\"http://x\",\"点\")"
    rows = [HEAD, row(1, 企业名称=trick, 备注="=1+1"), row(2, 企业名称="+86", 备注="@SUM(A1)")]
    import_file(records, people.policy, xlsx(tmp_path / "a.xlsx", rows))
    sheet = openpyxl.load_workbook(io.BytesIO(export_xlsx(records, people.policy))).active
    cells = {cell.value: cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line}
    assert {trick, "=1+1", "+86", "@SUM(A1)"} <= set(cells)
    assert "f" not in cells.values(), "no cell is a formula"


def test_export_is_read_again(records, people, tmp_path):
    import_file(records, people.policy, csv(tmp_path / "a.csv", [
        HEAD, row(1, 项目="一期", 备注="急"), row(2, 地区="重庆市黔江区")]))
    path = tmp_path / "b.xlsx"
    path.write_bytes(export_xlsx(records, people.policy))
    head = [c.value for c in next(openpyxl.load_workbook(path).active.iter_rows())]
    assert head == [*COLUMNS, "最后变更", "变更人", "变更时间"]
    done = import_file(records, people.policy, path)
    assert (done.added, done.changed, done.unchanged, done.problems) == (0, 0, 2, ())


def test_who_sees_and_changes(records, people, tmp_path):
    path = csv(tmp_path / "a.csv", [
        HEAD, row(1), row(2, 地区="洛阳"), row(3, 地区="洛阳", 责任银行="中国银行"),
        row(4, 地区="黔江区")])
    for who in (people.bank, people.visitor):
        with pytest.raises(NotAllowed):
            import_file(records, who, path)
    import_file(records, people.policy, path)

    def seen(who, **options) -> list[str]:
        return [e.listed.firm for e in list_entries(records, who, **options)]

    assert seen(people.policy, region="41") == ["企业2", "企业3"]
    assert seen(people.policy, words="企业4") == ["企业4"]
    assert seen(people.policy, words="%") == []
    assert seen(people.bank) == ["企业1", "企业2", "企业4"], "its region or responsibility"
    assert seen(people.far) == ["企业2", "企业3"]
    with pytest.raises(NotAllowed):
        seen(people.visitor)


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("a.csv", b"", EmptyFile), ("a.xlsx", b"PK\x03\x04no", BinaryFile),
    ("a.xls", b"x", UnsupportedFormat),
    ("a.csv", b"\x00\x01\x02" * 99, BinaryFile), ("a.csv", ",".join(HEAD).encode(), None)])
def test_bad_files(records, people, tmp_path, name, data, kind):
    (tmp_path / name).write_bytes(data)
    if kind is None:
        assert import_file(records, people.policy, tmp_path / name).added == 0
        return
    with pytest.raises(kind):
        import_file(records, people.policy, tmp_path / name)
    with pytest.raises(MissingFile):
        import_file(records, people.policy, tmp_path / "none.csv")


@pytest.mark.slow
def test_fifty_thousand_rows_take_less_than_twenty_seconds(url, people, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [HEAD, *(row(i, 备注="x" * 20) for i in range(50_000))])
    records = open_records(url)
    started = time.process_time()
    done = import_file(records, people.policy, path)
    assert time.process_time() - started < 20, "of this process, whatever else the machine does"
    assert (done.added, done.changed, done.problems) == (50_000, 0, ())
    path = xlsx(tmp_path / "b.xlsx", [HEAD, *(row(i, 备注="y") for i in range(2_000))])
    assert import_file(records, people.policy, path).changed == 2_000
    records.close()
