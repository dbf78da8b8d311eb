"""The door for programs on a real server: who may, how often, how much, and what comes back."""

import json
import socket
import threading
import time
from collections import Counter

import httpx
import pytest

from chat.wire import Wire
from corpus.records.api_keys import ApiKeys
from tests.programs import running

JSON = {"content-type": "application/json"}
ASK = {"question": "担保费率最高多少？", "region": "黑龙江"}


@pytest.fixture(scope="module")
def door(assistant, settings_in, tmp_path_factory):
    with running(assistant, settings_in(tmp_path_factory.mktemp("api"))) as door:
        yield door


@pytest.fixture(scope="module")
def wire(assistant):
    return Wire(assistant)


@pytest.fixture(scope="module")
def client(door):
    with door.client() as client:
        yield client


def timeless(answer):
    return {k: v for k, v in answer.items() if k != "ms"}


def events(text):
    """Return (name, data) of each server-sent event."""
    blocks = [dict(line.split(": ", 1) for line in block.splitlines())
              for block in text.strip().split("\n\n")]
    return [(block.get("event"), json.loads(block["data"])) for block in blocks]


@pytest.mark.parametrize(("path", "request_"), [
    ("ask", ASK | {"id": "甲-1"}),
    ("ask", {"question": "那利息呢？", "id": 7, "history": [
        {"role": "user", "content": "我们在黔江"}, {"role": "assistant", "content": "好"}]}),
    ("ask", {"question": "有什么能贷？", "profile": {"region": "洛阳", "need_amount_wan": 300}}),
    ("ask", {"question": "明天天气怎么样？"}),
    ("search", {"question": "过桥", "region": "黑龙江", "id": None}),
    ("match", {"profile": {"region": "哈尔滨", "text": "没有抵押物，想贷300万买设备"}}),
    ("match", {"question": "想贷300万买设备", "region": "洛阳"})],
    ids=["ask", "talk", "profile", "refused", "search", "match", "match-words"])
def test_answers_are_those_of_the_command_line(client, wire, path, request_):
    response = client.post(f"/api/{path}", json=request_)
    assert response.status_code == 200
    want = {"id": request_.get("id")} | getattr(wire, path)(request_)
    assert timeless(response.json()) == timeless(want)
    assert response.headers["ratelimit-limit"] == "6000"


