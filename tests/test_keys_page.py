"""The tab 接口密钥: every event refuses whoever may not; a key is shown once and never again."""

import inspect
from types import SimpleNamespace

import gradio as gr
import pytest

from corpus.loading import Pending
from corpus.records.api_keys import ApiKeys
from corpus.records.doorway import SESSION, Doorway
from eval.desk.keys_page import keys_page
from eval.desk.keys_view import keys_table, new_key
from eval.desk.tools import DeskTools
from tests.web import PASSWORD, add_accounts


@pytest.fixture(scope="module")
def doorway(tmp_path_factory, settings_in):
    folder = tmp_path_factory.mktemp("keys")
    add_accounts(folder)
    return Doorway(settings_in(folder))


@pytest.fixture(scope="module")
def events(doorway, settings_in, tmp_path_factory):
    pending = Pending(lambda: pytest.fail("this page needs no assistant"))
    tools = DeskTools(pending, doorway, settings_in(tmp_path_factory.mktemp("none")))
    with gr.Blocks() as blocks:
        keys_page(blocks, tools)
    return {f.fn.__name__: f.fn for f in blocks.fns.values() if f.fn is not None}


@pytest.fixture(scope="module")
def requests_(doorway):
    """A request of each role, and of nobody."""
    def of(name):
        return SimpleNamespace(cookies={SESSION: doorway.sign_in(name, PASSWORD)[1]})
    return {"政策": of("policy"), "银行": of("bank-a"), "访客": SimpleNamespace(cookies={})}


@pytest.mark.parametrize("who", ["银行", "访客"])
def test_every_event_refuses(events, requests_, who):
    assert set(events) == {"search", "add", "open", "limit", "disable", "enable", "cancel"}
    for name in set(events) - {"cancel"}:
        event = events[name]
        given = [requests_[who] if p == "request" else SimpleNamespace(id="甲") if p == "event"
                 else ["ask"] if p == "scopes" else "5"
                 for p in inspect.signature(event).parameters]
        assert "没有权限" in str(event(*given)), name


def test_one_key_from_making_to_disabling(events, requests_, doorway):
    policy, keys = requests_["政策"], ApiKeys(doorway.records)
    told, listed, _ = events["add"]("丙系统", "", ["ask"], policy)
    key = told.split("anywhere\">")[1].split("<")[0]
    assert keys.find(key).per_minute == 60
    assert key not in listed
    assert key not in str(events["search"](policy))
    opened = events["open"](SimpleNamespace(id="丙系统"), policy)
    assert (opened[1], opened[4]) == ("丙系统", "60")
    assert "已保存" in events["limit"]("丙系统", "5", policy)[0]
    assert keys.find(key).per_minute == 5
    assert "已停用" in events["disable"]("丙系统", policy)[1]
    assert keys.find(key) is None
    events["enable"]("丙系统", policy)
    assert keys.find(key)


@pytest.mark.parametrize(("name", "limit", "scopes", "told"), [
    ("", "", ["ask"], "名称"), ("丁系统", "很多", ["ask"], "每分钟次数"),
    ("丁系统", "1.5", ["ask"], "整数"), ("丁系统", "0", ["ask"], "1 到 6000"),
    ("丁系统", "5", [], "权限"), (None, None, None, "名称")],
    ids=["name", "word", "half", "zero", "scopes", "nothing"])
def test_mistakes_are_told(events, requests_, doorway, name, limit, scopes, told):
    answer = events["add"](name, limit, scopes, requests_["政策"])[0]
    assert told in answer
    assert 'role="alert"' in answer
    assert "丁系统" not in [key.name for key in ApiKeys(doorway.records).list()]


def test_what_is_shown_is_escaped(doorway):
    made, key = ApiKeys(doorway.records).add("戊系统")
    odd = type(made)("x", "<b>", made.scopes, 1, True, made.created_at, None)
    for html in (keys_table([odd]), new_key(odd, key)):
        assert "<b>" not in html
        assert "&lt;b&gt;" in html
    assert "还没有接口密钥" in keys_table([])
