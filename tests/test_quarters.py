"""The catalog from quarter to quarter, against a diff made by hand."""

from datetime import date

import pytest

from corpus.catalog import load_catalog
from corpus.errors import SnapshotError
from corpus.product import Criterion, Product, Tier
from corpus.quarters import (
    compare,
    find_snapshot,
    freeze,
    load_snapshot,
    quarter_of,
    report,
    said,
    snapshots,
)
from corpus.sheets.columns import columns


def product(key: str, **facts: object) -> Product:
    given = {"id": key, "name": f"产品{key}", "kind": "贷款", "source": "甲银行网站", **facts}
    return Product(**given)


BEFORE = [product("A", rate_max_pct=4.35, term_max_months=12),
          product("B"), product("C"), product("D", standing="已停办"),
          product("E", standing="已停办"), product("F", name="旧名", institution="乙银行")]
AFTER = [product("A", rate_max_pct=3.85, guarantees=("信用", "保证")),
         product("C", standing="已停办"), product("D"), product("E", standing="已停办", note="停"),
         product("F", name="新名", institution="乙银行"), product("G")]


def test_changes_by_hand():
    changes = compare(BEFORE, AFTER)
    assert [p.id for p in changes.added] == ["D", "G"]  # D is offered again
    assert [p.id for p in changes.ended] == ["B", "C"]  # gone, and 已停办
    assert {c.product.id: [(f.field, f.old, f.new) for f in c.fields] for c in changes.changed} == {
        "A": [("担保方式", "未载明", "信用、保证"), ("最高利率（%）", "4.35", "3.85"),
              ("最长期限（月）", "12", "未载明")],
        "F": [("产品名称", "旧名", "新名")]}


def test_nothing_changed():
    assert not compare(BEFORE, list(reversed(BEFORE)))
    assert "新增 0 项，变更 0 项，停办或移出 0 项" in report(compare(AFTER, AFTER), "甲", "乙")


def test_report_names_every_change():
    lines = report(compare(BEFORE, AFTER), "2026Q3", "2026Q4").splitlines()
    assert lines[0] == "# 产品库变化：2026Q3 → 2026Q4"
    assert [line for line in lines if line.startswith("## ")] == [
        "## 新增", "## 变更", "## 停办或移出"]
    assert "- 产品G（G）" in lines
    assert "| 乙银行 新名（F） | 产品名称 | 旧名 | 新名 |" in lines


def test_report_keeps_its_table_whole():
    changes = compare([product("A", note="甲|乙\n丙")], [product("A", note="<b>")])
    assert "| 产品A（A） | 备注 | 甲／乙 丙 | &lt;b> |" in report(changes, "a", "b")


@pytest.mark.parametrize(("field", "value", "printed"), [
    ("tiers", (Tier(who="信用", max_wan=12345678),), "信用 12345678万"),
    ("amount_max_wan", 2000, "2000"), ("amount_max_wan", None, "未载明"), ("aliases", (), "未载明"),
    ("criteria", (Criterion(field="amount", operator="max", number=500, quote="500万元及以下"),),
     "“500万元及以下”（amount max 500 必须）"),
    ("criteria", (Criterion(field="size", operator="any", values=("小型",), hard=False),),
     "size any 小型 优先")])
def test_value_as_printed(field, value, printed):
    assert said(product("A", **{field: value}), field) == printed


def test_every_field_has_a_header():
    assert set(Product.model_fields) <= {column.field for column in columns()}


@pytest.mark.parametrize(("day", "quarter"), [
    ((2026, 1, 1), "2026Q1"), ((2026, 3, 31), "2026Q1"), ((2026, 4, 1), "2026Q2"),
    ((2026, 9, 30), "2026Q3"), ((2026, 12, 31), "2026Q4")])
def test_quarter(day, quarter):
    assert quarter_of(date(*day)) == quarter


def test_frozen_catalog_reads_back_the_same(tmp_path):
    catalog = load_catalog()
    path = freeze(catalog, tmp_path / "quarters", date(2026, 11, 20))
    assert path.name == "2026Q4.jsonl"
    assert load_snapshot(path) == catalog
    assert snapshots(path.parent) == [path]


def test_a_quarter_is_never_overwritten(tmp_path):
    path = freeze(BEFORE, tmp_path, date(2026, 11, 20))
    content = path.read_bytes()
    with pytest.raises(SnapshotError, match="已经存在，没有覆盖"):
        freeze(AFTER, tmp_path, date(2026, 10, 1))
    assert path.read_bytes() == content


def test_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SnapshotError, match="无法写入"):
        freeze(BEFORE, tmp_path / "file", date(2026, 11, 20))


def test_double_id_is_named(tmp_path):
    for broken in (lambda: freeze([*BEFORE, BEFORE[0]], tmp_path, date(2026, 1, 1)),
                   lambda: compare([*BEFORE, BEFORE[0]], AFTER)):
        with pytest.raises(SnapshotError, match=r"'A'.*出现了两次"):
            broken()
    assert snapshots(tmp_path) == []


def test_snapshot_by_quarter_or_path(tmp_path):
    path = freeze(BEFORE, tmp_path, date(2026, 7, 1))
    assert find_snapshot("2026q3", tmp_path) == path
    assert find_snapshot(str(path), tmp_path / "elsewhere") == path
    with pytest.raises(SnapshotError, match="已有：2026Q3"):
        find_snapshot("2026Q1", tmp_path)
