"""Runs: rows as they come, one at a time, stopped, left behind, gone on with, the same again."""

import json
import multiprocessing
import os
from dataclasses import replace

import pytest

from corpus.errors import Conflict, FormError, NotAllowed, NotFound, SettingsError
from corpus.records.audit import read_log
from corpus.records.engine import open_records
from eval.cases import BUILT_IN, FOLDER, load_case_rows
from eval.run import evaluate, evaluate_stored
from eval.runs import runner
from eval.runs.runner import Runner, lock_of, settle, work
from eval.runs.runs import Runs, State
from eval.runs.versions import differing, same, versions_of
from eval.score import Scorer
from eval.sets.case_sets import BUILT_IN_SETS, CaseSet, find_set, set_choices, set_hash, set_named
from eval.sets.draft import from_row
from eval.sets.sets import Sets
from tests.fake_model import fails, fake_model, replies

ROWS = tuple(load_case_rows()[:4])
FEW = CaseSet("s1", "四题", ROWS)


@pytest.fixture
def runs(records):
    return Runs(records)


@pytest.fixture
def here(settings_in, tmp_path):
    return settings_in(tmp_path)


def test_a_run_has_all_rows_figures_and_versions(runs, records, people, assistant, here):
    run_id = runs.start(people.policy, FEW)
    assert runs.one(run_id).state is State.QUEUED
    assert work(records, run_id, assistant, here) is State.DONE
    run = runs.one(run_id)
    assert (run.state, run.done, run.total, run.started_by) == (State.DONE, 4, 4, "政策丁")
    assert [row["id"] for row in runs.rows(run_id)] == [row["id"] for row in ROWS]
    assert run.figures["R@5"] == 1
    assert set(run.versions) == {"corpus", "catalog", "index", "settings", "code", "commit", "set"}
    assert run.versions["set"] == set_hash(ROWS)
    again = runs.start(None, FEW)
    work(records, again, assistant, here)
    told, once = runs.one(again), run.figures
    assert same(told.versions, run.versions)
    assert {k: v for k, v in told.figures.items() if " ms" not in k} == {
        k: v for k, v in once.items() if " ms" not in k}
    assert [entry.who for entry in read_log(records, people.policy, action="开始评测")] == [
        "命令行", "政策丁"]


def test_a_stopped_run_keeps_its_rows_and_goes_on(runs, records, people, assistant, here,
                                                  monkeypatch):
    run_id, score = runs.start(people.policy, FEW), Scorer.score

    def stop_at_the_second(self, case):
        if case.id == ROWS[1]["id"]:
            runs.stop(people.policy, run_id)
        return score(self, case)

    monkeypatch.setattr(Scorer, "score", stop_at_the_second)
    assert work(records, run_id, assistant, here) is State.STOPPED
    assert runs.one(run_id).done == 2
    monkeypatch.setattr(Scorer, "score", score)
    runs.resume(people.policy, run_id)
    assert work(records, run_id, assistant, here) is State.DONE
    assert [row["seq"] for row in runs.rows(run_id)] == [1, 2, 3, 4]
    with pytest.raises(Conflict):
        runs.resume(people.policy, run_id)


def test_a_run_in_the_queue_is_stopped_at_once(runs, records, people):
    run_id = runs.start(people.policy, FEW)
    runs.stop(people.policy, run_id)
    assert runs.one(run_id).state is State.STOPPED
    assert runs.active() == []


