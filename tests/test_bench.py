"""The benchmark's arithmetic and its table; the measurements themselves are run by hand."""

import json
from dataclasses import asdict

import pytest

from eval.figures import Figure, milliseconds, table
from eval.matching_speed import large_catalog


@pytest.mark.parametrize(("samples", "share", "value"), [
    pytest.param([7], 0.5, 7, id="one sample"),
    pytest.param([9, 1, 5], 0.5, 5, id="middle, whatever the order"),
    pytest.param([3, 1, 2, 5, 4], 0.5, 3, id="middle of five"),
    pytest.param(range(1, 101), 0.95, 95, id="95 of 100"),
    pytest.param([2, 1], 1, 2, id="greatest"),
    pytest.param([2, 1], 0, 1, id="least"),
])
def test_value(samples, share, value):
    assert Figure("ask", "毫秒", samples, share=share).value == value


@pytest.mark.parametrize(("mark", "verdict"), [
    pytest.param(4, "未达标", id="over the mark"),
    pytest.param(5, "达标", id="at the mark"),
    pytest.param(6, "达标", id="under the mark"),
    pytest.param(0, "未达标", id="a mark of nothing"),
    pytest.param(None, "—", id="no mark"),
])
def test_verdict(mark, verdict):
    assert Figure("ask", "毫秒", [5], mark).verdict == verdict


def test_share_decides_the_verdict():
    samples = [10] * 9 + [90]
    assert Figure("p50", "毫秒", samples, 15).verdict == "达标"
    assert Figure("p99", "毫秒", samples, 40, 0.99).verdict == "未达标"


def test_milliseconds_warms_up_once_and_times_each():
    asked = []
    times = milliseconds(asked.append, ["a", "b"])
    assert asked == ["a", "a", "b"]
    assert len(times) == 2
    assert all(0 <= t < 1000 for t in times)


def test_table():
    assert table([Figure("页面", "秒", [2.0, 1.5, 1.25], 3.0),
                  Figure("内存", "MB", [701.004], 700),
                  Figure("检索", "毫秒", [0.5])]).splitlines() == [
        "| 项目 | 实测 | 标准 | 结论 | 最小–最大 |",
        "|---|---|---|---|---|",
        "| 页面 | 1.50 秒 | ≤ 3.00 秒 | 达标 | 1.25–2.00 |",
        "| 内存 | 701.00 MB | ≤ 700.00 MB | 未达标 | — |",
        "| 检索 | 0.50 毫秒 | — | — | — |",
    ]


def test_a_figure_can_be_written_as_json():
    row = json.loads(json.dumps(asdict(Figure("页面", "秒", [2.0, 1.0], 3.0))))
    assert row["samples"] == [2.0, 1.0]
    assert row["mark"] == 3.0


def test_the_large_catalog_is_large_and_half_of_it_nationwide():
    products = large_catalog()
    assert len({p.id for p in products}) == len(products) == 10_000
    assert sum(p.region == "全国" for p in products) == 5_000
