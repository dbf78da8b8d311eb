"""For tests in a browser: serve the app over a data folder, with accounts, and open a Chromium."""

from contextlib import contextmanager

from tests.served import CHROMIUM, served

__all__ = ["CHROMIUM", "fill", "leftovers", "serving", "sign_in", "wide"]
PASSWORD = "Moon-Harbor-2031"
ACCOUNTS = (("bank-a", "银行", "甲银行", ("黑龙江",)), ("bank-b", "银行", "乙银行", ("哈尔滨",)),
            ("policy", "政策", "", ()))
ENGLISH = ("Submit", "Clear", "Loading", "Drop File", "Click to Upload", "No options", "Error",
           "processing", "Use via API", "Built with", "Settings", "undefined")


@contextmanager
def serving(folder):
    """Serve the app with ACCOUNTS in `folder`; yield its address."""
    add_accounts(folder)
    with served(folder) as address:
        yield address


def add_accounts(folder):
    """Add ACCOUNTS to the records in `folder`."""
    from corpus.records.commands import add_account
    from corpus.records.engine import open_records

    records = open_records(f"sqlite:///{folder / 'rongce.db'}")
    for name, role, institution, regions in ACCOUNTS:
        add_account(records, name, role, PASSWORD, institution=institution, regions=regions)
    records.close()


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