def test_an_error_in_the_middle_leaves_a_run_that_can_go_on(runs, records, people, assistant, here,
                                                            monkeypatch):
    run_id, score = runs.start(people.policy, FEW), Scorer.score
    monkeypatch.setattr(Scorer, "score", lambda self, case: score(self, case)
                        if case.id != ROWS[2]["id"] else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work(records, run_id, assistant, here)
    run = runs.one(run_id)
    assert (run.state, run.done) == (State.INTERRUPTED, 2)
    assert "出错" in run.note


def test_a_run_is_not_mixed_of_two_versions(runs, records, people, assistant, here, monkeypatch):
    run_id = runs.start(people.policy, FEW)
    runs.stop(people.policy, run_id)
    monkeypatch.setattr(runner, "versions_of", lambda *_: versions_of(assistant, here, ROWS))
    runs.resume(people.policy, run_id)
    work(records, run_id, assistant, here)
    with records.writing() as session:
        from corpus.records.eval_tables import RunRow
        session.get(RunRow, run_id).state = "中断"
    monkeypatch.setattr(runner, "versions_of", lambda *_: versions_of(
        assistant, here, ROWS) | {"corpus": "other"})
    runs.resume(people.policy, run_id)
    assert work(records, run_id, assistant, here) is State.INTERRUPTED
    assert "政策文件已变" in runs.one(run_id).note


def test_settings_that_change_answers_are_told_and_no_secret(assistant, settings_in, tmp_path):
    told = versions_of(assistant, settings_in(
        tmp_path, llm_base_url="http://me:word@llm.example/v1", llm_model="m", llm_api_key="key",
        node_words=99), ROWS)
    assert "node_words=99" in told["settings"]
    assert "llm_host=llm.example" in told["settings"]
    assert "word@" not in str(told)
    assert "key" not in str(told)
    assert differing(told, told | {"corpus": "x", "commit": "y"}) == ["政策文件"]


def _killed(url, run_id, settings):
    """Work on a run until its third case, and go without a word."""
    from chat.assembly import load_assistant

    score = Scorer.score
    Scorer.score = lambda self, case: (
        os._exit(9) if case.id == ROWS[2]["id"] else score(self, case))
    with lock_of(settings):
        work(open_records(url), run_id, load_assistant(settings), settings)


def test_what_a_killed_process_left_is_found_and_finished(url, runs, records, people, assistant,
                                                          here):
    run_id = runs.start(people.policy, FEW)
    gone = multiprocessing.get_context("spawn").Process(target=_killed, args=(url, run_id, here))
    gone.start()
    gone.join(120)
    assert gone.exitcode == 9
    assert runs.one(run_id).state is State.RUNNING
    settle(records, here)
    run = runs.one(run_id)
    assert (run.state, run.done, run.note) == (State.INTERRUPTED, 2, "程序中途退出，已做完 2 题")
    runs.resume(people.policy, run_id)
    assert work(records, run_id, assistant, here) is State.DONE
    assert runs.one(run_id).done == 4


def test_who_works_is_not_taken_for_gone(runs, records, people, assistant, here, monkeypatch):
    run_id, score = runs.start(people.policy, FEW), Scorer.score
    monkeypatch.setattr(Scorer, "score", lambda self, case: settle(records, here)
                        or score(self, case))
    with lock_of(here):
        assert work(records, run_id, assistant, here) is State.DONE


def test_the_queue_is_worked_off_in_order(runs, records, people, assistant, here, clock):
    first = runs.start(people.policy, FEW)
    clock.forward(minutes=1)
    second = runs.start(people.policy, replace(FEW, name="乙"))
    working = Runner(lambda: assistant, lambda: records, here)
    working.settle()
    working._thread.join(0.1)
    for _ in range(200):
        if not runs.active():
            break
        working._thread.join(0.1)
    ended = [runs.one(run_id) for run_id in (first, second)]
    assert [run.state for run in ended] == [State.DONE, State.DONE]
    assert ended[0].ended_at <= ended[1].started_at


@pytest.mark.parametrize(("behave", "had"), [(lambda: replies("YES", "5\n好"), 1),
                                             (lambda: fails(500), 0)], ids=["had", "down"])
def test_a_model_judges_beside_the_figures(runs, records, people, assistant, settings_in, tmp_path,
                                           behave, had):
    with fake_model() as model:
        model.behave = behave()
        settings = settings_in(tmp_path, llm_base_url=model.url, llm_model="m", llm_timeout_s=2)
        run_id = runs.start(people.policy, FEW, judging=True)
        assert work(records, run_id, assistant, settings) is State.DONE
    run, rows = runs.one(run_id), runs.rows(run_id)
    assert run.judged == run.total
    assert sum(row["judged"]["faithful"] is not None for row in rows) == had
    assert run.figures["R@5"] == 1


@pytest.mark.parametrize("act", ["start", "stop", "resume"])
def test_only_policy_staff_run(runs, people, act):
    run_id = runs.start(people.policy, FEW)
    call = {"start": lambda who: runs.start(who, FEW), "stop": lambda who: runs.stop(who, run_id),
            "resume": lambda who: runs.resume(who, run_id)}[act]
    for who in (people.bank, people.visitor):
        with pytest.raises(NotAllowed):
            call(who)


def test_sets_are_found_by_id_and_name(records, people):
    sets = Sets(records)
    mine = sets.create(people.policy, "我的题")
    sets.import_file(people.policy, mine, BUILT_IN)
    assert find_set(records, mine).rows[0]["id"] == "q001"
    assert set_named(records, "我的题").id == mine
    assert set_named(records, "questions").id == "built-in:questions"
    assert [name for name, _ in set_choices(records)][:2] == ["我的题（160 题）", "内置：常用问答"]
    for wrong in ("没有", "built-in:../x"):
        with pytest.raises(NotFound):
            set_named(records, wrong)
    with pytest.raises(NotFound):
        find_set(records, "built-in:../x")
    with pytest.raises(FormError, match="还没有题"):
        Runs(records).start(people.policy, replace(FEW, rows=()))


def test_the_command_line_gives_the_figures_of_the_page(runs, records, people, assistant, here,
                                                        clock):
    sets = Sets(records)
    mine = sets.create(people.policy, "四题")
    sets.take(people.policy, mine, [from_row(row) for row in ROWS])
    told = evaluate_stored(assistant, records, here, "四题")
    assert "# 评测报告：四题（4 题）" in told
    assert (here.data_dir / "reports" / "四题.html").is_file()
    clock.forward(minutes=1)
    by_page = runs.start(people.policy, find_set(records, mine))
    work(records, by_page, assistant, here)
    page, line = runs.list()
    assert (line.started_by, page.started_by) == ("命令行", "政策丁")
    assert same(page.versions, line.versions)
    file = evaluate(assistant, write_few(here), here.data_dir / "reports")
    for name in ("R@1", "citation precision", "points", "early points"):
        assert page.figures[name] == line.figures[name]
        assert f"| {name} | {page.figures[name]:.3f} |" in file


def test_every_question_set_of_the_product_can_be_run_and_copied(records):
    files = {path.stem for path in FOLDER.glob("*.jsonl")} - {"matches", "profiles"}
    assert set(BUILT_IN_SETS) == files
    for stem in BUILT_IN_SETS:
        found = find_set(records, f"built-in:{stem}")
        assert len({from_row(row).label for row in found.rows}) == len(found.rows), stem


def test_judging_without_a_model_begins_nothing(runs, records, assistant, here):
    with pytest.raises(SettingsError, match="LLM_BASE_URL"):
        evaluate_stored(assistant, records, here, "questions", judging=True)
    assert runs.list() == []


def write_few(settings):
    path = settings.data_dir / "few.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path
