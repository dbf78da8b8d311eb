"""A financing need through two browsers, and the white list in and out."""

import io
import os
from pathlib import Path

import openpyxl
import pytest

from tests.web import CHROMIUM, fill, leftovers, serving, sign_in, wide

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")

NEED = {"n-firm": "哈尔滨某厂", "n-contact": "王先生", "n-phone": "13812345678",
        "n-region": "哈尔滨", "n-industry": "传感器", "n-amount_wan": "300万",
        "n-term_months": "2年", "n-purpose": "买设备"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as address:
        yield address


def firm_page(browser, server):
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(server)
    page.get_by_role("tab", name="配产品").click()
    page.wait_for_selector("#n-start", state="visible")
    return page


def look(page):
    """Open the newest need of the list."""
    page.click("#d-search")
    page.wait_for_selector("#d-list tbody tr")
    page.click("#d-list button >> nth=0")
    page.wait_for_selector("#d-detail .need")


@pytest.mark.browser
def test_one_need_from_filing_to_its_end(server, browser):
    firm = firm_page(browser, server)
    firm.click("#n-start")
    firm.wait_for_selector("#n-form", state="visible")
    firm.click("#n-send")
    firm.wait_for_selector("#n-told [role=alert]", timeout=90_000)
    for name, text in NEED.items():
        fill(firm, name, text)
    firm.dblclick("#n-send")
    firm.wait_for_selector("#n-told [role=status]")
    number = firm.inner_text("#n-told").split("编号 ")[1][:8]
    a, b = sign_in(browser, server, "bank-a"), sign_in(browser, server, "bank-b", (390, 844))
    look(a)
    look(b)
    assert a.locator("#d-list tbody tr").count() == 1, "a double click filed two"
    assert "138****5678" in a.inner_text("#d-detail")
    assert "王先生" not in a.inner_text("#d-detail")
    a.click("#d-claim")
    a.wait_for_selector("#d-told .told")
    assert "13812345678" in a.inner_text("#d-detail")
    b.click("#d-claim")
    b.wait_for_selector("#d-told [role=alert]")
    assert "这个需求刚被其他银行接下" in b.inner_text("#d-told")
    assert "13812345678" not in b.inner_text("body")
    a.get_by_role("radio", name="未成").check()
    a.click("#d-close")
    a.wait_for_selector("#d-told [role=alert]")
    assert "没有填写" in a.inner_text("#d-told")
    fill(a, "d-reason", "企业改用自有资金")
    a.click("#d-close")
    a.wait_for_function("document.querySelector('#d-told').innerText.includes('已办结')")
    firm.click("#n-mine")
    firm.wait_for_selector("#n-list .need")
    told = firm.inner_text("#n-list")
    assert number in told
    assert all(word in told for word in ("待对接", "对接中", "未成", "企业改用自有资金"))
    policy = sign_in(browser, server, "policy", (390, 844))
    policy.wait_for_selector("#d-months table")
    assert policy.inner_text("#d-months tbody tr").split()[-5:] == ["0", "0", "0", "1", "1"]
    look(policy)
    assert "王**" in policy.inner_text("#d-detail")
    assert policy.locator("#d-claim").count() == 0
    for page in (firm, a, b, policy):
        assert wide(page) <= 1
        assert leftovers(page) == []


@pytest.mark.browser
def test_the_white_list_in_and_out(server, browser, tmp_path):
    from matcher.desk.credit_code import check_digit

    code = f"91230100MA18WXY70{check_digit('91230100MA18WXY70')}"
    rows = tmp_path / "名单.csv"
    rows.write_text("企业名称,统一社会信用代码,项目,地区,责任银行,备注\n"
                    f"哈尔滨某厂,{code},扩产,哈尔滨,甲银行,\n某厂,123,,火星,甲银行,\n",
                    encoding="utf-8")
    page = sign_in(browser, server, "policy")
    page.get_by_role("tab", name="白名单").click()
    page.wait_for_selector("#w-search", state="visible")
    page.set_input_files("input[type=file]", rows)
    page.wait_for_selector("#w-told .report")
    told = page.inner_text("#w-told")
    assert "新增 1 条" in told
    assert "第 3 行 统一社会信用代码：应为 18 位，现为 3 位" in told
    assert "第 3 行 地区：不认识“火星”" in told
    page.wait_for_selector("#w-list tbody tr")
    assert "policy" in page.inner_text("#w-list")
    page.click("#w-list button")
    page.wait_for_selector("#w-form", state="visible")
    fill(page, "w-bank", "乙银行")
    page.click("#w-save")
    page.wait_for_function("document.querySelector('#w-list').innerText.includes('改为“乙银行”')"
                           "|| document.querySelector('#w-list').innerText.includes('乙银行')")
    assert "责任银行由“甲银行”改为“乙银行”" in page.inner_text("#w-list")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 xlsx").last.click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert [cell.value for cell in sheet[2]][:5] == [
        "哈尔滨某厂", code, "扩产", "黑龙江省哈尔滨市", "乙银行"]
    page.click("#w-list button")
    page.wait_for_selector("#w-remove", state="visible")
    page.click("#w-remove")
    page.wait_for_selector("#w-ask", state="visible")
    page.click("#w-sure")
    page.wait_for_function("document.querySelector('#w-list').innerText.includes('没有符合条件')")
    assert leftovers(page) == []
