"""Product sheets: read, written and read back, filled in by hand, and refused."""

import datetime
import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import errors
from corpus.catalog import load_catalog
from corpus.product import Criterion, Product, Tier
from corpus.rows import Cell, Row
from corpus.sheets.catalog_file import read_file
from corpus.sheets.catalog_writer import write_catalog, write_template
from corpus.sheets.cells import read_cell
from corpus.sheets.columns import closed_words, columns, find_column, labels, read_header
from corpus.sheets.conditions import read_lines, write_line
from corpus.sheets.figures import amount_bounds, longest_term, rate_bounds
from corpus.sheets.table import read_row, write_row

PLAIN = {"编号": "A1", "产品名称": "甲贷", "产品类别": "贷款", "数据来源": "官网"}
AMOUNTS = [
    ("500万", None, 500),
    ("最高2000万元", None, 2000),
    ("0.05亿", None, 500),
    ("3百万", None, 300),
    ("五百万元", None, 500),
    ("1,200万元以内", None, 1200),
    ("100-500万元", 100, 500),
    ("300万元至1000万元", 300, 1000),
    ("50万元起", 50, None),
    ("不低于300万元", 300, None),
    ("信用300万元，抵押500万元", None, None),
    ("500万美元", None, None),
    ("投资额的70%", None, None),
    ("面议", None, None),
]
RATES = [
    ("3.1%起", 3.1, None),
    ("年化3.85%", 3.85, 3.85),
    ("最高不超过5%", None, 5),
    ("3.1%-4.5%", 3.1, 4.5),
    ("3.1～4.5％", 3.1, 4.5),
    ("LPR上浮30%", None, None),
    ("首年3%，次年4%", None, None),
]
TERMS = [
    ("最长3年", 36),
    ("12个月", 12),
    ("3-5年", 60),
    ("一般1年，最长3年", 36),
    ("半年", 6),
    ("五年", 60),
    ("1年以上", None),
    ("1年，可展期2次，每次1年", None),
    ("长期", None),
]
CRITERIA = st.builds(
    Criterion,
    field=st.sampled_from([*labels()["field"], "项目 甲", "x"]),
    operator=st.sampled_from(["any", "all", "max", "min", "is"]),
    values=st.lists(st.text("甲乙、；|[] \n", min_size=1, max_size=4), max_size=3).map(tuple),
    number=st.none() | st.floats(0, 1e9),
    currency=st.sampled_from(["CNY", "USD"]),
    hard=st.booleans(),
    quote=st.text("甲|｜ \n（参考）{", max_size=6),
    question=st.text("问？|", max_size=4),
)


def sheet(path, rows, *, title="产品"):
    """Write rows of cells to `path`, csv or xlsx, and return it."""
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def one_row(path, **cells):
    filled = PLAIN | cells
    return sheet(path, [list(filled), list(filled.values())])


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_the_whole_catalog_comes_back(tmp_path, suffix):
    write_catalog(load_catalog(), tmp_path / f"a.{suffix}")
    found = read_file(tmp_path / f"a.{suffix}")
    assert found.problems == []
    assert found.products == load_catalog()


@given(st.lists(CRITERIA, max_size=4))
def test_criteria_come_back(criteria):
    text = "\n".join(write_line(criterion) for criterion in criteria)
    assert read_lines(text) == criteria


@pytest.mark.parametrize(
    ("line", "data"),
    [
        (
            "资质 任一 专精特新、小巨人",
            {"field": "qualification", "operator": "any", "values": ["专精特新", "小巨人"]},
        ),
        (
            "额度 不超过 500万元 | 最高500万元 | 想贷多少？",
            {
                "field": "amount",
                "operator": "max",
                "number": 500,
                "quote": "最高500万元",
                "question": "想贷多少？",
            },
        ),
        (
            "额度 不超过 500万美元",
            {"field": "amount", "operator": "max", "number": 500, "currency": "USD"},
        ),
        (
            "（参考）开户 是 ｜ 在本行开户",
            {"field": "account", "operator": "is", "hard": False, "quote": "在本行开户"},
        ),
        ("资产负债率 不高于 70%", {"field": "liability", "operator": "max", "number": 70}),
    ],
)
def test_a_line_of_a_criterion(line, data):
    assert read_lines(line) == [Criterion.model_validate(data)]


