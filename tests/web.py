"""For tests in a browser: serve the app over a data folder, with accounts, and open a Chromium."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]
PASSWORD = "Moon-Harbor-2031"
ACCOUNTS = (("bank-a", "银行", "甲银行", ("黑龙江",)), ("bank-b", "银行", "乙银行", ("哈尔滨",)),
            ("policy", "政策", "", ()))
ENGLISH = ("Submit", "Clear", "Loading", "Drop File", "Click to Upload", "No options", "Error",
           "processing", "Use via API", "Built with", "Settings", "undefined")


@contextmanager
def serving(folder):
    """Serve the app with ACCOUNTS in `folder`; yield its address."""
    add_accounts(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "app.py", "serve", "--port", str(port)], cwd=ROOT,
        env={**os.environ, "RONGCE_DATA_DIR": str(folder)}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
        assert process.poll() is None, "the server died"
    finally:
        process.terminate()
        process.wait(timeout=20)


def add_accounts(folder):
    """Add ACCOUNTS to the records in `folder`."""
    from corpus.records.commands import add_account
    from corpus.records.engine import open_records

    records = open_records(f"sqlite:///{folder / 'rongce.db'}")
    for name, role, institution, regions in ACCOUNTS:
        add_account(records, name, role, PASSWORD, institution=institution, regions=regions)
    records.close()


def wait_for(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


def fill(page, name, text):
    """Type into the text box of the component with this id."""
    page.fill(f"#{name} input, #{name} textarea", text)


def wide(page):
    """Return by how much the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def leftovers(page):
    """Return the English words of the framework that the page shows to the eye."""
    shown = page.evaluate("""() => [...document.querySelectorAll('body *')]
        .filter(e => e.getClientRects().length && !e.closest('.sr-only, script, style'))
        .flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data))
        .join(' ')""")
    return [word for word in ENGLISH if word in shown]


def sign_in(browser, server, name, size=(1280, 900)):
    """Return a page of a new browser context that is signed in as `name`."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]},
                                  accept_downloads=True)
    page = context.new_page()
    page.goto(f"{server}/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("button")
    page.get_by_role("tab", name="融资需求对接").click()
    page.wait_for_selector("#d-search", state="visible", timeout=60_000)
    return page
