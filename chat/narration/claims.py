"""Words that change what a sentence claims: they count only where the source says the same.

免费, 必须, 保证, 没有规定 … may not be added to a clause, and 不得, 严禁 … may not be dropped.
"""

import re

from indexing.words import pairs

# Wordings in one line mean the same: a sentence that has one needs one of them in the source.
_STRONG = tuple(re.compile(line) for line in (
    "免费|免收|全免|零费率|不收|减免|免除|免缴|免担保|免抵押",
    "减半|一半|半数|过半|对半|打折|优惠价",
    "翻一?番|翻倍|成倍",
    "全额|足额|不封顶",
    "全部|所有|一律|任何|全体|凡是|人人|都能|均可|都可以(?!用)",
    "必须|务必|应当|不得不|强制|需要(?=提供|提交|缴|交|先|办|签|有|满足|达到)",
    "无需|无须|不需要?|不必|不用|免于|无条件",
    "不得|严禁|禁止|不准|不允许|不可以?|不能|杜绝|不再",
    "保证(?!金|保险|贷)|承诺|一定能?|肯定能?|确保|必定|包过|已?获?批准|已通过|已受理|已放款",
    "永久|终身|长期有效|无限期|始终",
    "立即|立刻|当天|当日|随时|即时|马上|秒批|最快|自动",
    "唯一|仅(?:限|对|供|面向)?|只[对有能限要看需]",
    "没有?(?:规定|要求|写|限制|提|明确|说|上限|下限|门槛|涉及)|未(?:作|规定|要求|明确|写|提|限|说|涉及)|无(?:上限|限制|门槛|明确)"
    "|不限|不包括|除外|不适用|尚未|并未|不涉及",
    "取消|废止|暂停|停止|失效|终止|撤销",
    "有效期|生效|施行|截止",
    "最好的|最优|最便宜|最强|第一名",
    "中国(?!人民银行|证券|制造|邮政|特色)|世界|全球",
))
_NEGATION = re.compile(r"(?:不得|严禁|禁止|不准|不能|不盲目|不再|避免|严防|防止)([^,。;:!?]{2,40})")
_NEGATED = re.compile(r"[不未勿]|严禁|禁止|避免|防止|严防|清理|杜绝")
_ALIKE = 0.6  # of the pairs of a negated phrase: a sentence that holds them speaks of it


def unfounded_claim(sentence: str, source: str) -> str | None:
    """Return what `sentence` claims and `source` does not; None if there is nothing of the kind.

    Both texts are squashed (see `chat.narration.figures.squash`).
    """
    for pattern in _STRONG:
        if (match := pattern.search(sentence)) and not pattern.search(source):
            return match[0]
    told = set(pairs(sentence))
    phrases = (p for m in _NEGATION.finditer(source) for p in m[1].split("、") if len(p) > 1)
    for phrase in phrases:
        forbidden = pairs(phrase)
        alike = sum(pair in told for pair in forbidden) >= _ALIKE * len(forbidden)
        if alike and len(_NEGATED.findall(sentence)) <= len(_NEGATED.findall(phrase)):
            return phrase
    return None
