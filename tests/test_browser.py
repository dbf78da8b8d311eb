"""A real browser: ask, see the answer grow, open the source at the clause; at desktop and phone."""

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.served import CHROMIUM, served

QUESTION = "黑龙江小微企业担保费率最高多少？"
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Serve the app on a free port with an index yet to be built; yield its address."""
    with served(tmp_path_factory.mktemp("web")) as address:
        yield address


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS)
def page(browser, server, request):
    width, height = request.param
    tab = browser.new_page(viewport={"width": width, "height": height})
    tab.goto(server)
    tab.wait_for_selector("#question textarea")
    yield tab
    tab.close()


def ask(page, question):
    """Send `question` and wait until its answer is whole."""
    before = page.locator(".cites").count()
    page.fill("#question textarea", question)
    page.click("#send")
    page.wait_for_function(
        f"""document.querySelectorAll('.cites').length > {before}
            && !document.querySelector('.generating') && sessionStorage.getItem('talk')""",
        timeout=60_000)


@pytest.mark.browser
def test_ask_and_open_the_source(page):
    page.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => {
            const said = [...document.querySelectorAll('#chat [data-testid="bot"]')].pop();
            if (said && window.seen.at(-1) !== said.innerText) window.seen.push(said.innerText);
        }).observe(document.querySelector('#chat'), {subtree: true, childList: true,
                                                      characterData: true});
    }""")
    ask(page, QUESTION)
    answer = page.locator('#chat [data-testid="bot"]').last.inner_text()
    assert "原则上不超过1%" in answer
    assert "原则上不超过1.5%" in answer
    assert "（黑银发〔2023〕25号）（十七）" in answer
    assert len(page.evaluate("window.seen")) >= 2, "the answer came in one piece"
    with page.context.expect_page() as opened:
        page.locator(".cite a").first.click()
    source = opened.value
    source.wait_for_load_state()
    assert unquote(source.url).endswith("#（十七）")
    assert "不超过1.5%" in source.inner_text("mark >> nth=0")
    top = source.evaluate("document.getElementById('（十七）').getBoundingClientRect().top")
    assert -5 < top < 300, "the clause is not in view"


@pytest.mark.browser
def test_the_mark_leads_to_its_card(page):
    ask(page, QUESTION)
    target = page.locator("a.mark").first.get_attribute("href")
    page.locator("a.mark").first.click()
    assert re.fullmatch(r"#c\d+-1", target)
    assert page.locator(target).is_visible()


@pytest.mark.browser
def test_nothing_is_wider_than_the_window(page):
    ask(page, "洛阳和黑龙江的担保费率有什么不一样？")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 1


@pytest.mark.browser
def test_region_choice_and_a_second_turn(page):
    page.fill("#region input", "黔江")
    page.keyboard.press("Enter")
    ask(page, "贷款到期周转不开怎么办")
    assert "应急转贷" in page.locator('#chat [data-testid="bot"]').last.inner_text()
    ask(page, "那哈尔滨的呢")
    assert "黑龙江" in page.locator('#chat [data-testid="bot"]').last.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("typed", "said"), [
    ("   ", "问题是空的"), ("😀😀", "没有看到文字"), ("<img src=x onerror=alert(1)>", None)],
    ids=["blank", "emoji", "markup"])
def test_bad_input_keeps_the_page_alive(page, typed, said):
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.fill("#question textarea", typed)
    page.click("#send")
    bot = page.locator('#chat [data-testid="bot"]').last
    bot.wait_for(timeout=60_000)
    page.wait_for_function("""() => {
        const said = [...document.querySelectorAll('#chat [data-testid="bot"]')].pop();
        return said && !/正在/.test(said.innerText);
    }""", timeout=60_000)
    if said:
        assert said in bot.inner_text()
    assert alerts == []
    assert page.locator("#chat img").count() == 0


@pytest.mark.browser
def test_an_unknown_region_is_named(page):
    page.fill("#region input", "火星")
    page.keyboard.press("Enter")
    page.fill("#question textarea", "担保费率")
    page.click("#send")
    page.wait_for_function(
        "document.querySelector('#chat').innerText.includes('不认识地区“火星”')", timeout=60_000)


@pytest.mark.browser
def test_an_unknown_document_is_404(server, browser):
    tab = browser.new_page()
    response = tab.goto(f"{server}/policy/no-such")
    assert response.status == 404
    assert "没有这份文件" in tab.inner_text("body")
    tab.close()


@pytest.mark.browser
def test_a_talk_survives_a_reload_and_stands_in_the_list(page, server):
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector(".cites", timeout=60_000)
    assert "1.5%" in page.locator('#chat [data-testid="bot"]').last.inner_text()
    page.click("#clear")
    page.wait_for_function("!document.querySelector('.cites')")
    page.locator(".past a").first.click()
    page.wait_for_selector(".cites", timeout=60_000)
    page.goto(f"{server}/mine")
    assert QUESTION in page.inner_text("main")


@pytest.mark.browser
def test_suggestions_and_opinions(page):
    ask(page, QUESTION)
    page.locator("#suggested button:visible").first.click()
    page.wait_for_function("""document.querySelectorAll('#chat [data-testid="bot"]').length === 2
        && !document.querySelector('.generating')""", timeout=60_000)
    page.click("#down")
    page.wait_for_selector("#why:visible")
    page.click("#give")
    page.wait_for_function("document.body.innerText.includes('已记下，谢谢')")


@pytest.mark.browser
def test_a_question_sent_while_the_page_loads_is_not_lost(browser, server):
    tab = browser.new_page()
    tab.goto(server, wait_until="commit")
    tab.wait_for_selector("#question textarea")
    ask(tab, QUESTION)
    assert "1.5%" in tab.locator('#chat [data-testid="bot"]').last.inner_text()
    tab.close()


@pytest.mark.browser
def test_a_field_of_the_firm_is_corrected(page):
    ask(page, "我们在洛阳做轴承，创始人有人才认定，想贷1500万，有什么产品？")
    page.wait_for_function("document.querySelector('#firm')?.innerText.includes('1500 万元')")
    assert "人才贷" in page.locator("#chat .offers").last.inner_text()
    page.click("#fix button >> nth=0")
    box = page.locator("#f-amount input, #f-amount textarea")
    assert box.input_value() == "1500"
    page.wait_for_timeout(500)  # the parts beside the talk are put in one after the other
    box.fill("很多")
    box.blur()
    page.click("#fix-send")
    page.wait_for_selector("text=应为数字")
    box.fill("3000")
    box.blur()
    answers = page.locator(".cites").count()
    page.click("#fix-send")
    page.wait_for_function(f"document.querySelectorAll('.cites').length > {answers}")
    page.wait_for_function("document.querySelector('#firm')?.innerText.includes('3000 万元')")
    assert "人才贷" not in page.locator("#chat .offers").last.inner_text()
    page.reload()
    page.wait_for_function("document.querySelector('#firm')?.innerText.includes('3000 万元')")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1
