"""indexing.words: folding, words, character pairs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from indexing import words

FOLDED = {
    "full-width-letters": ("ＬＰＲ", "lpr"),
    "full-width-digits": ("１．５％", "1.5%"),
    "full-width-brackets": ("（十七）", "(十七)"),
    "capitals": ("REITs", "reits"),
    "traditional-stays": ("專精特新", "專精特新"),
    "full-width-blank": ("　", " "),
    "empty": ("", ""),
}
DOMAIN_WORDS = {
    "specialised": "专精特新",
    "little-giant": "专精特新小巨人",
    "renewal": "无还本续贷",
    "handbook": "一本通",
    "chain": "一链一策一批",
    "ten-best": "十佳",
    "bad-loans": "不良贷款率",
}
FRAMES = {"alone": "{}", "inside": "支持{}企业发展", "quoted": "“{}”", "spoken": "我们是{}，想贷款"}
CUT = {
    "with-its-parts": ("专精特新", ["专精", "专精特新"]),
    "number-and-unit": ("500 万元", ["500", "万元"]),
    "plus-sign": ("保险+期货", ["保险", "期货"]),
    "letters": ("ＲＥＩＴｓ", ["reits"]),
    "percent": ("1.5%", ["1.5%"]),
    "per-mille": ("3.5‰", ["3.5‰"]),
    "one-character": ("贷", ["贷"]),
    "stop-words": ("的吗", []),
    "signs": ("，。！？", []),
    "empty": ("", []),
}
PAIRS = {
    "word": ("担保费率", ["担保", "保费", "费率"]),
    "four-characters": ("专精特新", ["专精", "精特", "特新"]),
    "not-across-signs": ("担保，费率", ["担保", "费率"]),
    "rate-between": ("费率1.5%起", ["费率", "1.5%", "起"]),
    "one-character": ("贷", ["贷"]),
    "letters": ("LPR改革", ["lpr", "改革"]),
    "signs": ("、、", []),
    "empty": ("", []),
}
COUNTS = {
    "empty": ("", 0), "signs": ("。，", 0), "one": ("专精特新", 1), "rate": ("担保费率1.5%", 2),
    "letters": ("LPR LPR", 2), "stop-words-count": ("的吗", 2),
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.values(), ids=list(FOLDED))
def test_fold(text: str, folded: str) -> None:
    assert words.fold(text) == folded
    assert words.fold(folded) == folded


@pytest.mark.parametrize("word", DOMAIN_WORDS.values(), ids=list(DOMAIN_WORDS))
@pytest.mark.parametrize("frame", FRAMES.values(), ids=list(FRAMES))
def test_domain_words_are_kept_whole(word: str, frame: str) -> None:
    assert word in words.cut(frame.format(word))
    assert word in words.cut_plain(frame.format(word))


@pytest.mark.parametrize(("text", "expected"), CUT.values(), ids=list(CUT))
def test_cut(text: str, expected: list[str]) -> None:
    assert words.cut(text) == expected


@pytest.mark.parametrize(("text", "expected"), PAIRS.values(), ids=list(PAIRS))
def test_pairs(text: str, expected: list[str]) -> None:
    assert words.pairs(text) == expected


@pytest.mark.parametrize(("text", "count"), COUNTS.values(), ids=list(COUNTS))
def test_word_count(text: str, count: int) -> None:
    assert words.word_count(text) == count


@pytest.mark.parametrize("text", ["专精特新企业的担保费率是多少", "保险+期货，REITs 1.5%"],
                         ids=["words", "mixed"])
def test_plain_words_hold_each_character_once(text: str) -> None:
    kept = [char for char in words.fold(text) if char.isalnum() or char in ".%"]
    assert "".join(words.cut_plain(text)) == "".join(kept)
    assert len(words.cut_plain(text)) == words.word_count(text)


def test_stop_words_are_left_out_of_words_and_kept_in_plain_words() -> None:
    assert "什么" in words.stop_words()
    assert "什么" not in words.cut("有什么政策")
    assert "什么" in words.cut_plain("有什么政策")


def test_frequency_of_a_domain_word_is_known_and_of_an_invented_one_is_zero() -> None:
    assert words.word_frequency("专精特新") > 0
    assert words.word_frequency("龘龘龘龘") == 0


def test_the_zero_of_chinese_years_is_a_character() -> None:
    assert words.pairs("二〇二三年") == ["二〇", "〇二", "二三", "三年"]


def test_threads_cut_alike() -> None:
    text = "专精特新企业的无还本续贷和担保费率"
    with ThreadPoolExecutor(8) as pool:
        assert set(map(tuple, pool.map(words.cut, [text] * 64))) == {tuple(words.cut(text))}
