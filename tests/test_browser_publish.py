"""Publish a real PDF and a real docx while others keep asking; the chat follows at once."""

import asyncio
import os
import threading
import time
from pathlib import Path

import docx
import httpx
import pytest

from eval.load import _ask, send_event
from tests.test_accessibility import faults
from tests.web import CHROMIUM, leftovers, serving, sign_in, wide

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")

LINES = ("鹤岗市支持石墨产业若干措施", "鹤政发〔2025〕7号", "鹤岗市人民政府",
         "（一）石墨贴息。对鹤岗石墨企业设备贷款给予{rate}%的贴息，单户每年最高50万元。（责任单位：市工信局）",
         "（二）石墨担保。鹤岗石墨企业担保费率不超过1%。（责任单位：市财政局）", "2025年3月1日")
QUESTION = "鹤岗石墨企业设备贷款贴息多少？"
OTHER = "黑龙江小微企业担保费率最高多少？"
# from the click to the first answer, on a machine that has little else to do
WITHIN_S = 10.0 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as address:
        yield address


class Asking(threading.Thread):
    """Somebody who keeps asking; `failures` are answers that did not come."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.over = server, threading.Event()
        self.answers, self.failures = 0, []

    def run(self):
        asyncio.run(self._ask())

    async def _ask(self):
        event = send_event(self.server)
        async with httpx.AsyncClient(base_url=self.server, timeout=30,
                                     headers={"accept": "text/html"}) as client:
            await client.get("/")
            while not self.over.is_set():
                try:
                    talk = await _ask(client, event, "asking", OTHER)
                    saved = await client.get(f"/talk/{talk}.md")
                    if "1.5%" not in saved.text:
                        self.failures.append(saved.text[:200])
                except (httpx.HTTPError, ValueError) as error:
                    self.failures.append(repr(error))
                self.answers += 1


def as_pdf(browser, path, rate):
    page = browser.new_page()
    page.set_content("".join(f"<p>{line.format(rate=rate)}</p>" for line in LINES))
    page.pdf(path=path)
    page.close()
    return path


def as_docx(path, rate):
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line.format(rate=rate))
    document.save(path)
    return path


def chat(page, question):
    """Ask in a new talk and return the answer."""
    page.click("#clear")
    page.wait_for_function("!document.querySelector('#chat [data-testid=\"bot\"]')")
    page.fill("#question textarea", question)
    page.click("#send")
    page.wait_for_function("""document.querySelector('#chat [data-testid="bot"]')
        && !document.querySelector('.generating') && sessionStorage.getItem('talk')""",
                           timeout=60_000)
    return page.locator('#chat [data-testid="bot"]').last.inner_text()


def until(page, words, since):
    """Ask until the answer holds `words`, at most WITHIN_S after the time `since`."""
    while words not in (said := chat(page, QUESTION)):
        assert time.monotonic() - since < WITHIN_S, said


def bring(desk, path):
    desk.locator("input[type=file]").last.set_input_files(path)
    desk.wait_for_selector("#p-changes .diff", timeout=60_000)


def sure(desk, button):
    """Click `button`, after which something else is in force; return when that was."""
    desk.wait_for_selector(button, state="visible")
    clicked = time.monotonic()
    desk.click(button)
    desk.wait_for_function("document.querySelector('#p-told').innerText.includes('正在更新')"
                           "|| document.querySelector('#p-told').innerText.includes('问答已按')",
                           timeout=60_000)
    return clicked


def settled(desk):
    desk.wait_for_function("document.querySelector('#p-told').innerText.includes('问答已按')",
                           timeout=60_000)
    return desk.inner_text("#p-told")


def withdraw(desk):
    desk.click("#p-documents button[data-id*='石墨']")
    desk.wait_for_selector("#p-versions button[data-id^=withdraw]")
    desk.click("#p-versions button[data-id^=withdraw]")
    sure(desk, "#p-act-sure")
    return settled(desk)


@pytest.mark.browser
def test_published_and_withdrawn_while_others_ask(server, browser, tmp_path):
    firm = browser.new_page(viewport={"width": 390, "height": 844})
    firm.goto(server)
    firm.wait_for_selector("#question textarea")
    assert "2%" not in chat(firm, QUESTION)
    desk = sign_in(browser, server, "policy")
    desk.get_by_role("tab", name="管理", exact=True).click()
    desk.wait_for_selector("#p-documents table", timeout=60_000)
    asking = Asking(server)
    asking.start()
    bring(desk, as_pdf(browser, tmp_path / "石墨措施.pdf", 2))
    assert desk.input_value("#p-number textarea") == "鹤政发〔2025〕7号"
    assert desk.input_value("#p-region textarea") == "黑龙江省鹤岗市"
    assert "新增 4 条" in desk.inner_text("#p-changes")
    assert "2%" not in chat(firm, QUESTION), "a draft answers"
    desk.reload()
    desk.get_by_role("tab", name="管理", exact=True).click()
    desk.click("#p-drafts button[data-id]")
    desk.wait_for_selector("#p-changes .diff")
    desk.click("#p-publish")
    until(firm, "2%", sure(desk, "#p-sure"))
    settled(desk)
    bring(desk, as_docx(tmp_path / "石墨新版.docx", 3))
    assert "第 1 版" in desk.inner_text("#p-read")
    assert desk.inner_text("#p-changes del") == "2%"
    assert desk.inner_text("#p-changes ins") == "3%"
    assert faults(desk) == []
    desk.click("#p-publish")
    until(firm, "3%", sure(desk, "#p-sure"))
    settled(desk)
    assert "现在生效的是第 3 版" in withdraw(desk)
    until(firm, "2%", time.monotonic())
    assert "不再用于回答" in withdraw(desk)
    assert "没有依据" in chat(firm, QUESTION)
    asking.over.set()
    asking.join(60)
    assert asking.failures == []
    assert asking.answers > 5
    desk.emulate_media(color_scheme="dark")
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.click("#p-documents button[data-id*='石墨']")
    desk.wait_for_selector("#p-versions button[data-id^=restore]")
    assert faults(desk) == []
    assert wide(desk) <= 1
    assert leftovers(desk) == []
