"""Talks that are kept: resumed, judged, exported, shared, deleted; and nothing to strangers."""


import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from chat.answer import Answer, Citation, Offer
from chat.talks.feedback import Opinion, Thumb, reviews
from chat.talks.suggest import MOST, suggestions
from chat.talks.talks import Asker, Talk, Talks
from chat.web.firm_part import NOTHING
from chat.web.records_page import message_html
from chat.web.talk_routes import talk_routes, told
from corpus.errors import NotFound, RongceError
from corpus.loading import Pending
from corpus.records.doorway import VISITOR, Doorway
from corpus.records.people import Account, Role
from corpus.records.tokens import new_token

QUESTION = "黑龙江小微企业担保费率最高多少？"
FIRM = "我们在洛阳做轴承，没抵押物，想贷300万，有什么产品？"


@pytest.fixture
def doorway(tmp_path, settings_in):
    doorway = Doorway(settings_in(tmp_path))
    yield doorway
    doorway.records.close()


@pytest.fixture
def talks(assistant, doorway):
    return Talks(Pending(lambda: assistant), doorway)


@pytest.fixture
def cookies():
    return {VISITOR: new_token()}


@pytest.fixture
def client(doorway):
    server = FastAPI()
    server.include_router(talk_routes(doorway))
    server.add_exception_handler(RongceError, told)
    return TestClient(server, follow_redirects=False, base_url="https://testserver")


def ask(talks, cookies, question, talk=None, **more):
    *_, last = talks.ask(Asker(cookies, **more), talk or Talk(), question)
    return last


def test_a_talk_is_saved_and_resumed_by_its_own_browser(talks, cookies, assistant, doorway):
    talk = ask(talks, cookies, QUESTION)
    assert [m.role for m in talk.messages] == ["user", "assistant"]
    version = {p.id: p.version for p in assistant.searcher.policies}["heilongjiang-2023"]
    assert talk.last_answer.versions == (f"heilongjiang-2023@{version}",)
    after_restart = Talks(Pending(lambda: assistant), doorway)
    assert after_restart.resume(cookies, talk.id) == talk
    assert [t.title for t in after_restart.list(cookies)] == [QUESTION]


def test_another_browser_gets_nothing(talks, cookies):
    talk = ask(talks, cookies, QUESTION)
    stranger = {VISITOR: new_token()}
    ask(talks, stranger, QUESTION)
    seen = talks.resume(stranger, talk.id)
    assert (seen.id, seen.messages) == (None, ())
    assert seen.note
    with pytest.raises(NotFound):
        talks.judge(stranger, talk, Opinion(Thumb.UP))


def test_a_second_turn_leans_on_the_saved_one(talks, cookies):
    first = ask(talks, cookies, QUESTION)
    again = ask(talks, cookies, "那洛阳的呢", Talk(first.id))
    assert len(again.messages) == 4
    assert "洛阳" in again.last_answer.text


def test_two_tabs_write_into_one_talk(talks, cookies):
    first = ask(talks, cookies, QUESTION)
    ask(talks, cookies, "牵头单位是谁", first)
    both = ask(talks, cookies, "这份文件的文号是什么", first)
    assert [m.seq for m in both.messages] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("sent", [{}, {VISITOR: "short"}], ids=["no-cookie", "forged"])
def test_without_a_cookie_the_answer_comes_and_says_it_is_not_kept(talks, sent):
    talk = ask(talks, sent, QUESTION)
    assert talk.id is None
    assert "没有保存" in talk.note
    assert "1.5%" in talk.messages[-1].text
    assert len(ask(talks, sent, "那洛阳的呢", talk).messages) == 4


def test_the_answer_comes_when_the_records_are_gone(talks, cookies, doorway, tmp_path):
    talk = ask(talks, cookies, QUESTION)
    (tmp_path / "rongce.db").unlink()
    unsaved = ask(talks, cookies, QUESTION, Talk(None, talk.messages))
    assert "没有保存" in unsaved.note
    assert "1.5%" in unsaved.messages[-1].text


def test_an_unknown_region_is_told_and_nothing_is_saved(talks, cookies):
    with pytest.raises(RongceError):
        ask(talks, cookies, QUESTION, place="火星")
    assert list(talks.list(cookies)) == []


def test_opinions_reach_policy_staff(talks, cookies, doorway):
    talk = ask(talks, cookies, QUESTION)
    talks.judge(cookies, talk, Opinion(Thumb.DOWN, "条款不对", "打我电话13812345678"))
    assert talks.opinion(cookies, talk).thumb is Thumb.DOWN
    staff = Account("1", "政策员", Role.POLICY, "", ())
    [review] = reviews(doorway.records, staff)
    assert review.question == QUESTION
    assert "13812345678" not in review.opinion.text


