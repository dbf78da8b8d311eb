"""The desk in a browser: a complaint becomes a case; figures, their file, the printed notice."""

import io
import os
from pathlib import Path

import openpyxl
import pytest
from pypdfium2 import PdfDocument

from tests.web import CHROMIUM, leftovers, serving, sign_in, wide

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")

QUESTION = "黑龙江小微企业担保费率最高多少？我的电话13812345678"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as address:
        yield address


@pytest.fixture(scope="module")
def complained(server, browser):
    """A visitor asks, and says that the answer did not help."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(server)
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#down", state="visible", timeout=90_000)
    page.click("#down")
    page.wait_for_selector("#give", state="visible")
    page.fill("#why textarea", "应引（九），回电13812345678")
    page.click("#give")
    page.wait_for_function("document.querySelector('#opinion-told').innerText.includes('谢谢')")
    return page


def choose(page, name):
    """Open a tab, which may hide in the menu beside the others."""
    page.wait_for_timeout(500)
    tab = page.get_by_role("tab", name=name, exact=True)
    if tab.count() and tab.first.is_visible():
        tab.first.click()
    else:
        page.locator(".overflow-menu > button").first.click()
        page.locator(".overflow-dropdown button", has_text=name).first.click()


@pytest.mark.browser
def test_a_complaint_becomes_a_case(server, browser, complained):
    page = sign_in(browser, server, "policy", (390, 844))
    choose(page, "复核")
    page.wait_for_selector("#c-list tbody tr", timeout=60_000)
    assert "回电138****5678" in page.inner_text("#c-list")
    page.click("#c-list button")
    page.wait_for_selector("#c-detail .seen")
    told = page.inner_text("#c-detail")
    assert "138****5678" in told
    assert "（十七）" in told
    assert "与现在相同" in told
    assert "13812345678" not in page.inner_text("body")
    page.get_by_role("radio", name="其实答对了").check()
    page.click("#c-make")
    page.wait_for_selector("#k-save", state="visible")
    assert page.locator("#k-gold input:checked").count() == 1
    page.click("#k-save")
    page.wait_for_function("document.querySelector('#c-told').innerText.includes('已存为测试用例')")
    page.wait_for_function("document.querySelector('#c-list').innerText.includes('没有符合条件')")
    assert "已转为题集“投诉转来的用例”里的测试用例“投诉-" in page.inner_text("#c-detail")
    assert "已处理" in page.inner_text("#c-detail")
    assert wide(page) <= 1
    assert leftovers(page) == []
    choose(page, "操作日志")
    page.wait_for_selector("#l-search", state="visible")
    page.click("#l-search")
    page.wait_for_function("document.querySelector('#l-list').innerText.includes('新建题集')")
    log = page.inner_text("#l-list")
    assert all(act in log for act in ("投诉转为测试用例", "处理投诉"))


@pytest.mark.browser
def test_figures_their_file_and_the_notice(server, browser, complained):
    page = sign_in(browser, server, "policy", (390, 844))
    choose(page, "统计")
    page.wait_for_selector("#t-figures table", timeout=60_000)
    told = page.inner_text("#t-figures")
    assert all(part in told for part in (
        "概况", "按日统计", "引用最多的条款", "（十七）", "没帮上的原因", "答错了"))
    assert wide(page) <= 1
    assert leftovers(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 xlsx").last.click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert [cell.value for cell in book["概况"][2]] == ["提问", 1]
    with page.context.expect_page() as opened:
        page.locator("#t-figures a", has_text="-").first.click()
    notice = opened.value
    notice.wait_for_selector("main h1")
    assert notice.get_by_role("button", name="打印").is_visible()
    assert wide(notice) <= 1
    document = PdfDocument(notice.pdf(prefer_css_page_size=True))
    paper = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    assert "制造业金融政策问答服务情况通报" in paper
    assert "主要数字" in paper
    assert "打印" not in paper
    assert [round(side) for side in document[0].get_size()] == [595, 842]


@pytest.mark.browser
def test_others_see_no_desk(server, browser, complained):
    page = sign_in(browser, server, "bank-a")
    assert page.get_by_role("tab", name="复核").count() == 0
    for path in ("/desk/", "/desk/notice", "/desk/statistics.xlsx"):
        assert page.request.get(f"{server}{path}").status == 403
        assert complained.request.get(f"{server}{path}", headers={"accept": "*/*"}).status == 401
