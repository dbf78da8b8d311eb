"""管理: whoever may not is refused by every event; bad files are told clearly and lose nothing."""

import inspect
import io
from types import SimpleNamespace

import docx
import gradio as gr
import pytest

from chat.assembly import load_assistant
from chat.wording import sentence
from corpus.errors import RongceError, SourceError
from corpus.loading import Pending
from corpus.publishing.drafts import LARGEST_MB, drafts
from corpus.publishing.versions import Shelf, versions
from corpus.records.commands import add_account
from corpus.records.doorway import SESSION, Doorway
from eval.desk.tools import DeskTools
from eval.publishing.document_events import DocumentEvents
from eval.publishing.draft_events import DraftEvents
from eval.publishing.publish_page import publish_page
from tests.web import ACCOUNTS, PASSWORD

PAPER = ("鹤岗市支持石墨产业若干措施\n\n（一）贴息。对石墨企业贷款给予{rate}%的贴息。\n"
         "（二）担保。石墨企业担保费率不超过1%。\n2025年3月1日")
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def tools(tmp_path_factory, settings_in):
    settings = settings_in(tmp_path_factory.mktemp("page"))
    doorway = Doorway(settings)
    for name, role, institution, regions in ACCOUNTS:
        add_account(doorway.records, name, role, PASSWORD, institution=institution,
                    regions=regions)
    pending = Pending(lambda: load_assistant(settings))
    pending.get()
    yield DeskTools(pending, doorway, settings)
    doorway.records.close()


def request(tools, name):
    cookies = {SESSION: tools.doorway.sign_in(name, PASSWORD)[1]} if name else {}
    return SimpleNamespace(cookies=cookies)


@pytest.fixture(scope="module")
def desk(tools):
    return request(tools, "policy")


@pytest.fixture
def shelf(tools):
    return Shelf.of(tools.doorway.records, tools.settings)


def call(event, inputs, who):
    """Call an event as Gradio does; return all that it sends back, as text."""
    values, given = iter([""] * inputs), []
    for parameter in inspect.signature(event).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            given += list(values)
        elif parameter.annotation is gr.Request:
            given.append(who)
        elif parameter.annotation is gr.EventData:
            given.append(SimpleNamespace(id="0" * 32))
        else:
            given.append(next(values))
    answer = event(*given)
    return str([*answer] if inspect.isgenerator(answer) else answer)


@pytest.mark.parametrize("name", ["", "bank-a"], ids=["visitor", "bank"])
def test_every_event_refuses(tools, name):
    with gr.Blocks() as blocks:
        publish_page(blocks, tools)
        events = [(f.fn, len(f.inputs)) for f in blocks.fns.values() if f.fn is not None]
    who = request(tools, name)
    told = {e.__name__: call(e, n, who) for e, n in events if e.__name__ != "<lambda>"}
    assert {n for n, text in told.items() if "没有权限" not in text and n != "again"} == set()
    assert set(told) == {"load", "start", "open", "save", "ask", "drop", "publish", "do", "link",
                         "on_day", "again", "reload"}
    assert "鹤岗" not in told["again"]
    assert "heilongjiang" not in told["again"]


def upload(tools, desk, tmp_path, rate=1, name="石墨措施.txt"):
    path = tmp_path / name
    path.write_text(PAPER.format(rate=rate), encoding="utf-8")
    return DraftEvents(tools).load(str(path), desk)


def test_one_file_from_upload_to_withdrawal(tools, desk, shelf, tmp_path):
    events, documents = DraftEvents(tools), DocumentEvents(tools)
    _, told, listed, draft, base, *_ = upload(tools, desk, tmp_path)
    assert "发布之前不影响" in told
    assert "石墨" in listed
    assert base is None
    fields = ["石墨-2025", "鹤岗市支持石墨产业若干措施", "鹤政〔2025〕1号", "鹤岗市人民政府",
              "黑龙江省鹤岗市", "2025-03-01", "", "正式文件"]
    asked = events.ask(desk, draft, *fields)
    assert "确定发布" in asked[6]
    assert asked[-1] == "2025-03-01", "the day that the paper bears"
    told = [values[0] for values in events.publish(draft, base, asked[-1], desk)]
    assert "正在更新" in told[0]
    assert "问答已按新资料回答" in told[-1]
    found = tools.assistant.get().answer("鹤岗石墨企业贷款贴息多少？")
    assert "1%" in found.text
    assert "鹤政〔2025〕1号" in found.papers[0]
    shown = documents.open(SimpleNamespace(id="政策文件/石墨-2025"), desk)
    assert "第 1 版" in shown[5]
    version = versions(shelf.records, "石墨-2025")[0]
    asked = documents.ask(shown[2], SimpleNamespace(id=f"withdraw:{version.id}"), desk)
    assert "不再用于回答" in asked[7]
    told = [values[0] for values in documents.do(shown[2], asked[3], desk)]
    assert "它不再用于回答" in told[-1]
    assert tools.assistant.get().answer("鹤岗石墨企业贷款贴息多少？").refused
    day = documents.on_day("2025-06-01", desk)
    assert "石墨" in day
    assert "石墨" not in documents.on_day("2025-02-28", desk)
    assert "应写成" in documents.on_day("去年", desk)