@pytest.mark.parametrize(
    "line", ["专精特新", "资质 包含 专精特新", "额度 不超过 很多", "{坏", '{"field": 1}']
)
def test_a_bad_line_of_a_criterion(line):
    with pytest.raises(ValueError, match=r"字段 算子 值|缺少数字"):
        read_lines(line)


@pytest.mark.parametrize(("text", "low", "high"), AMOUNTS, ids=[a[0] for a in AMOUNTS])
def test_amounts_in_words(text, low, high):
    assert amount_bounds(text) == (low, high)


@pytest.mark.parametrize(("text", "low", "high"), RATES, ids=[r[0] for r in RATES])
def test_rates_in_words(text, low, high):
    assert rate_bounds(text) == (low, high)


@pytest.mark.parametrize(("text", "months"), TERMS, ids=[t[0] for t in TERMS])
def test_terms_in_words(text, months):
    assert longest_term(text) == months


@pytest.mark.parametrize(
    ("header", "text", "value"),
    [
        ("最高额度（万元）", "2000", 2000),
        ("最高额度（万元）", "0.05亿", 500),
        ("最高额度（万元）", "未载明", None),
        ("最长期限（月）", "36", 36),
        ("最长期限（月）", "3年", 36),
        ("最长期限（月）", "30天", 1),
        ("最低利率（%）", "3.1%", 3.1),
        ("来源日期", "2025年7月30日", "2025-07-30"),
        ("来源日期", "2025/7", "2025-07"),
        ("企业规模", "小微企业", ["微型", "小型"]),
        ("企业规模", "中型、大型", ["中型", "大型"]),
        ("行业", "C34、35", ["34", "35"]),
        ("行业", "通用设备制造业", ["34"]),
        ("行业", "36 汽车制造业；酒、饮料和精制茶制造业", ["36", "15"]),
        (
            "分档额度",
            "信用：500万\n抵押:2000",
            [{"who": "信用", "max_wan": 500}, {"who": "抵押", "max_wan": 2000}],
        ),
    ],
)
def test_a_cell_is_understood(header, text, value):
    assert read_cell(find_column(header), text) == value


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("最高额度（万元）", "很多"),
        ("最高额度（万元）", "300万到500万"),
        ("最高额度（万元）", "nan"),
        ("额度", "500"),
        ("利率", "3.1"),
        ("期限", "12"),
        ("最长期限（月）", "长期"),
        ("来源日期", "去年"),
        ("分档额度", "500万"),
        ("超过最高额度即不符", "对"),
    ],
)
def test_a_cell_that_is_not_understood_is_flagged(tmp_path, header, text):
    found = read_file(one_row(tmp_path / "a.xlsx", **{header: text}))
    assert found.products == []
    assert found.problems[0].startswith(f"a.xlsx 第 2 行 {header}：")


@pytest.mark.parametrize(
    "header",
    [
        "最高额度（万元）",
        "最高额度(万元)",
        " 最高 额度（万元） ",
        "最高额度（万元）*",
        "amount_max_wan",
        "贷款额度（万元）",
    ],
)
def test_headers_are_taken_tolerantly(header):
    assert find_column(header).field == "amount_max_wan"


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (
            ("银行机构", "产品名称", "准入条件", "产品简介", "客户经理", "联系方式"),
            ("institution", "name", "conditions_text", "note", "contact", "contact"),
        ),
        (
            (
                "适用对象",
                "产品特色",
                "贷款条件",
                "还款方式",
                "担保方式",
                "贷款期限",
                "贷款利率",
                "贷款额度",
                "审批时限",
            ),
            (
                "target",
                "note",
                "conditions_text",
                "repayment_text",
                "guarantees",
                "term_text",
                "rate_text",
                "amount_text",
                "time_text",
            ),
        ),
        (
            ("贷款对象", "贷款投向", "办理条件", "办理流程", "所需材料", "数据来源与日期"),
            ("target", "needs", "conditions_text", "channel_text", "documents_text", "source"),
        ),
    ],
)
def test_headers_of_real_tables(headers, fields):
    assert tuple(find_column(header).field for header in headers) == fields


