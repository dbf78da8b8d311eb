"""From a thumb down to a figure that moved: complaint, case, run, in a browser."""

import os
import re
from pathlib import Path

import pytest

from corpus.records.accounts import Accounts
from corpus.records.engine import open_records
from eval.sets.sets import CaseDraft, Sets
from tests.test_browser_desk import choose as open_tab
from tests.test_browser_eval import choose, ended
from tests.web import CHROMIUM, fill, serving, sign_in

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")

SET = "投诉转来的用例"
RIGHT = CaseDraft("right", "figure", "", "黑龙江", "小微企业担保费率最高多少？",
                  gold_clauses=("heilongjiang-2023#（十七）",), answer_points=("1.5%",))
REFUSED = "首贷户补贴有没有，我在哈尔滨"  # no clause says so; a reviewer may still think one does


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    with serving(folder) as address:
        records = open_records(f"sqlite:///{folder / 'rongce.db'}")
        who = next(a for a in Accounts(records).list() if a.name == "policy")
        sets = Sets(records)
        sets.add(who, sets.create(who, SET), RIGHT)
        records.close()
        yield address


def complain(browser, server):
    page = browser.new_context().new_page()
    page.goto(server)
    page.fill("#question textarea", REFUSED)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#down", state="visible", timeout=90_000)
    page.click("#down")
    page.wait_for_selector("#give", state="visible")
    page.click("#give")
    page.wait_for_function("document.querySelector('#opinion-told').innerText.includes('谢谢')")


def wrongly_refused(page, number):
    """Run the set for the time `number`; return how many cases were wrongly refused."""
    open_tab(page, "评测")
    page.wait_for_selector("#e-start", state="visible", timeout=60_000)
    choose(page, "e-set", SET)
    page.click("#e-start")
    ended(page, number)
    page.click("#e-runs button:has-text('查看')")
    page.wait_for_function("n => document.querySelector('#e-figures .ev-run')?.innerText.includes("
                           "`${n} 题`)", arg=number)
    return int(re.search(r"误拒答\s+(\d+)", page.inner_text("#e-figures"))[1])


@pytest.mark.browser
def test_a_complaint_moves_a_figure(server, browser):
    page = sign_in(browser, server, "policy")
    assert wrongly_refused(page, 1) == 0
    complain(browser, server)
    open_tab(page, "复核")
    page.wait_for_selector("#c-search", state="visible")
    page.click("#c-search")
    page.wait_for_selector("#c-list tbody tr", timeout=60_000)
    page.click("#c-list button")
    page.wait_for_selector("#c-detail .seen")
    page.get_by_role("radio", name="条款不对").check()
    page.click("#c-make")
    page.wait_for_selector("#k-save", state="visible")
    page.check("#k-answerable input")
    page.locator("#k-gold input").first.check()
    fill(page, "k-points", "首贷")
    page.click("#k-save")
    page.wait_for_function("document.querySelector('#c-told').innerText.includes('已存为测试用例')")
    assert wrongly_refused(page, 2) == 1
    choose(page, "e-class", "误拒答")
    page.wait_for_function("document.querySelector('#e-cases').innerText.includes('共 1 题')")
    assert "首贷户补贴" in page.inner_text("#e-cases")
