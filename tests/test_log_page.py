"""操作日志: the table of what staff changed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from corpus.records.audit import Entry
from eval.desk.log_view import log_table

ENTRY = Entry(1, datetime(2026, 3, 1, 0, 30, tzinfo=UTC), "policy", "修改白名单", "<b>甲厂</b>",
              {"bank": "甲银行"}, {"bank": "乙银行", "note": ""})


def test_places_are_named():
    entry = replace(ENTRY, after={"regions": ["2301", "23"], "disabled": False})
    shown = log_table([entry], most=200)
    assert "服务地区：黑龙江省哈尔滨市、黑龙江省；停用：否" in shown


def test_a_line_tells_who_did_what_in_beijing_time():
    shown = log_table([ENTRY], most=200)
    for said in ("2026-03-01 08:30:00", "policy", "修改白名单", "责任银行：甲银行",
                 "责任银行：乙银行"):
        assert said in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(("count", "said"), [
    (0, "没有符合条件的记录"), (1, "共 1 条"), (3, "只显示最新 3 条")])
def test_how_many_lines_there_are(count, said):
    assert said in log_table([ENTRY] * count, most=3)
