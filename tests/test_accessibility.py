"""axe-core on every page, at both widths, in light and dark: no serious and no critical fault."""

import os
from pathlib import Path

import pytest

from corpus.records.accounts import Accounts, NewAccount
from corpus.records.doorway import Doorway
from corpus.records.people import Role
from tests.served import CHROMIUM, served

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")

WORD = "Lake-evening-7291"
PLAIN = ("/login", "/api/docs", "/password", "/mine", "/policy/qianjiang-2023", "/share/none")
HOMES = {"访客": "/", "行员": "/bank/", "政策员": "/desk/"}
QUESTION = "我们在洛阳做轴承，没抵押物，想贷300万，有什么产品？"
VIEWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def server(tmp_path_factory, settings_in):
    data = tmp_path_factory.mktemp("axe")
    doorway = Doorway(settings_in(data))
    accounts = Accounts(doorway.records)
    accounts.add(NewAccount("行员", Role.BANK, "甲银行", ("23",)), WORD)
    accounts.add(NewAccount("政策员", Role.POLICY), WORD)
    doorway.records.close()
    with served(data) as address:
        yield address


@pytest.fixture(params=VIEWS, ids=[f"{width}-{scheme}" for width, scheme in VIEWS])
def page(browser, request):
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def faults(page):
    """Return what axe-core finds serious or critical: rule and element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(fault["id"], node["html"][:200]) for fault in found
            if fault["impact"] in ("serious", "critical") for node in fault["nodes"]]


@pytest.mark.browser
def test_plain_pages(page, server):
    for path in PLAIN:
        page.goto(server + path)
        assert faults(page) == [], path


@pytest.mark.browser
def test_an_answer_with_cards_and_offers(page, server):
    page.goto(server)
    page.wait_for_selector("#question textarea")
    page.fill("#question textarea", QUESTION)
    page.click("#send")
    page.wait_for_function("""document.querySelector(".cites") && sessionStorage.getItem("talk")""",
                           timeout=30_000)
    assert faults(page) == []
    page.click("#fix button >> nth=0")
    page.wait_for_selector("#fix-send:visible")
    assert faults(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("who", HOMES)
def test_every_tab(page, server, who):
    if who != "访客":
        page.goto(f"{server}/login")
        page.fill("input[name=name]", who)
        page.fill("input[name=password]", WORD)
        page.click("button")
    page.goto(server + HOMES[who])
    page.wait_for_selector('button[role="tab"]:visible')
    tabs = page.get_by_role("tablist").first.get_by_role("tab")
    for name in tabs.all_inner_texts():
        tabs.filter(has_text=name).first.click(timeout=5000)
        page.wait_for_timeout(600)
        assert faults(page) == [], name
