"""indexing.search: what is found, in which order, for whom."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.regions import Region, table
from indexing import Hit, Searcher

NATION, HEILONGJIANG, LUOYANG, QIANJIANG = "", "23", "4103", "500114"
HARBIN, XI_AN = "2301", "6101"
QUESTIONS = {
    "guarantee-fee": ("500万以上的担保费率最高多少", HEILONGJIANG, "heilongjiang-2023#（十七）"),
    "ten-best": ("十佳特色金融产品怎么评", HEILONGJIANG, "heilongjiang-2023#（六）"),
    "renewal": ("无还本续贷怎么办", HARBIN, "heilongjiang-2023#（九）"),
    "due-diligence": ("信贷员尽职免责怎么认定", HEILONGJIANG, "heilongjiang-2023#（十二）"),
    "blocked-firm": ("轻资产企业缺抵押担保，堵点怎么解决", HARBIN, "heilongjiang-2023#（十六）"),
    "receivables": ("应收账款能拿来质押贷款吗", LUOYANG, "luoyang-2023#（四）"),
    "futures": ("用期货规避原材料涨价风险", LUOYANG, "luoyang-2023#（十）"),
    "reits": ("园区能不能发行不动产投资信托基金", LUOYANG, "luoyang-2023#（九）"),
    "bridge-fund": ("还贷周转金怎么申请", LUOYANG, "luoyang-2017#18"),
    "tech-branch": ("科技支行设在哪里", LUOYANG, "luoyang-2017#27"),
    "interest-subsidy": ("贷款贴息有哪些", QIANJIANG, "qianjiang-2023#12"),
    "supply-chain": ("链主企业的供应链金融", QIANJIANG, "qianjiang-2023#8"),
    "fair-market": ("银行之间不能过度竞争、垒大户", NATION, "nfra-2024#（十五）"),
}

UNKNOWN = pytest.mark.parametrize("question", ["", "？！", "☃☃", "zzqq 龘"],
                                  ids=["empty", "signs", "symbols", "letters"])


def at(code: str) -> list[Region]:
    return [table()[code]]


def ids(hits: list[Hit]) -> list[str]:
    return [hit.clause.id for hit in hits]


@pytest.mark.parametrize(("question", "code", "clause"), QUESTIONS.values(), ids=list(QUESTIONS))
def test_the_clause_is_among_the_first_three(
        searcher: Searcher, question: str, code: str, clause: str) -> None:
    assert clause in ids(searcher.search(question, k=3, regions=at(code)))


@pytest.mark.parametrize(("one", "other"), [
    ("ＬＰＲ改革", "lpr改革"), ("担保费率 1.5%", "担保费率　１．５％")], ids=["case", "width"])
def test_width_and_case_make_no_difference(searcher: Searcher, one: str, other: str) -> None:
    assert ids(searcher.search(one)) == ids(searcher.search(other))


@pytest.mark.parametrize(("code", "applying"), [
    (NATION, {"nfra-2024"}),
    (HEILONGJIANG, {"nfra-2024", "heilongjiang-2023"}),
    (HARBIN, {"nfra-2024", "heilongjiang-2023"}),
    (LUOYANG, {"nfra-2024", "luoyang-2017", "luoyang-2023"}),
    (QIANJIANG, {"nfra-2024", "qianjiang-2023"}),
    (XI_AN, {"nfra-2024"}),
], ids=["nation", "heilongjiang", "harbin", "luoyang", "qianjiang", "xi-an"])
def test_a_policy_of_another_place_never_applies(
        searcher: Searcher, code: str, applying: set[str]) -> None:
    hits = searcher.search("制造业贷款", k=500, regions=at(code))
    assert {hit.policy.id for hit in hits if hit.applies} == applying
    assert {hit.policy.id for hit in hits} == {policy.id for policy in searcher.policies}


def test_two_regions_add_up(searcher: Searcher) -> None:
    hits = searcher.search("制造业贷款", k=500, regions=at(LUOYANG) + at(QIANJIANG))
    assert {hit.policy.id for hit in hits if not hit.applies} == {"heilongjiang-2023"}


def test_without_region_everything_applies(searcher: Searcher) -> None:
    assert all(hit.applies for hit in searcher.search("制造业贷款", k=500))


@pytest.mark.parametrize("code", [NATION, HEILONGJIANG, LUOYANG, QIANJIANG],
                         ids=["nation", "heilongjiang", "luoyang", "qianjiang"])
def test_what_applies_comes_first_and_the_rest_is_not_hidden(
        searcher: Searcher, code: str) -> None:
    hits = searcher.search("单户担保金额500万元以上的担保费率", k=500, regions=at(code))
    order = [hit.applies for hit in hits]
    assert order == sorted(order, reverse=True)
    assert "heilongjiang-2023#（十七）" in ids(hits)


def test_within_each_part_the_best_comes_first(searcher: Searcher) -> None:
    hits = searcher.search("应收账款质押", k=500, regions=at(LUOYANG))
    for applies in (True, False):
        scores = [hit.score for hit in hits if hit.applies is applies]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("asked", [["qianjiang-2023"], ["luoyang-2017", "nfra-2024"]],
                         ids=["one", "two"])
def test_asked_policies_come_first(searcher: Searcher, asked: list[str]) -> None:
    hits = searcher.search("担保费率", k=500, policies=asked)
    assert {hit.policy.id for hit in hits if hit.applies} == set(asked)
    assert not any(hit.applies for hit in hits if hit.policy.id not in asked)
    order = [hit.applies for hit in hits]
    assert order == sorted(order, reverse=True)
    assert not all(order)


def test_a_policy_asked_for_does_not_apply_in_another_place(searcher: Searcher) -> None:
    hits = searcher.search("担保费率", k=500, policies=["luoyang-2023"], regions=at(QIANJIANG))
    assert not any(hit.applies for hit in hits)


@pytest.mark.parametrize("k", [0, 1, 3, 10, 50])
def test_k_hits_at_most_and_a_longer_list_begins_alike(searcher: Searcher, k: int) -> None:
    hits = searcher.search("制造业贷款", k=k)
    assert len(hits) == k
    assert ids(hits) == ids(searcher.search("制造业贷款", k=500))[:k]


@pytest.mark.parametrize("question", ["制造业贷款", "担保", "洛阳 黑龙江 黔江"],
                         ids=["loans", "guarantee", "places"])
def test_never_two_hits_of_one_clause(searcher: Searcher, question: str) -> None:
    found = ids(searcher.search(question, k=500))
    assert len(found) == len(set(found))


def test_a_hit_belongs_to_its_policy(searcher: Searcher) -> None:
    for hit in searcher.search("制造业贷款", k=500):
        assert hit.policy.clause(hit.clause.label) is hit.clause


@UNKNOWN
def test_nothing_known_finds_nothing(searcher: Searcher, question: str) -> None:
    assert searcher.search(question) == []


@UNKNOWN
def test_nothing_known_finds_nothing_in_a_region(searcher: Searcher, question: str) -> None:
    assert searcher.search(question, regions=at(LUOYANG)) == []


def test_context_without_weight_changes_nothing(searcher: Searcher) -> None:
    plain = searcher.search("最高多少")
    assert searcher.search("最高多少", context="担保费率") == plain
    assert searcher.search("最高多少", context_weight=1.0) == plain


def test_context_carries_the_topic(searcher: Searcher) -> None:
    hits = searcher.search("那最高是多少呢", k=3, regions=at(HEILONGJIANG),
                           context="小微企业的担保费率", context_weight=1.0)
    assert "heilongjiang-2023#（十七）" in ids(hits)


def test_searching_twice_gives_equal_scores(searcher: Searcher) -> None:
    question = QUESTIONS["renewal"][0]
    assert searcher.search(question) == searcher.search(question)


def test_eight_threads_find_what_one_finds(searcher: Searcher) -> None:
    work = [(question, at(code)) for question, code, _ in QUESTIONS.values()] * 8
    alone = [searcher.search(question, regions=regions) for question, regions in work]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda w: searcher.search(w[0], regions=w[1]), work))
    assert together == alone


def test_a_question_of_any_length_is_searched(searcher: Searcher) -> None:
    assert searcher.search("小微企业的担保费率" * 200, k=1)[0].clause.id.endswith("#（十七）")


def test_a_negative_k_finds_nothing_or_is_refused(searcher: Searcher) -> None:
    try:
        hits = searcher.search("制造业贷款", k=-1)
    except ValueError:
        return
    assert hits == []
