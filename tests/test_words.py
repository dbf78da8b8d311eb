"""indexing.words: folding, words, character pairs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from indexing import words


@pytest.mark.parametrize(("text", "folded"), [
    ("ＬＰＲ", "lpr"),
    ("１．５％", "1.5%"),
    ("（十七）", "(十七)"),
    ("REITs", "reits"),
    ("專精特新", "專精特新"),
    ("　", " "),
    ("", ""),
])
def test_fold(text: str, folded: str) -> None:
    assert words.fold(text) == folded


@pytest.mark.parametrize("text", ["Ａ股 １.５％", "（“4567”）", "ℓ㎡①", "担保费率"])
def test_fold_twice_is_fold_once(text: str) -> None:
    assert words.fold(words.fold(text)) == words.fold(text)


@pytest.mark.parametrize("word", [
    "专精特新", "专精特新小巨人", "无还本续贷", "一本通", "一链一策一批", "十佳", "不良贷款率",
])
@pytest.mark.parametrize("frame", ["{}", "支持{}企业发展", "“{}”", "我们是{}，想贷款"])
def test_domain_words_are_kept_whole(word: str, frame: str) -> None:
    assert word in words.cut(frame.format(word))
    assert word in words.cut_plain(frame.format(word))


@pytest.mark.parametrize(("text", "expected"), [
    ("专精特新", ["专精", "专精特新"]),
    ("500 万元", ["500", "万元"]),
    ("保险+期货", ["保险", "期货"]),
    ("ＲＥＩＴｓ", ["reits"]),
    ("1.5%", ["1.5%"]),
    ("3.5‰", ["3.5‰"]),
    ("贷", ["贷"]),
    ("的吗", []),
    ("，。！？", []),
    ("", []),
])
def test_cut(text: str, expected: list[str]) -> None:
    assert words.cut(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("担保费率", ["担保", "保费", "费率"]),
    ("专精特新", ["专精", "精特", "特新"]),
    ("担保，费率", ["担保", "费率"]),
    ("费率1.5%起", ["费率", "1.5%", "起"]),
    ("贷", ["贷"]),
    ("LPR改革", ["lpr", "改革"]),
    ("、、", []),
    ("", []),
])
def test_pairs(text: str, expected: list[str]) -> None:
    assert words.pairs(text) == expected


@pytest.mark.parametrize(("text", "count"), [
    ("", 0), ("。，", 0), ("专精特新", 1), ("担保费率1.5%", 2), ("LPR LPR", 2), ("的吗", 2),
])
def test_word_count(text: str, count: int) -> None:
    assert words.word_count(text) == count


@pytest.mark.parametrize("text", ["专精特新企业的担保费率是多少", "保险+期货，REITs 1.5%"])
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


@pytest.mark.xfail(strict=True, reason="words._RUN knows no 〇 (U+3007): 二〇二三 falls apart")
def test_the_zero_of_chinese_years_is_a_character() -> None:
    assert words.pairs("二〇二三年") != words.pairs("二二三年")
    assert "〇" in "".join(words.pairs("二〇二三年"))


def test_threads_cut_alike() -> None:
    text = "专精特新企业的无还本续贷和担保费率"
    with ThreadPoolExecutor(8) as pool:
        assert set(map(tuple, pool.map(words.cut, [text] * 64))) == {tuple(words.cut(text))}
