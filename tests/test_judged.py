"""What a language model thinks of answers: had where it speaks to the point, else 未取得."""

import pytest

from corpus.errors import SettingsError
from eval.runs.judged import Judge, judged_figures
from tests.fake_model import fails, fake_model, hangs, replies, sends

ROW = {"question": "担保费率最高多少？", "answer": "不超过1.5%[1]。", "answerable": True,
       "wanted": ["1.5%"], "citations": [{"quote": "担保费率不超过1.5%"}]}


@pytest.fixture
def model():
    with fake_model() as served:
        yield served


@pytest.fixture
def judge(model, settings_in, tmp_path):
    return Judge(settings_in(tmp_path, llm_base_url=model.url, llm_model="m", llm_timeout_s=1))


@pytest.mark.parametrize(("behave", "expected"), [
    (replies("YES", "4.5\n说得对"), {"faithful": 1.0, "correct": 4.5}),
    (replies("No.", "1\n不对"), {"faithful": 0.0, "correct": 1.0}),
    (replies("也许吧", "我觉得挺好"), {"faithful": None, "correct": None}),
    (replies("yes and no", "9\n太好了"), {"faithful": None, "correct": None}),
    (replies(""), {"faithful": None, "correct": None}),
    (sends(b"<html>"), {"faithful": None, "correct": None}),
    (fails(500), {"faithful": None, "correct": None}),
    (hangs(3), {"faithful": None, "correct": None})],
    ids=["good", "bad", "babble", "both-and-out-of-range", "empty", "no-json", "500", "silence"])
def test_marks(model, judge, behave, expected):
    model.behave = behave
    assert judge.judge(ROW) == expected


def test_the_model_is_given_answer_clause_and_points(model, judge):
    model.behave = replies("YES", "5\n好")
    judge.judge(ROW)
    first, second = ("".join(str(m["content"]) for m in asked["messages"]) for asked in model.asked)
    assert "不超过1.5%[1]" in first
    assert "担保费率不超过1.5%" in first
    assert all(words in second for words in (ROW["question"], "1.5%", ROW["answer"]))


def test_a_refusal_is_not_asked_for_its_clauses(model, judge):
    model.behave = replies("5\n拒得对")
    told = judge.judge(ROW | {"citations": [], "answerable": False, "wanted": []})
    assert told == {"faithful": None, "correct": 5.0}
    assert len(model.asked) == 1


def test_a_model_that_is_down_is_left_alone(model, judge):
    model.behave = fails(500)
    for _ in range(5):
        judge.judge(ROW)
    assert len(model.asked) == 3


def test_without_a_model_there_is_no_judge(settings_in, tmp_path):
    with pytest.raises(SettingsError, match="LLM_BASE_URL"):
        Judge(settings_in(tmp_path))


def test_means_are_of_what_was_had():
    rows = [{"judged": {"faithful": 1.0, "correct": 4.0}}, {"judged": None},
            {"judged": {"faithful": None, "correct": 2.0}}]
    assert judged_figures(rows) == {"faithful": (1.0, 1, 2), "correct": (3.0, 2, 2)}
    assert judged_figures([])["correct"] == (None, 0, 0)