@pytest.mark.parametrize("how", ["field", "header"])
def test_an_answer_grows(client, wire, how):
    headers = {"accept": "text/event-stream"} if how == "header" else {}
    response = client.post("/api/ask", json=ASK | {"stream": how == "field"}, headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    *parts, (name, whole) = events(response.text)
    assert name == "answer"
    assert timeless(whole) == {"id": None} | timeless(wire.ask(ASK))
    texts = [data["answer"] for kind, data in parts if kind == "part"]
    assert len(texts) > 1
    assert all(whole["answer"].startswith(text) for text in texts)


def test_the_number_of_hits(client):
    found = client.post("/api/search", json={"question": "贷款", "k": 3}).json()
    assert len(found["hits"]) == 3


@pytest.mark.parametrize(("headers", "code"), [
    ({}, "missing_api_key"), ({"authorization": "Bearer"}, "missing_api_key"),
    ({"authorization": "Basic cmM6"}, "missing_api_key"),
    ({"cookie": "rongce_session=x", "x-api-key": "rc_x"}, "missing_api_key"),
    ({"authorization": "Bearer rc_" + "x" * 43}, "invalid_api_key")],
    ids=["nothing", "empty", "basic", "cookie", "unknown"])
@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions", "/api/none"])
def test_no_key_no_answer(door, headers, code, path):
    elsewhere = {"x-forwarded-for": f"10.0.0.{abs(hash((code, path))) % 250}"}
    response = httpx.post(door.address + path, json=ASK, headers=headers | elsewhere)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["error"]["code"] == code
    assert "密钥" in response.json()["error"]["message"]


def test_a_key_may_what_its_scopes_say_until_it_is_disabled(door):
    key = door.new_key("只查条款", scopes=["search"])
    with door.client(key) as client:
        assert client.post("/api/search", json=ASK).status_code == 200
        for path in ("/api/ask", "/api/match", "/v1/chat/completions"):
            refused = client.post(path, json=ASK)
            assert (refused.status_code, refused.json()["error"]["code"]) == (403, "scope_missing")
        assert client.get("/v1/models").status_code == 200
        ApiKeys(door.records).set_disabled("只查条款", True)
        assert client.post("/api/search", json=ASK).status_code == 401


def test_walls_hold_against_keys(client):
    for path in ("/bank/", "/desk/", "/desk/gradio_api/queue/join"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers={"accept": "text/html"}).status_code == 303


def test_no_cookie_is_given_or_taken(client):
    response = client.get("/api/docs", headers={"accept": "text/html"})
    assert response.status_code == 200
    assert "set-cookie" not in response.headers


def test_so_often_and_no_more(door):
    with door.client(door.new_key("少量", per_minute=3)) as client:
        told = [client.post("/api/search", json=ASK) for _ in range(5)]
    assert [r.status_code for r in told] == [200, 200, 200, 429, 429]
    assert [r.headers["ratelimit-remaining"] for r in told] == ["2", "1", "0", "0", "0"]
    assert 1 <= int(told[3].headers["retry-after"]) <= 20
    assert told[3].json()["error"] == {
        "code": "rate_limit_exceeded", "message": told[3].json()["error"]["message"]}


def test_keys_cannot_be_guessed(door):
    there = {"x-forwarded-for": "10.9.9.9"}
    with door.client() as client:
        assert client.get("/v1/models", headers=there).status_code == 200
        codes = [httpx.get(f"{door.address}/v1/models", headers=there | {
            "authorization": f"Bearer rc_{n:043d}"}).status_code for n in range(12)]
        assert codes == [401] * 10 + [429] * 2
        assert client.get("/v1/models", headers=there).status_code == 200, "known before"
    unknown = {"authorization": f"Bearer {door.new_key('新来的')}"}
    assert httpx.get(f"{door.address}/v1/models", headers=there | unknown).status_code == 429
    assert httpx.get(f"{door.address}/v1/models", headers=unknown).status_code == 200


BAD = {
    "no-json": ("{", 400, "bad_json"), "bytes": (b"\xff\xfe{}", 400, "bad_json"),
    "nested": ("[" * 100_000, 400, "bad_json"), "digits": ('{"k": ' + "9" * 9999, 400, "bad_json"),
    "list": ("[]", 422, "invalid_request"), "null": ("null", 422, "invalid_request"),
    "missing": ("{}", 422, "invalid_request"),
    "empty": ('{"question": " "}', 422, "question_empty"),
    "surrogate": (r'{"question": "担保", "id": "\udfff"}', 422, "invalid_request"),
    "number": ('{"question": 5}', 422, "invalid_request"),
    "long": (json.dumps({"question": "贷" * 2001}), 422, "question_too_long"),
    "signs": ('{"question": "？？"}', 422, "invalid_request"),
    "region": ('{"question": "担保费率", "region": "天堂"}', 422, "unknown_region"),
    "region-odd": ('{"question": "担保费率", "region": ["洛阳"]}', 422, "invalid_request"),
    "history": ('{"question": "担保费率", "history": "x"}', 422, "invalid_request"),
    "said": ('{"question": "担保费率", "history": [{"role": "user"}]}', 422, "invalid_request"),
    "nan": ('{"question": "担保", "profile": {"need_amount_wan": NaN}}', 422, "invalid_request"),
    "huge": ('{"question": "担保", "profile": {"need_amount_wan": 1e999}}', 422, "invalid_request"),
    "profile": ('{"question": "担保", "profile": {"boss": "张"}}', 422, "invalid_request"),
    "profile-long": (json.dumps({"question": "担保", "profile": {"text": "贷" * 2001}}), 422,
                     "invalid_request"),
    "stream": ('{"question": "担保费率", "stream": "yes"}', 422, "invalid_request")}


@pytest.mark.parametrize("case", BAD)
def test_bad_requests_are_told_what_is_wrong(client, case):
    body, status, code = BAD[case]
    response = client.post("/api/ask", content=body, headers=JSON)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert any("\u4e00" <= c <= "\u9fff" for c in response.json()["error"]["message"])


@pytest.mark.parametrize("request_", [
    {"question": "担保\x00费率\x1b[31m最高\u202e多少"}, {"question": "想贷٣٤٥万，²³ 担保费率多少"},
    {"question": "担保费率？", "history": [{"role": r, "content": "洛阳"} for r in (
        "", "system", "管理员", "user")]},
    {"question": "担保费率？", "history": [{"role": "user", "content": "洛阳贷款" * 9000}]},
    {"question": "担保\ud800费率"},
    {"question": "<script>alert(1)</script>担保费率", "id": -5}],
    ids=["control", "digits", "roles", "long-history", "surrogate", "markup"])
def test_odd_requests_are_answered(client, wire, request_):
    response = client.post("/api/ask", content=json.dumps(request_), headers=JSON)
    assert response.status_code == 200
    assert response.json()["answer"] == wire.ask(request_)["answer"]


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/api/ask", 405), ("DELETE", "/v1/models", 405), ("POST", "/api/ask/", 404),
    ("GET", "/v1/files", 404), ("GET", "/v1/models/gpt-4o", 404)])
def test_other_addresses(client, method, path, status):
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json()["error"]["message"]


def test_too_large_is_said_before_all_is_read(door, client):
    fits = json.dumps(ASK | {"pad": "x" * 1_000_000})
    assert client.post("/api/ask", content=fits, headers=JSON).status_code == 200
    large = client.post("/api/ask", content="x" * 3_000_000)
    assert (large.status_code, large.json()["error"]["code"]) == (413, "body_too_large")
    with socket.create_connection(door.address[7:].split(":")) as to:
        to.sendall(f"POST /api/ask HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {door.key}\r\n"
                   "Content-Length: 999999999\r\n\r\n{".encode())
        assert to.recv(100).startswith(b"HTTP/1.1 413")
    pieces = (b"x" * 65536 for _ in range(40))
    assert client.post("/api/ask", content=pieces).status_code == 413


def test_a_crowd_gets_its_share_and_pages_still_answer(door):
    key, codes, page = door.new_key("人多", per_minute=40), Counter(), []

    def many():
        with door.client(key) as client:
            for _ in range(10):
                codes[client.post("/api/ask", json=ASK).status_code] += 1

    threads = [threading.Thread(target=many) for _ in range(12)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        started = time.monotonic()
        assert httpx.get(f"{door.address}/login", timeout=10).status_code == 200
        page.append(time.monotonic() - started)
    assert set(codes) == {200, 429}
    assert 40 <= codes[200] <= 60
    assert codes.total() == 120
    assert max(page) < 3