def test_files_and_links(client, talks, cookies):
    talk = ask(talks, cookies, QUESTION)
    client.cookies.update(cookies)
    assert "（黑银发〔2023〕25号）（十七）" in client.get(f"/talk/{talk.id}.md").text
    assert client.get(f"/talk/{talk.id}.docx").content[:2] == b"PK"
    shared = client.post(f"/talk/{talk.id}/share").text
    path = shared.split('href="https://testserver')[1].split('"')[0]
    ask(talks, cookies, "那洛阳的呢", talk)
    client.cookies.clear()
    page = client.get(path)
    assert "不超过1.5%" in page.text
    assert "那洛阳的呢" not in page.text
    client.cookies.update(cookies)
    client.post(f"/talk/{talk.id}/unshare")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("method", "path"), [
    ("GET", ".md"), ("GET", ".docx"), ("GET", "/share"), ("POST", "/share"), ("POST", "/unshare"),
    ("POST", "/delete")])
def test_a_stranger_reaches_no_file_and_no_act(client, talks, cookies, method, path):
    talk = ask(talks, cookies, QUESTION)
    for stranger in ({}, {VISITOR: new_token()}):
        client.cookies.clear()
        client.cookies.update(stranger)
        assert client.request(method, f"/talk/{talk.id}{path}").status_code == 404
    assert talks.resume(cookies, talk.id).id == talk.id


def test_everything_of_a_visitor_can_be_deleted(client, talks, cookies):
    ask(talks, cookies, QUESTION)
    client.cookies.update(cookies)
    assert QUESTION in client.get("/mine").text
    assert QUESTION in str(client.get("/mine.json").json())
    other = client.post("/mine/delete", headers={"origin": "https://example.org"})
    assert other.status_code == 403
    assert client.post("/mine/delete").status_code == 303
    assert list(talks.list(cookies)) == []


def test_shared_text_is_escaped(talks, cookies):
    talk = ask(talks, cookies, "<script>alert(1)</script>担保费率多少")
    assert "<script" not in "".join(map(message_html, talk.messages))


CITED = Citation("a-2023#1", "1", "甲措施（征求意见稿）", None, "话", (0, 1))


@pytest.mark.parametrize(("answer", "first"), [
    (None, ()), (Answer("", refused=True), ()), (Answer("", (CITED,), done=False), ()),
    (Answer("", (CITED,)), ("这事归哪个部门管？", "这份文件正式印发了吗？")),
    (Answer("（责任单位）", (CITED,)), ("这份文件正式印发了吗？",)),
    (Answer("", (CITED,), products=(Offer("甲", ()),)), ("第一个要什么条件？", "还差什么？"))],
    ids=["none", "refused", "growing", "draft", "units-told", "offers"])
def test_suggestions(answer, first):
    found = suggestions(answer)
    assert found[: len(first)] == first
    assert len(found) <= MOST


def test_suggested_questions_get_answers(talks, cookies):
    talk = ask(talks, cookies, FIRM)
    for question in suggestions(talk.last_answer.answer):
        answer = ask(talks, cookies, question, talk).last_answer.answer
        assert answer.citations, question


TALENT = "我们在洛阳做轴承，创始人有人才认定，想贷1500万，有什么产品？"


def test_a_correction_beside_the_talk_changes_what_fits(talks, cookies):
    first = ask(talks, cookies, TALENT)
    offered = {p.name for p in first.last_answer.answer.products}
    assert "人才贷" in offered
    again = ask(talks, cookies, "更正企业情况：融资金额改为3000万元。", first)
    assert "人才贷" not in {p.name for p in again.last_answer.answer.products}
    resumed = talks.resume(cookies, again.id)
    assert talks.firm(resumed).form.amount_wan == 3000


def test_the_firm_is_read_with_its_words(talks, cookies):
    firm = talks.firm(ask(talks, cookies, TALENT))
    read = {label: (value, words) for label, value, words in firm.told}
    assert read["地区"] == ("河南省洛阳市", "洛阳")
    assert read["融资金额"] == ("1500 万元", "想贷1500万")
    assert firm.form.qualifications == ("人才认定",)
    assert talks.firm(ask(talks, cookies, QUESTION)) == NOTHING


def test_an_answer_says_which_papers_it_rests_on(talks, cookies):
    [paper] = ask(talks, cookies, QUESTION).last_answer.answer.papers
    title = "《黑龙江省金融支持制造业高质量发展若干措施》"
    assert paper.startswith(f"{title}（黑银发〔2023〕25号，2023-")
    assert paper.endswith("正式文件，适用黑龙江省）")
    [draft] = ask(talks, cookies, "洛阳人才贷额度多少").last_answer.answer.papers
    assert "征求意见稿" in draft


def test_later_answers_grow_too(talks, cookies):
    first = ask(talks, cookies, QUESTION)
    *partial, whole = talks.ask(Asker(cookies), first, "洛阳人才贷额度多少")
    assert [talk.growing for talk in partial] == [True] * len(partial) != []
    assert not whole.growing