def test_no_header_means_two_columns():
    names = [name for column in columns() for name in (column.header, *column.also)]
    assert len(names) == len(set(names))


def test_missing_columns_are_named_together(tmp_path):
    with pytest.raises(errors.BadRow, match="缺少必填的列“产品类别”、“数据来源”"):
        read_file(sheet(tmp_path / "a.csv", [["产品名称", "额度"], ["甲贷", "500万"]]))


def test_a_column_given_twice_is_named(tmp_path):
    with pytest.raises(errors.BadRow, match="“额度”出现了不止一次"):
        read_file(
            sheet(tmp_path / "a.csv", [[*PLAIN, "贷款额度", "额度"], [*PLAIN.values(), "1万", ""]])
        )


def test_unknown_columns_are_named_and_the_rest_is_read(tmp_path):
    found = read_file(one_row(tmp_path / "a.csv", 星级="五星", 额度="最高500万元"))
    assert found.notices == ["a.csv：不认识的列“星级”，内容没有采用"]
    assert [(p.amount_text, p.amount_max_wan) for p in found.products] == [("最高500万元", 500)]


def test_unknown_words_are_named_and_kept(tmp_path):
    found = read_file(one_row(tmp_path / "a.xlsx", 资质="绿色工厂、专精特新"))
    assert found.products[0].criteria[0].values == ("绿色工厂", "专精特新")
    assert found.notices == ["a.xlsx：“绿色工厂”不在词表里，照原样保留，匹配时不起作用（第 2 行）"]


def test_titles_may_stand_above_the_header_and_ids_may_be_absent(tmp_path):
    rows = [
        ["某某银行产品汇总表"],
        ["单位：万元"],
        ["产品名称*", "银行", "产品类型", "数据来源"],
        ["甲贷", "某行", "贷款", "官网"],
    ]
    found = read_file(sheet(tmp_path / "a.xlsx", rows))
    assert [(p.id, p.name, p.institution) for p in found.products] == [
        ("某行·甲贷", "甲贷", "某行")
    ]


