"""评测 in a browser: import, run, progress, figures, a wrong case, edit it, run again, compare."""

import json
import os
from pathlib import Path

import pytest

from eval.cases import load_case_rows
from tests.test_accessibility import faults
from tests.web import CHROMIUM, fill, leftovers, serving, sign_in, wide

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as address:
        yield address


def desk(browser, server, size=(1280, 900)):
    """Return a page of policy staff at 评测."""
    page = sign_in(browser, server, "policy", size)
    tab = page.get_by_role("tab", name="评测")
    if tab.count() and tab.is_visible():
        tab.click()
    else:  # on a phone the tab is behind the button for more
        page.get_by_role("button", name="更多标签").first.click()
        page.locator(".overflow-menu").get_by_text("评测", exact=True).click()
    page.wait_for_selector("#e-start", state="visible", timeout=60_000)
    page.wait_for_function("document.querySelector('#e-set input').value")
    return page


def choose(page, target, words):
    """Choose from the drop-down with this id, by the keyboard."""
    page.fill(f"#{target} input", words)
    page.get_by_role("option", name=words).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def ended(page, number):
    """Wait until so many runs are listed as done."""
    page.wait_for_function(
        "n => document.querySelector('#e-runs').innerText.split('完成').length > n"
        " && !document.querySelector('#e-progress [role=progressbar]')", arg=number,
        timeout=120_000)


def cases_file(path):
    rows = [row for row in load_case_rows() if row["type"] == "fact"][:12]
    wrong = rows[0] | {"id": "wrong", "answer_points": ["这句话文件里没有"]}
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in [*rows, wrong])
                    + "\n{坏行", encoding="utf-8")
    return path


@pytest.mark.browser
def test_from_import_to_comparison(server, browser, tmp_path):
    page = desk(browser, server)
    page.get_by_role("tab", name="题集").click()
    page.wait_for_selector("#s-list table")
    fill(page, "s-name", "浏览器题集")
    page.click("#s-create")
    page.wait_for_selector("#s-import", state="visible")
    page.set_input_files("#s-import input[type=file], input[type=file] >> nth=-1",
                         cases_file(tmp_path / "题.jsonl"))
    page.wait_for_selector("#s-told .report")
    assert "新增 13 题" in page.inner_text("#s-told")
    assert "第 14 行 整行" in page.inner_text("#s-told")
    page.get_by_role("tab", name="运行与结果").click()
    page.wait_for_timeout(500)
    choose(page, "e-set", "浏览器题集")
    page.click("#e-start")
    ended(page, 1)
    page.click("#e-runs button:has-text('查看')")
    page.wait_for_selector("#e-figures .ev-run")
    assert "句子不对" in page.inner_text("#e-figures")
    choose(page, "e-class", "句子不对")
    page.wait_for_function("document.querySelector('#e-cases').innerText.includes('共 1 题')")
    page.click("#e-cases button")
    page.wait_for_selector("#e-case .ev-case")
    told = page.inner_text("#e-case")
    assert all(words in told for words in ("句子不对", "这句话文件里没有", "应引，已引用"))
    page.click("#e-edit")
    page.wait_for_selector("#e-form", state="visible")
    page.wait_for_function("document.querySelector('#f-label input, #f-label textarea').value")
    fill(page, "f-points", load_case_rows()[0]["answer_points"][0])
    page.click("#f-save")
    page.wait_for_function("document.querySelector('#s-told').innerText.includes('已保存 wrong')")
    page.get_by_role("tab", name="运行与结果").click()
    choose(page, "e-set", "浏览器题集")
    page.click("#e-start")
    ended(page, 2)
    page.click("#e-runs button:has-text('查看')")
    page.wait_for_function("document.querySelector('#e-figures').innerText.includes('通过 13 题')")
    choose(page, "e-other", "浏览器题集")
    page.wait_for_selector("#e-compared .ev-compare")
    told = page.inner_text("#e-compared")
    assert all(words in told for words in ("不同的版本：题集", "题目已改 1 题", "不变 12 题"))
    assert leftovers(page) == []
    assert wide(page) <= 1
    assert faults(page) == []


@pytest.mark.browser
def test_progress_outlives_a_reload_and_is_seen_by_others(server, browser):
    page, other = desk(browser, server), desk(browser, server, (390, 844))
    choose(page, "e-set", "校准")
    for told in ("已开始", "已排队"):  # two runs of 200 cases: some seconds
        page.click("#e-start")
        page.wait_for_function("words => document.querySelector('#e-told').innerText.includes("
                               "words)", arg=told)
    other.get_by_role("tab", name="题集").click()
    other.get_by_role("tab", name="运行与结果").click()
    other.wait_for_selector("#e-progress [role=progressbar]")
    page.reload()
    page.get_by_role("tab", name="评测").click()
    page.wait_for_selector("#e-progress [role=progressbar]")
    page.get_by_role("button", name="停止 内置：校准题").first.click()
    for one in (page, other):
        one.wait_for_function("!document.querySelector('#e-progress [role=progressbar]') && "
                              "document.querySelector('#e-runs').innerText.includes('已停止')",
                              timeout=120_000)
        assert wide(one) <= 1


@pytest.mark.browser
def test_clauses_are_picked_from_the_document_on_a_phone(server, browser):
    page = desk(browser, server, (390, 844))
    page.get_by_role("tab", name="题集").click()
    page.wait_for_selector("#s-list table")
    fill(page, "s-name", "手机题集")
    page.click("#s-create")
    page.wait_for_selector("#s-add", state="visible")
    page.click("#s-add")
    page.wait_for_selector("#e-form", state="visible")
    page.wait_for_selector("#f-found button")
    fill(page, "f-label", "m1")
    fill(page, "f-question", "担保费率最高多少？")
    choose(page, "f-document", "黑龙江")
    fill(page, "f-words", "担保费率")
    page.click("#f-search")
    page.get_by_role("button", name="把 （十七） 加入应引").click()
    page.wait_for_function("document.querySelector('#f-chosen').innerText.includes('（十七）')")
    page.click("#f-save")
    page.wait_for_function("document.querySelector('#s-list').innerText.includes('m1')")
    assert "heilongjiang-2023#（十七）" in page.inner_text("#s-list")
    page.click("#s-list button")
    page.wait_for_selector("#f-drop", state="visible")
    assert faults(page) == []
    page.click("#f-drop")
    page.click("#f-sure")
    page.wait_for_function("document.querySelector('#s-list').innerText.includes('没有符合条件')")
    assert wide(page) <= 1
    assert leftovers(page) == []
