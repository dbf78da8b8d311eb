"""The walls: what needs a role is reached by nobody without it, by whatever address."""

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from chat.web.gate import Gate
from chat.web.login import login_routes
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.doorway import SESSION, VISITOR, Doorway
from corpus.records.passwords import Passwords
from corpus.records.people import Role, Visitor

WORD = "Lake-evening-7291"
PAGE = {"accept": "text/html"}
WALLS = {"/bank": "银行", "/desk": "政策"}


@pytest.fixture
def doorway(tmp_path, settings_in):
    doorway = Doorway(settings_in(tmp_path))
    accounts = Accounts(doorway.records, Passwords())
    accounts.add(NewAccount("行员", Role.BANK, "甲银行", ("23",)), WORD)
    accounts.add(NewAccount("政策员", Role.POLICY), WORD)
    yield doorway
    doorway.records.close()


@pytest.fixture
def client(doorway):
    server = FastAPI()
    server.include_router(login_routes(doorway))

    @server.get("/{path:path}")
    def anything(path: str) -> str:
        return f"内页 {path}"

    return TestClient(Gate(server, doorway, WALLS), follow_redirects=False)


def sign_in(client, name, word=WORD, **headers):
    return client.post("/login", data={"name": name, "password": word}, headers=headers)


@pytest.mark.parametrize("path", [
    "/bank", "/bank/", "/bank/gradio_api/queue/data", "/bank/gradio_api/file=/etc/passwd",
    "/bank/../bank/x", "/%62ank/x", "/desk/config"])
def test_a_visitor_stays_outside(client, path):
    assert client.get(path).status_code == 401
    assert client.get(path, headers=PAGE).headers["location"] == "/login"
    assert client.post(path).status_code == 401


@pytest.mark.parametrize("path", [
    "/gradio_api/file=/tmp/gradio/x/list.xlsx", "/gradio_api/file/x", "/gradio_api/upload",
    "/gradio_api/proxy=x", "/gradio_api/run-history/records", "/gradio_api/openapi.json"])
def test_no_file_of_staff_lies_at_a_visitors_door(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/policy/a", "/bankrupt", "/desktop",
                                  "/gradio_api/queue/data", "/gradio_api/heartbeat/a"])
def test_what_is_open_stays_open(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/api/ask", "/v1/models", "/healthz", "/metrics", "/api"])
def test_programs_bring_no_cookies_and_get_none(doorway, path):
    seen = []

    async def app(scope, receive, send):
        seen.append(dict(scope["headers"]).get(b"cookie"))
        await PlainTextResponse("ok")(scope, receive, send)

    client = TestClient(Gate(app, doorway, WALLS), cookies={SESSION: "x", VISITOR: "y"})
    assert "set-cookie" not in client.get(path, headers=PAGE).headers
    client.get("/apiary", headers=PAGE)
    assert (seen[0], bool(seen[1])) == (None, True)


@pytest.mark.parametrize(("name", "inside", "outside"), [
    ("行员", "/bank/x", "/desk/x"), ("政策员", "/desk/x", "/bank/x")], ids=["bank", "policy"])
def test_each_role_has_its_own_rooms(client, name, inside, outside):
    response = sign_in(client, name)
    assert inside.startswith(response.headers["location"])
    assert client.get(inside).status_code == 200
    assert client.get(outside).status_code == 403


@pytest.mark.parametrize("token", ["", "x" * 43, "' OR 1=1", "a" * 10_000],
                         ids=["empty", "unknown", "odd", "long"])
def test_a_forged_session_opens_nothing(client, token):
    client.cookies.set(SESSION, token)
    assert client.get("/bank/x").status_code == 401


def test_signing_out_ends_the_session(client):
    sign_in(client, "行员")
    token = client.cookies[SESSION]
    client.post("/logout")
    client.cookies.set(SESSION, token)
    assert client.get("/bank/x").status_code == 401


def test_wrong_passwords_lock_the_name(client):
    told = [sign_in(client, "行员", f"错的-{n}").text for n in range(6)]
    assert "账号或密码不对" in told[0]
    assert sign_in(client, "行员").status_code == 401


def test_a_form_from_another_site_is_refused(client):
    assert sign_in(client, "行员", origin="https://example.org").status_code == 403
    assert SESSION not in client.cookies


def test_a_new_password_ends_old_sessions(client):
    sign_in(client, "行员")
    assert client.post("/password", data={"old": "错", "new": "x"}).status_code == 400
    done = client.post("/password", data={"old": WORD, "new": "New-morning-8842"})
    assert done.headers["location"] == "/login"
    assert client.get("/bank/x").status_code == 401
    assert sign_in(client, "行员", "New-morning-8842").status_code == 303


def test_the_first_page_gives_a_visitor_a_cookie(client, doorway):
    response = client.get("/", headers=PAGE)
    assert "HttpOnly" in response.headers["set-cookie"]
    assert "SameSite=lax" in response.headers["set-cookie"]
    person = doorway.person(client.cookies)
    assert isinstance(person, Visitor)
    assert doorway.person(client.cookies) == person
    assert "set-cookie" not in client.get("/", headers=PAGE).headers
    assert VISITOR not in TestClient(client.app).get("/file.js").cookies