def test_a_moved_base_shows_the_difference_anew(tools, desk, shelf, tmp_path):
    events = DraftEvents(tools)
    one = upload(tools, desk, tmp_path, 5, "甲.txt")[3]
    other = upload(tools, desk, tmp_path, 6, "甲.txt")[3]
    [*events.publish(one, None, "", desk)]
    *_, last = events.publish(other, None, "", desk)
    assert "刚有了别的版本" in last[0]
    assert last[3] == 1, "the base is now the version that came first"
    assert "<del>5%</del>" in last[-2]
    *_, last = events.publish(other, last[3], "", desk)
    assert "第 2 版" in last[0]


def test_a_failed_renewal_is_told_and_the_old_answers_stay(tools, desk, tmp_path, monkeypatch):
    def broken():
        raise RongceError("index", "坏了")

    draft, base = upload(tools, desk, tmp_path, 7, "乙.txt")[3:5]
    with monkeypatch.context() as patched:
        patched.setattr(tools.assistant, "_make", broken)
        *_, last = DraftEvents(tools).publish(draft, base, "", desk)
    assert "仍按原来的资料回答" in last[0]
    assert tools.assistant.get().answer("黑龙江担保费率最高多少？").text
    documents = DocumentEvents(tools)
    assert "上次没有更新成功" in documents.start(desk)[0]
    assert "问答已按新资料回答" in documents.reload(desk)
    assert documents.start(desk)[0] == ""


def test_what_is_shown_of_a_file_is_escaped(tools, desk, tmp_path):
    path = tmp_path / "恶.txt"
    path.write_text(PAPER.format(rate=1).replace("石墨", EVIL), encoding="utf-8")
    shown = str(DraftEvents(tools).load(str(path), desk))
    assert "<img" not in shown.replace(f"'value': '鹤岗市支持{EVIL}产业若干措施'", "")


def pdf(kind, folder):
    """Return a PDF that is broken, or holds a picture only, or wants a password."""
    import pypdfium2

    if kind == "broken":
        return b"%PDF-1.7 " + b"x" * 500
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(name):
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(name)
    document.save(out)
    return out.getvalue()


LOCKED = "\n".join((
    "%PDF-1.4", "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
    "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
    f"3 0 obj<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>endobj",
    "trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>", "%%EOF")).encode()


@pytest.mark.parametrize(("name", "content", "told"), [
    ("空.txt", b"", "没有内容"), ("空.docx", word(""), "没有内容"),
    ("坏.pdf", pdf("broken", None), "读不出文字"), ("扫.pdf", pdf("scanned", None), "扫描件"),
    ("锁.pdf", LOCKED, "设有密码"), ("锁.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "设有密码"),
    ("图.docx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "读不出文字"),
    ("表.xls", b"\xd0\xcf\x11\xe0", "不支持"), ("程序.exe", b"MZ", "不支持"),
    ("大.txt", b"a" * 50_000_000, f"最多 {LARGEST_MB} MB"),
    ("大.csv", b"a" * 50_000_000, f"最多 {LARGEST_MB} MB"),
    ("诗.txt", "床前明月光，疑是地上霜。".encode(), "没有找到带编号的条款"),
    ("坏.csv", "编号,名称,类别,来源,最高额度（万元）\n1,甲,贷款,官网,很多".encode(), "有误"),
    ("坏.xlsx", b"no zip", "有误"), ("坏.jsonl", b"{broken", "有误"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_bad_file_is_told_and_leaves_nothing(tools, desk, shelf, tmp_path, name, content, told):
    path, before = tmp_path / name, drafts(shelf)
    path.write_bytes(content)
    shown = DraftEvents(tools).load(str(path), desk)
    assert told in shown[1]
    assert 'role="alert"' in shown[1]
    assert drafts(shelf) == before
    assert not path.exists()


def test_bad_rows_of_a_catalog_are_named_and_good_ones_kept(tools, desk, tmp_path):
    path = tmp_path / "新产品.csv"
    path.write_text("编号,名称,类别,来源,最高额度（万元）\nZ1,甲贷,贷款,官网,5\nZ2,乙贷,贷款,官网,很多",
                    encoding="utf-8")
    shown = DraftEvents(tools).load(str(path), desk)
    assert "第 3 行 最高额度（万元）" in shown[1]
    assert "新增 1 项" in shown[-2]
    *_, last = DraftEvents(tools).publish(shown[3], shown[4], "", desk)
    assert "问答已按" in last[0]
    assert "Z1" in {p.id for p in tools.assistant.get().catalog}


def test_an_unreachable_ledger_is_told(tools, desk, tmp_path, settings_in):
    settings = settings_in(tmp_path / "gone")
    doorway = Doorway(settings)
    add_account(doorway.records, "policy", "政策", PASSWORD)
    lost = DeskTools(tools.assistant, doorway, settings)
    who = request(lost, "policy")
    (tmp_path / "gone" / "rongce.db").unlink()
    assert "连接不上" in DraftEvents(lost).start(who)[0]
    assert "连接不上" in DocumentEvents(lost).start(who)[0]
    doorway.records.close()


@pytest.mark.parametrize("error", SourceError.__subclasses__(), ids=lambda kind: kind.__name__)
def test_each_bad_file_has_a_sentence_of_its_own(error):
    told = sentence(error("a.pdf", "原因"))
    assert "a.pdf" in told
    assert "出错了" not in told
