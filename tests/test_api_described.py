"""The description of the interface is true: requests made from it get what it says, never a 500."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import httpx
import pytest

from tests.programs import running

# a question must have words and a region be a place, which no JSON schema says
UNFIT = "positive_data_acceptance"


@pytest.fixture(scope="module")
def door(assistant, settings_in, tmp_path_factory):
    with running(assistant, settings_in(tmp_path_factory.mktemp("st"))) as door:
        yield door


@pytest.mark.slow
def test_the_description_holds(door, tmp_path):
    found = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", f"{door.address}/api/openapi.json",
         "-H", f"Authorization: Bearer {door.key}", "--max-examples", "12", "--seed", "1",
         "--exclude-checks", UNFIT, "--generation-database", "none", "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert found.returncode == 0, found.stdout[-6000:]
    assert int(re.search(r"(\d+) generated, \1 passed", found.stdout)[1]) > 300


def test_all_routes_and_their_statuses_are_described(door):
    found = httpx.get(f"{door.address}/api/openapi.json").json()
    statuses = {f"{method.upper()} {path}": sorted(told["responses"])
                for path, methods in found["paths"].items() for method, told in methods.items()}
    asking = ["200", "400", "401", "403", "408", "413", "422", "429", "503"]
    assert statuses == {
        "POST /api/ask": asking, "POST /api/search": asking, "POST /api/match": asking,
        "POST /v1/chat/completions": sorted({*asking, "404"} - {"422"}),
        "GET /v1/models": ["200", "401", "429", "503"],
        "GET /v1/models/rongce": ["200", "401", "429", "503"],
        "GET /healthz": ["200", "503"], "GET /metrics": ["200", "401", "403", "429", "503"]}
    assert "HTTPValidationError" not in json.dumps(found)


class Loads(HTMLParser):
    """Collects what a page would load from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs
                       if name in ("src", "href") and str(value).startswith(("http", "//"))]
        assert tag not in ("script", "iframe", "img")


def test_the_page_needs_no_other_site(door):
    page = httpx.get(f"{door.address}/api/docs")
    loads = Loads()
    loads.feed(page.text)
    assert loads.found == []
    for told in ("POST /api/ask", "GET /healthz", "429", "RateLimit", "担保费率最高多少？"):
        assert told in page.text


@pytest.mark.parametrize(("origin", "allowed"), [
    ("https://a.example", True), ("https://b.example", True), ("https://c.example", False)])
def test_other_sites_pages_only_where_set(assistant, door, settings_in, tmp_path, origin, allowed):
    asks = {"origin": origin, "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type"}
    none = httpx.options(f"{door.address}/api/ask", headers=asks)
    assert "access-control-allow-origin" not in none.headers
    sites = settings_in(tmp_path, api_origins="https://a.example, https://b.example")
    with running(assistant, sites) as open_to:
        told = httpx.options(f"{open_to.address}/api/ask", headers=asks)
        real = httpx.post(f"{open_to.address}/api/ask", headers={"origin": origin})
    for response in (told, real):
        assert response.headers.get("access-control-allow-origin") == (origin if allowed else None)
        assert "access-control-allow-credentials" not in response.headers
    assert real.status_code == 401