def test_sheets_that_are_not_read_are_named(tmp_path):
    path = one_row(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_sheet("小微")
    book.save(path)
    assert read_file(path).notices == ["a.xlsx：工作表“小微”没有读取，只读第一张或名为“产品”的"]


@pytest.mark.parametrize(
    ("cell", "words", "text"),
    [
        ("信用、抵押", ("信用", "抵押"), None),
        ("抵质押或担保公司担保", ("抵押", "质押", "保证"), "抵质押或担保公司担保"),
        ("无需抵押，纯信用", ("信用",), "无需抵押，纯信用"),
    ],
)
def test_guarantees(tmp_path, cell, words, text):
    product = read_file(one_row(tmp_path / "a.xlsx", 担保方式=cell)).products[0]
    assert (product.guarantees, product.guarantee_text) == (words, text)


HAND = [
    {
        "编号": "1",
        "产品名称": "科技贷",
        "银行/机构": "某行",
        "产品类别": "贷款",
        "适用地区": "黑龙江省",
        "适用对象": "专精特新企业",
        "贷款用途": "流动资金、设备购置",
        "额度": "最高500万",
        "最高额度（万元）": 500,
        "超过最高额度即不符": "是",
        "利率": "3.1%起",
        "期限": "最长3年",
        "担保方式": "信用",
        "企业规模（任一）": "小微",
        "资质（任一）": "专精特新、小巨人",
        "经营年限不低于（年）": 2,
        "其他条件": "（参考）开户 是 | 在本行开户 | 是否开户？",
        "数据来源": "本行提供",
        "来源日期": "2025-07",
    },
    {
        "编号": "2",
        "产品名称": "抵押贷",
        "产品类别": "贷款",
        "额度": "信用300万元，抵押500万元",
        "分档额度": "信用：300万元\n抵押：500万元",
        "数据来源": "本行提供",
    },
    {
        "编号": "3",
        "产品名称": "设备贴息",
        "产品类别": "补贴",
        "补贴": "贴息1.5%，最高800万元",
        "数据来源": "官网",
    },
]


def test_a_template_filled_by_hand(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    heads = {str(cell.value).rstrip("*"): cell.column for cell in page[1]}
    for number, row in enumerate(HAND, 2):
        for head, value in row.items():
            page.cell(number, heads[head], value)
    book.save(path)
    products, problems, notices = read_file(path)
    assert (problems, notices) == ([], [])
    first, second, third = products
    assert first.model_dump(
        include={"amount_max_wan", "rate_min_pct", "term_max_months", "needs"}
    ) == {
        "amount_max_wan": 500,
        "rate_min_pct": 3.1,
        "term_max_months": 36,
        "needs": ("流动资金", "设备购置"),
    }
    assert [(c.field, c.operator, c.values, c.number, c.hard) for c in first.criteria] == [
        ("amount", "max", (), 500, True),
        ("size", "any", ("微型", "小型"), None, True),
        ("qualification", "any", ("专精特新", "小巨人"), None, True),
        ("years", "min", (), 2, True),
        ("account", "is", (), None, False),
    ]
    assert first.criteria[0].quote == "额度不超过500万元"
    assert [(t.who, t.max_wan) for t in second.tiers] == [("信用", 300), ("抵押", 500)]
    assert (second.amount_max_wan, third.amount_max_wan) == (None, None)
    assert third.subsidy_text == "贴息1.5%，最高800万元"


def test_the_template_explains_every_column_and_lists_the_words(tmp_path):
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["产品", "填写说明", "词表"]
    heads = [str(cell.value).rstrip("*") for cell in book["产品"][1]]
    guide = {row[0]: row for row in book["填写说明"].iter_rows(values_only=True)}
    assert [head for head in heads if not (guide[head][2] and guide[head][4])] == []
    assert [cell.value for cell in book["词表"]["A"]][1:18] == [*closed_words()["kind"], None][:17]
    assert len(book["产品"].data_validations.dataValidation) >= 10


def test_every_example_of_the_guide_can_be_read():
    for column in columns():
        if column.example:
            assert (
                read_lines(column.example)
                if column.form == "criteria"
                else read_cell(column, column.example) is not None
            )


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ["=1+1", "+86 451", "-5 万", "@SUM(A1)", "'=1", "''x"])
def test_no_text_becomes_a_formula(tmp_path, suffix, text):
    path = tmp_path / f"a.{suffix}"
    product = Product(id="1", name="甲", kind="贷款", source="官网", note=text)
    write_catalog([product], path)
    assert read_file(path).products == [product]
    if suffix == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(path)["产品"] for cell in row]
        assert [cell.data_type for cell in cells if cell.value == text] == ["s"]
    elif text[0] in "=+-@":
        assert f",'{text}" in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_formula_is_refused_by_its_cell(tmp_path, suffix):
    rows = [
        [*list(PLAIN), "最高额度（万元）"],
        [*PLAIN.values(), "=100*5"],
        ["A2", "乙", "贷款", "官网", 1],
    ]
    found = read_file(sheet(tmp_path / f"a.{suffix}", rows))
    assert [product.id for product in found.products] == ["A2"]
    assert found.problems == [
        f"a.{suffix} 第 2 行 最高额度（万元）：单元格 E2 是公式，请改成算好的数值或文字"
    ]


def test_a_percent_cell_is_read_as_it_is_shown(tmp_path):
    path = one_row(tmp_path / "a.xlsx", **{"最低利率（%）": 0.031})
    book = openpyxl.load_workbook(path)
    book.active["E2"].number_format = "0.00%"
    book.save(path)
    assert read_file(path).products[0].rate_min_pct == 3.1


@pytest.mark.parametrize(
    ("shown", "date"), [("yyyy-mm-dd", "2025-07-01"), ('yyyy"年"m"月"', "2025-07")])
