"""The tab 接口密钥 in a browser: a key is made, works, is limited and disabled."""

import os
from pathlib import Path

import httpx
import pytest

from tests.web import CHROMIUM, fill, leftovers, serving, sign_in, wide

if not os.environ.get("CI"):  # under CI a missing browser is a failure, not a skip
    pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium here")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as address:
        yield address


def models(server, key):
    return httpx.get(f"{server}/v1/models", headers={"authorization": f"Bearer {key}"}).status_code


def open_tab(page):
    page.wait_for_timeout(800)  # narrow screens put tabs that do not fit behind a button
    tab = page.get_by_role("tab", name="接口密钥")
    if not tab.count():
        page.get_by_label("更多标签").first.click()
        tab = page.locator(".overflow-dropdown").get_by_text("接口密钥").first
    tab.click()
    page.wait_for_selector("#k-list", state="visible")


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_a_key_in_the_browser(server, browser, size):
    name = f"系统{size[0]}"
    page = sign_in(browser, server, "policy", size)
    open_tab(page)
    fill(page, "k-name", name)
    fill(page, "k-limit", "30")
    page.click("#k-add")
    page.wait_for_selector("#k-made")
    key = page.inner_text("#k-made")
    assert models(server, key) == 200
    assert wide(page) <= 0
    assert leftovers(page) == []
    page.click(f'#k-list button[data-id="{name}"]')
    page.wait_for_selector("#k-form", state="visible")
    assert page.input_value("#k-new-limit input, #k-new-limit textarea") == "30"
    page.click("#k-stop")
    page.wait_for_selector("#k-form", state="hidden")
    assert models(server, key) == 401
    assert page.locator("#k-made").count() == 0, "the key is shown once"
