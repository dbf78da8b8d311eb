"""查条款 in a real browser: type, open the source, copy the citation, export; and the wall."""

import os
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import httpx
import openpyxl
import pytest

from corpus.records.accounts import Accounts, NewAccount
from corpus.records.doorway import Doorway
from corpus.records.people import Role
from tests.served import CHROMIUM, served

WORD = "Lake-evening-7291"
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
BOX = "#lookup-query input, #lookup-query textarea"
LIST = "#lookup-results"
# Texts and placeholders of the page whose contrast with what lies behind is below WCAG AA.
_TOO_FAINT = """() => {
  const parts = (colour) => {
    const found = colour.match(/[\\d.]+/g).map(Number);
    const scale = colour.startsWith("color(") ? 255 : 1;
    return [...found.slice(0, 3).map((value) => value * scale), found[3] ?? 1];
  };
  const light = (colour) => {
    const [r, g, b] = parts(colour).slice(0, 3).map((value) => value / 255)
      .map((value) => value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (part) => {
    for (; part; part = part.parentElement) {
      const colour = getComputedStyle(part).backgroundColor;
      if (parts(colour)[3] > .9) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = (part, colour) => {
    const [low, high] = [light(colour), light(behind(part))].sort((a, b) => a - b);
    return (high + .05) / (low + .05) < 4.5;
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, part = text.parentElement;
    if (!text.textContent.trim() || !part.checkVisibility({visibilityProperty: true})) continue;
    if (faint(part, getComputedStyle(part).color)) found.push(text.textContent.trim());
  }
  for (const box of document.querySelectorAll("input[placeholder]:not([placeholder=''])"))
    if (faint(box, getComputedStyle(box, "::placeholder").color)) found.push(box.placeholder);
  return found;
}"""
_FOREIGN = """() => [
  ...document.querySelectorAll("[aria-label],[title],[placeholder],button,label")]
  .flatMap((part) => [part.getAttribute("aria-label"), part.title, part.placeholder,
    part.matches("button,label") ? part.innerText : ""])
  .filter((text) => text && /[A-Za-z]{3,}/.test(text))"""

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")


@pytest.fixture(scope="module")
def server(tmp_path_factory, settings_in):
    """Serve the app with an account of a bank and one of policy staff; yield its address."""
    folder = tmp_path_factory.mktemp("lookup")
    doorway = Doorway(settings_in(folder))
    accounts = Accounts(doorway.records)
    accounts.add(NewAccount("行员", Role.BANK, "甲银行", ("23",)), WORD)
    accounts.add(NewAccount("政策员", Role.POLICY), WORD)
    doorway.records.close()
    with served(folder) as address:
        yield address


def enter(browser, server, *, name="行员", size=WIDTHS["desktop"], theme="light"):
    """Sign in and wait until the page can be used; return the page."""
    context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)),
                                  color_scheme=theme,
                                  permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server}/login")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", WORD)
    page.click("button")
    page.wait_for_function(
        f"document.querySelector('{LIST}')?.innerText.includes('输入几个词')", timeout=60_000)
    return page


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS)
def page(browser, server, request):
    tab = enter(browser, server, size=request.param)
    yield tab
    tab.context.close()


@pytest.fixture
def desktop(browser, server):
    tab = enter(browser, server)
    yield tab
    tab.context.close()


def says(page, text):
    """Wait until the list says `text`."""
    page.wait_for_function("""([list, text]) =>
        document.querySelector(list).innerText.includes(text)""", arg=[LIST, text], timeout=20_000)


def look(page, words):
    page.locator(BOX).fill(words)
    page.wait_for_selector(".lk-card", timeout=20_000)


