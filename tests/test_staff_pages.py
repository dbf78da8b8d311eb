"""The pages of staff: whoever may not is refused by every event, file and address itself."""

import inspect
from types import SimpleNamespace

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import build_server, staff_tabs
from chat.wording import sentence
from corpus.loading import Pending
from corpus.records.commands import add_account
from corpus.records.doorway import SESSION, Doorway
from corpus.records.people import Role
from corpus.settings import Settings
from eval.desk.tabs import desk_tabs
from eval.desk.tools import DeskTools
from matcher.desk.files import address, file_routes
from tests.web import ACCOUNTS, PASSWORD

HARMLESS = {"cancel", "<lambda>", "again"}  # events that show and hide, or leave the refusal
FILES = ("needs.xlsx", "whitelist.xlsx", "whitelist-template.xlsx")


@pytest.fixture(scope="module")
def doorway(tmp_path_factory, settings_in):
    found = Doorway(settings_in(tmp_path_factory.mktemp("staff")))
    for name, role, institution, regions in ACCOUNTS:
        add_account(found.records, name, role, PASSWORD, institution=institution, regions=regions)
    return found


@pytest.fixture(scope="module")
def cookies(doorway):
    """The cookies of each account by role, and of a visitor."""
    def of(name):
        return {SESSION: doorway.sign_in(name, PASSWORD)[1]}
    return {"银行": of("bank-a"), "政策": of("policy"), "访客": {}}


def events(doorway, role):
    """Return the events of a role's pages that run on the server, with their number of inputs."""
    pending = Pending(lambda: pytest.fail("a refused event loads nothing"))
    with gr.Blocks() as blocks:
        staff_tabs(blocks, pending, doorway, role)
        if role == Role.POLICY:
            desk_tabs(blocks, DeskTools(pending, doorway, Settings()))
        return [(f.fn, len(f.inputs)) for f in blocks.fns.values() if f.fn is not None]


def call(event, inputs, cookies):
    """Call an event as Gradio does; return all that it sends back, as text."""
    values, given = iter([""] * inputs), []
    for parameter in inspect.signature(event).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            given += list(values)
        elif parameter.annotation is gr.Request:
            given.append(SimpleNamespace(cookies=cookies))
        elif parameter.annotation is gr.EventData:
            given.append(SimpleNamespace(id="0" * 32))
        else:
            given.append(next(values))
    sent = event(*given)
    return str(list(sent) if inspect.isgenerator(sent) else sent)


@pytest.mark.parametrize(("role", "who"), [
    ("银行", "访客"), ("银行", "政策"), ("政策", "访客"), ("政策", "银行")])
def test_every_event_refuses(doorway, cookies, role, who):
    checked = [(event.__name__, call(event, inputs, cookies[who]))
               for event, inputs in events(doorway, role) if event.__name__ not in HARMLESS]
    assert [name for name, told in checked if "没有权限" not in told] == []
    wanted = {"银行": {"search", "open", "months", "claim", "release", "transfer", "close"},
              "政策": {"search", "open", "months", "load", "save", "ask", "remove"}}
    assert {name for name, _ in checked} >= wanted[role]


def test_policy_staff_can_do_nothing_to_a_need(doorway):
    names = {event.__name__ for event, _ in events(doorway, "政策")}
    assert not names & {"claim", "release", "transfer", "close"}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("role", list(Role))
def test_files_are_for_their_role(doorway, cookies, role, name):
    server = FastAPI()
    server.include_router(file_routes(doorway, sentence))
    codes = {}
    for who, jar in cookies.items():
        client = TestClient(server, cookies=jar)
        codes[who] = client.get(address(role, name)).status_code
    assert codes == {**dict.fromkeys(cookies, 403), role.value: 200}


@pytest.mark.parametrize("path", ["/bank", "/bank/", "/desk/", "/bank/gradio_api/queue/join",
                                  "/desk/gradio_api/upload", address(Role.BANK, "needs.xlsx")])
def test_the_wall_stands_before_all(doorway, settings_in, tmp_path, path):
    server = build_server(Pending(lambda: None), settings_in(tmp_path))
    client = TestClient(server, follow_redirects=False)
    assert client.get(path).status_code == 401
    page = client.get(path, headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/login")


def test_a_name_of_a_file_is_not_a_path(doorway, cookies):
    server = FastAPI()
    server.include_router(file_routes(doorway, sentence))
    client = TestClient(server, cookies=cookies["银行"])
    assert client.get(address(Role.BANK, "rongce.db")).status_code == 404
