"""配产品 in a real browser: words fill the form, cards, a question answered, products compared."""

import os
from pathlib import Path

import pytest

from tests.web import CHROMIUM, fill, leftovers, serving, wide

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
TEXT = ("我们在哈尔滨做传感器，三十来个人，去年卖了八百多万，没有抵押物，信用贷没批，"
        "想贷300万买设备，用两年")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as address:
        yield address


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS)
def page(server, browser, request):
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    tab = context.new_page()
    tab.goto(server)
    tab.get_by_role("tab", name="配产品").click()
    tab.wait_for_selector("#m-text textarea", state="visible")
    yield tab
    context.close()


def find(page):
    """Describe the firm and wait for its cards."""
    page.fill("#m-text textarea", TEXT)
    page.click("#m-find")
    page.wait_for_selector("#m-results .offer", timeout=90_000)


def names(page):
    return page.locator("#m-results .offer h4").all_inner_texts()


@pytest.mark.browser
def test_words_fill_the_form_and_may_be_corrected(page):
    page.fill("#m-text textarea", TEXT)
    page.click("#m-read")
    page.wait_for_selector("#m-told li", timeout=90_000)
    assert "融资金额：300 万元（“想贷300万”）" in page.inner_text("#m-told")
    assert page.input_value("#m-region input") == "黑龙江省哈尔滨市"
    fill(page, "m-amount", "500")
    page.click("#m-find")
    page.wait_for_selector("#m-results .offer", timeout=90_000)
    assert page.input_value("#m-amount textarea, #m-amount input") == "500"
    assert "融资金额" not in page.inner_text("#m-told"), "the corrected field was read again"
    assert "您又说" not in page.inner_text("body")


@pytest.mark.browser
def test_match_answer_compare(page):
    find(page)
    card = page.locator("#m-results .offer").first
    assert card.locator(".badge").inner_text() in ("✓ 满足", "? 待确认")
    assert "不承诺审批" in page.inner_text("#m-results")
    assert "融资担保机构" in page.inner_text("#m-results .routing")
    assert "/policy/heilongjiang-2023#" in page.locator(".routing a").get_attribute("href")
    before = names(page)
    question = page.locator("[id^=m-choice-]", has_text="项目是否已取得备案批复？")
    question.get_by_label("是", exact=True).check()
    page.click("#m-again")
    page.wait_for_function("""() => document.querySelector('#m-told').innerText
        .includes('您已回答')""", timeout=60_000)
    assert names(page).index("项目前期贷") < before.index("项目前期贷")
    assert "项目是否已取得备案批复？ 是" in page.inner_text("#m-told")
    boxes = page.locator("#m-results [data-id]")
    boxes.nth(0).check()
    page.click("#m-results [data-act=compare]")
    page.wait_for_selector("#m-compare [role=alert]")
    assert "现在是 1 项" in page.inner_text("#m-compare")
    boxes.nth(1).check()
    page.click("#m-results [data-act=compare]")
    page.wait_for_selector("#m-compare table")
    assert page.locator("#m-compare thead th").count() == 3
    assert wide(page) <= 1
    assert leftovers(page) == []


@pytest.mark.browser
def test_states(page):
    page.click("#m-find")
    page.wait_for_selector("#m-status [role=alert]", timeout=90_000)
    assert "请说明企业情况和资金用途" in page.inner_text("#m-status")
    fill(page, "m-amount", "很多")
    page.click("#m-find")
    page.wait_for_function("document.querySelector('#m-status').innerText.includes('应为数字')")
    page.click("#m-clear")
    page.wait_for_function("document.querySelector('#m-amount').querySelector('input, textarea')"
                           ".value === ''")
    page.fill("#m-text textarea", "我们在拉萨，想做大熊猫养殖")
    page.click("#m-find")
    page.wait_for_function(
        "/没有找到|找到 \\d+ 项/.test(document.querySelector('#m-status').innerText)")
    assert wide(page) <= 1