@pytest.mark.browser
def test_type_open_copy_export(page):
    page.locator(BOX).press_sequentially("担保费率", delay=30)
    says(page, "词语：“担保费率”")
    card = page.locator('[data-clause="heilongjiang-2023#（十七）"]')
    assert "担保费率" in card.locator("mark").all_inner_texts()
    assert "词语：“担保费率”" in card.locator(".lk-why").inner_text()
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="查看原文").click()
    source = opened.value
    source.wait_for_load_state()
    assert unquote(source.url).endswith("#（十七）")
    assert "担保费率" in source.inner_text("mark >> nth=0")
    source.close()
    card.get_by_role("button", name="复制引用").click()
    card.get_by_role("button", name="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "《黑龙江省金融支持制造业高质量发展若干措施》（黑银发〔2023〕25号）（十七）")
    with page.expect_download() as download:
        page.click("#lookup-export")
    assert download.value.suggested_filename == "查条款.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert sheet["C2"].value.endswith("（黑银发〔2023〕25号）（十七）")


@pytest.mark.browser
def test_nothing_is_wider_than_the_window(page):
    look(page, "贷款")
    for step in (None, '[data-outline="luoyang-2017#18"]'):
        if step:
            look(page, "还贷周转金")
            page.click(step)
            page.wait_for_selector(".lk-outline")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1


@pytest.mark.browser
def test_the_outline_opens_at_the_clause(page):
    look(page, "还贷周转金")
    page.click('[data-outline="luoyang-2017#18"]')
    here = page.locator(".lk-here")
    here.wait_for()
    assert "高效开展还贷周转金工作" in here.inner_text()
    page.locator(".lk-outline nav a").filter(has_text="指导思想").click()
    assert "指导思想" in page.locator(".lk-here").inner_text()
    assert page.locator(".lk-here").count() == 1


@pytest.mark.browser
def test_the_same_topic_in_other_documents(desktop):
    look(desktop, "还贷周转金")
    card = desktop.locator('[data-clause="luoyang-2017#18"]')
    card.get_by_text("同一主题在其他文件").click()
    card.locator(".lk-related li").first.wait_for()
    assert "（黑银发〔2023〕25号）（九）" in card.locator(".lk-related").inner_text()


@pytest.mark.browser
def test_an_example_can_be_pressed(desktop):
    desktop.get_by_role("button", name="过桥").click()
    says(desktop, "“过桥”也按“还贷周转金、应急转贷、续贷”查找")
    assert desktop.locator(BOX).input_value() == "过桥"


@pytest.mark.browser
def test_filters_by_keyboard_and_clearing(desktop):
    look(desktop, "贷款")
    for name, text in (("year", "2023"), ("status", "征求意见稿")):
        desktop.focus(f"#lookup-{name} input")
        desktop.wait_for_function(
            "(([s, e]) => e > s)([document.activeElement.selectionStart,"
            " document.activeElement.selectionEnd])", timeout=20_000)
        desktop.keyboard.type(text, delay=20)
        desktop.keyboard.press("Enter")
        says(desktop, "筛选：")
        says(desktop, f" {text}")
    says(desktop, "筛选：年份 2023、状态 征求意见稿")
    ids = desktop.locator("[data-clause]").evaluate_all("all => all.map(one => one.dataset.clause)")
    assert {one.split("#")[0] for one in ids} == {"luoyang-2023"}
    desktop.click("#lookup-clear")
    desktop.wait_for_function(f"!document.querySelector('{LIST}').innerText.includes('筛选：')")


@pytest.mark.browser
@pytest.mark.parametrize(("typed", "said"), [
    ("。。，！", "没有看到文字"), ("长" * 300, "查找内容太长（300 字）"),
    ("贷款" * 17_000, "查找内容太长（34000 字）"), ("量子纠缠", "没有找到与“量子纠缠”相符"),
    ("<img src=x onerror=alert(1)>", "没有找到与“<img src=x"),
    ("{{value}}${alert(1)}", "没有找到与“{{value}}${")],
    ids=["punctuation", "long", "100-KB", "no-hit", "markup", "template"])
def test_what_cannot_be_found_is_a_sentence(desktop, typed, said):
    alerts = []
    desktop.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    desktop.locator(BOX).fill(typed)
    says(desktop, said)
    assert alerts == []
    assert desktop.locator(f"{LIST} img").count() == 0
    look(desktop, "贴息")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_and_language(browser, server, theme):
    page = enter(browser, server, theme=theme)
    assert page.evaluate(_TOO_FAINT) == []
    look(page, "贷款 洛阳")
    assert page.evaluate(_TOO_FAINT) == []
    assert page.evaluate(_FOREIGN) == []
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.context.close()


@pytest.mark.browser
def test_who_is_signed_in_and_the_way_out(browser, server):
    page = enter(browser, server, name="政策员")
    assert re.search(r"/desk/$", page.url)
    assert page.title() == "融策通 · 政策"
    assert "政策员" in page.inner_text(".staff-head")
    assert page.get_by_role("link", name="修改密码").get_attribute("href") == "/password"
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(f"{server}/login")
    page.goto(f"{server}/desk/")
    assert page.url == f"{server}/login"
    page.context.close()


@pytest.mark.parametrize("path", ["/bank", "/bank/", "/desk/"])
def test_a_visitor_is_sent_to_the_sign_in_page(server, path):
    response = httpx.get(server + path, headers={"accept": "text/html"})
    assert (response.status_code, response.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("path", ["queue/join", "run/predict", "component_server/"])
def test_a_visitor_cannot_call_the_page(server, path):
    body = {"data": ["贷款"], "fn_index": 1, "session_hash": "x"}
    assert httpx.post(f"{server}/bank/gradio_api/{path}", json=body).status_code == 401