def test_a_date_cell_is_read_as_it_is_shown(tmp_path, shown, date):
    path = one_row(tmp_path / "a.xlsx", 来源日期=datetime.datetime(2025, 7, 1))
    book = openpyxl.load_workbook(path)
    book.active["E2"].number_format = shown
    book.save(path)
    assert read_file(path).products[0].source_date == date


def bomb(path, sheet_data):
    """Write a workbook whose first sheet holds the XML `sheet_data`."""
    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
                    b'main"><sheetData>' + sheet_data + b"</sheetData></worksheet>"
                )
            target.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "data",
    [b"<row/>" * 1_000_001, b" " * 40_000_001, b'<row r="999999999"><c><v>1</v></c></row>'],
    ids=["tags", "bytes", "row-number"],
)
def test_a_small_file_with_a_huge_sheet_is_refused(tmp_path, data):
    path = bomb(tmp_path / "a.xlsx", data)
    assert path.stat().st_size < 100_000
    with pytest.raises(errors.BadRow, match="表格太大"):
        read_file(path)


def test_macros_under_another_name_are_refused(tmp_path):
    path = one_row(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    with pytest.raises(errors.BadRow, match="含宏"):
        read_file(path)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_too_many_rows_are_refused(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr("corpus.rows.MOST_ROWS", 2)
    products = [Product(id=str(i), name="甲", kind="贷款", source="官网") for i in range(3)]
    write_catalog(products, tmp_path / f"a.{suffix}")
    with pytest.raises(errors.BadRow, match="超过 2 行"):
        read_file(tmp_path / f"a.{suffix}")


def test_a_large_file_is_refused_unread(tmp_path):
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(errors.BadRow, match="文件有 100 MB，超过 20 MB"):
        read_file(tmp_path / "a.xlsx")


@pytest.mark.parametrize("text", ["甲" * 32_768, "甲\x07"], ids=["long", "control"])
def test_a_text_that_a_sheet_cannot_hold_is_named(tmp_path, text):
    product = Product(id="1", name="甲", kind="贷款", source="官网", note=text)
    with pytest.raises(errors.BadRow, match="第 2 行"):
        write_catalog([product], tmp_path / "a.xlsx")


WRONG = [None, "", "x", -1, 1e12, float("nan"), 0.5, True, [], [1], {}, {"x": 1}, "很多"]


@pytest.mark.parametrize("field", Product.model_fields)
def test_every_complaint_is_chinese(tmp_path, field):
    good = {"id": "1", "name": "甲", "kind": "贷款", "source": "官网"}
    rows = [json.dumps({**good, "id": str(i), field: value}) for i, value in enumerate(WRONG)]
    rows += [json.dumps({**good, "colour": 1}), json.dumps({"id": "9"}), "[1]", "[" * 100_000]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    problems = read_file(tmp_path / "a.jsonl").problems
    assert problems
    whys = [problem.split("：", 1)[1] for problem in problems]
    assert [
        why
        for why in whys
        if "填写有误" in why
        or not any("一" <= c <= "龥" for c in why)
        or "should" in why.lower()
        or "input" in why.lower()
    ] == []


TIERS = st.lists(
    st.builds(Tier, who=st.text("甲：；\n 5万[", max_size=5), max_wan=st.floats(0, 1e9)),
    max_size=2)


@given(st.lists(CRITERIA, max_size=3), TIERS, st.none() | st.floats(0, 1e9),
       st.lists(st.text("甲、/[ ；", min_size=1, max_size=3), max_size=3))
def test_odd_products_come_back(criteria, tiers, amount, aliases):
    product = Product(id="1", name="甲", kind="贷款", source="官网", criteria=tuple(criteria),
                      tiers=tuple(tiers), amount_max_wan=amount, aliases=tuple(aliases),
                      amount_text="最高500万元", rate_text="3.1%起", term_text="最长3年")
    cells = {key: text for key, text in write_row(product).items() if text}
    used = [column for column in columns() if column.key in cells]
    row = Row(2, tuple(Cell(cells[column.key].strip()) for column in used))
    data, faults = read_row(read_header([column.header for column in used]), row)
    assert faults == []
    assert Product.model_validate(data) == product
